/**
 * Finished answers of the log search API, made of nothing but numbers.
 *
 * @module
 */

import type { GroupNode } from "../leql/answer.ts";
import { answerJson, type Measured } from "../simulator/answer_json.ts";
import { oldForm } from "./old_form.ts";
import { totalOf } from "./total_of.ts";

/** A number, or `undefined` where nothing matched and the function has no value then. */
export type ValueOrNone = number | undefined;

/** What may be said of an answer besides its numbers. */
export interface AnswerOptions {
  /** Name of the function as the API answers it; default `count`. */
  readonly function?: string;
  /** The key that it was calculated of, such as `rt` of `calculate(average:rt)`. */
  readonly key?: string;
  /** Start of the window, Unix milliseconds; default the first hour of 2026. */
  readonly from?: number;
  /** End of the window, Unix milliseconds; default an hour after its start. */
  readonly to?: number;
  /**
   * The form: of `today` (the default), or of `2016`, which some places still send: whole numbers as `38.0`, and several
   * functions side by side for each group.
   */
  readonly form?: "today" | "2016";
}

/** What may be said of values over time. */
export interface SeriesOptions extends AnswerOptions {
  /**
   * The value over the whole window; default what the function makes of the values: their sum, or the smallest, largest or
   * mean. A key with the value `undefined` is an answer without a total.
   */
  readonly total?: ValueOrNone;
}

/** A group and its value over the window, or its values over time; several keys of `groupby` make a path. */
export type GroupedValues = readonly [
  group: string | readonly string[],
  value: ValueOrNone | readonly ValueOrNone[],
];

/** What the API tells of its work; nothing is read from it. */
const SEARCH_STATS = {
  duration_ms: 21,
  bytes_all: 812_345,
  bytes_checked: 402_211,
  events_all: 1200,
  events_checked: 640,
  events_matched: 155,
  index_factor: 0.5,
};
const HOUR_MS = 3_600_000;
const FIRST_HOUR = Date.UTC(2026, 0, 1);

/**
 * Makes the answer to a statement without `groupby`: one value for each slice of the window, and the total. Nothing
 * matched: zeros of a `count` or `sum`, `undefined` of an `average`.
 *
 * @param values One for each slice, oldest first; a single one is the total alone.
 * @returns JSON, as the API sends it.
 */
export function seriesAnswer(
  values: readonly ValueOrNone[],
  options: SeriesOptions = {},
): string {
  const { from, to, measured } = frameOf(options, 1);
  const total = "total" in options ? options.total : totalOf(values, measured.name);
  const statistics = answerJson(
    {
      shape: "series",
      granularity: Math.floor((to - from) / Math.max(1, values.length)),
      matched: 0,
      total,
      series: values,
    },
    measured,
    { from, to },
  );
  return bodyOf(statistics, { measured, from, to, options });
}

/**
 * Makes the answer to a statement with `groupby`. Nothing matched: no groups.
 *
 * @param groups In the order in which the API gives them, usually the largest first. All have as many values over time.
 * @returns JSON, as the API sends it.
 */
export function groupsAnswer(
  groups: readonly GroupedValues[],
  options: AnswerOptions = {},
): string {
  const leaves = groups.map(([group, value]): Leaf => ({
    path: typeof group === "string" ? [group] : group,
    series: isSeries(value) ? value : [value],
  }));
  const { from, to, measured } = frameOf(options, leaves[0]?.path.length ?? 1);
  const { name } = measured;
  const statistics = answerJson(
    {
      shape: "groups",
      granularity: Math.floor((to - from) / (leaves[0]?.series.length ?? 1)),
      matched: 0,
      groups: leaves.map(({ path, series }) => ({ path, value: totalOf(series, name) })),
      tree: treeOf(leaves, name),
      isExact: true,
    },
    measured,
    { from, to },
  );
  const status = leaves.length === 0 ? { status: 204 } : {};
  return bodyOf({ ...statistics, ...status }, { measured, from, to, options });
}

interface Leaf {
  readonly path: readonly string[];
  readonly series: readonly ValueOrNone[];
}

function isSeries(value: GroupedValues[1]): value is readonly ValueOrNone[] {
  return typeof value === "object";
}

/** The same groups by their first key, then by the next. */
function treeOf(leaves: readonly Leaf[], name: string): GroupNode[] {
  const nodes = Map.groupBy(leaves, ({ path }) => path[0] ?? "");
  return Array.from(nodes, ([label, below]) => {
    const deeper = below.filter(({ path }) => path.length > 1)
      .map(({ path, series }) => ({ path: path.slice(1), series }));
    const series = Array.from(
      below[0]?.series ?? [],
      (_, slice) => totalOf(below.map(({ series }) => series[slice]), name),
    );
    return { label, total: totalOf(series, name), series, children: treeOf(deeper, name) };
  });
}

interface Frame {
  readonly from: number;
  readonly to: number;
  readonly measured: Measured;
}

function frameOf(options: AnswerOptions, groupKeys: number): Frame {
  const { function: name = "count", key, from = FIRST_HOUR, to = from + HOUR_MS } = options;
  return { from, to, measured: { name, key, groupKeys } };
}

function bodyOf(
  statistics: object,
  { measured: { name, key }, from, to, options: { form = "today" } }: Frame & {
    readonly options: AnswerOptions;
  },
): string {
  const calculated = key === undefined ? name : `${name}:${key}`;
  const frame = {
    logs: ["0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d"],
    leql: { statement: `where(event) calculate(${calculated})`, during: { from, to } },
  };
  if (form === "2016") return oldForm({ ...frame, statistics }, name);
  return JSON.stringify({ ...frame, statistics, search_stats: SEARCH_STATS });
}
