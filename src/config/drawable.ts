import type { AnswerShape } from "../key.ts";
import type { Position } from "./ini/section.ts";
import type { ProblemList } from "./problem_list.ts";
import type { ReadDestination } from "./read_destination.ts";
import { oneOf } from "./read_value.ts";

const GIVES: Readonly<Record<AnswerShape, string>> = {
  series: "values over time",
  groups: "one value for each group",
};

interface Mismatch {
  readonly at: Position;
  /** `pie_chart`, or the name of the service. */
  readonly what: string;
  readonly accepts: readonly AnswerShape[];
  /** Other choices that could be drawn. */
  readonly instead: readonly string[];
}

/**
 * Notes destinations that can make nothing of what a statement gives. A search none of whose destinations can is an
 * error, because it would ask for ever and push nothing; otherwise it is a warning, because the others still work.
 *
 * @param destinations All destinations of one search.
 * @param options.shape What the statement gives.
 */
export function noteUndrawable(
  destinations: readonly ReadDestination[],
  { shape, search, statementLine, problems }: {
    readonly shape: AnswerShape;
    readonly search: string;
    readonly statementLine: number;
    readonly problems: ProblemList;
  },
): void {
  const mismatches = destinations.flatMap((destination) => mismatchOf(destination, shape) ?? []);
  const severity = mismatches.length === destinations.length ? "error" : "warning";
  for (const { at, what, accepts, instead } of mismatches) {
    const wanted = accepts.map((shape) => GIVES[shape]).join(" or ");
    const message = `Cannot draw ${what} for search "${search}": its statement gives ${
      GIVES[shape]
    }, not ${wanted}`;
    const change = shape === "groups" ? "remove groupby(…) from" : "add groupby(…) to";
    const choose = instead.length === 0 ? "" : `, or write ${oneOf(instead)}`;
    const hint = `${change} the statement at line ${statementLine}${choose}`;
    problems.add(severity, { at, message, hint });
  }
}

function mismatchOf(
  { description, keys, service }: ReadDestination,
  shape: AnswerShape,
): Mismatch | undefined {
  if (description.accepts.length > 0 && !description.accepts.includes(shape)) {
    const { name, accepts } = description;
    return { at: service.textAt, what: name, accepts, instead: [] };
  }
  for (const [, { key, value, from }] of keys.entries()) {
    const chosen = key.choices?.find((choice) => choice.value === value);
    if (chosen?.accepts === undefined || chosen.accepts.includes(shape)) continue;
    const instead = (key.choices ?? [])
      .filter(({ accepts }) => accepts === undefined || accepts.includes(shape))
      .map(({ value }) => value);
    const at = (from ?? service).textAt;
    return { at, what: chosen.value, accepts: chosen.accepts, instead };
  }
  return undefined;
}
