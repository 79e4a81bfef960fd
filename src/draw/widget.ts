import type { BigNumber } from "./big_number.ts";
import type { Item } from "./bars.ts";
import { type Metric, readGraphite } from "./graphite.ts";
import type { Line } from "./line_chart.ts";

/** Values that share their labels with others. */
export interface Series {
  /** Empty if it has none. */
  readonly name: string;
  /** One for each label, finite numbers; `undefined` = none. */
  readonly values: readonly (number | undefined)[];
}

/**
 * What is drawn of a payload or an answer:
 * - `line_chart`: values over time
 * - `columns`: values over time as upright bars; all labels are ISO 8601 instants
 * - `bars`: values with names
 * - `shares`: a pie
 * - `big_number`: one value with what it counts
 * - `graphite`: lines of Graphite's plain text
 * - `text`: everything else, as a person would read it
 */
export type Widget =
  | { readonly kind: "line_chart"; readonly lines: readonly Line[] }
  | {
    readonly kind: "columns" | "bars";
    readonly labels: readonly string[];
    readonly series: readonly Series[];
  }
  | { readonly kind: "shares"; readonly items: readonly Item[] }
  | ({ readonly kind: "big_number" } & BigNumber)
  | { readonly kind: "graphite"; readonly metrics: readonly Metric[] }
  | { readonly kind: "text"; readonly text: string };

/**
 * Reads what a service made of an answer: the four widgets of Geckoboard and lines of Graphite; everything else is text.
 *
 * @param payload Plain data, as it came out of `transform()` or in a request's body.
 */
export function readWidget(payload: unknown): Widget {
  if (typeof payload === "string") {
    const metrics = readGraphite(payload);
    return metrics === undefined ? { kind: "text", text: payload } : { kind: "graphite", metrics };
  }
  const widget = isRecord(payload) && isRecord(payload.data) ? readData(payload.data) : undefined;
  return widget ?? { kind: "text", text: JSON.stringify(payload, undefined, 2) ?? "nothing" };
}

function readData(data: Readonly<Record<string, unknown>>): Widget | undefined {
  if (Array.isArray(data.series)) return readSeries(data.series, data.x_axis);
  if (!Array.isArray(data.item)) return undefined;
  const items = data.item.filter(isRecord);
  if (items.some((item) => "text" in item && !("label" in item))) {
    const [{ value, text } = {}] = items;
    return { kind: "big_number", value: finite(value), text: textOf(text) };
  }
  return {
    kind: "shares",
    items: items.map(({ label, value }) => ({ label: textOf(label), value: finite(value) })),
  };
}

function readSeries(all: readonly unknown[], axis: unknown): Widget {
  const series = all.filter(isRecord);
  if (!isRecord(axis) || !Array.isArray(axis.labels)) {
    return { kind: "line_chart", lines: series.map(readLine) };
  }
  const labels = axis.labels.map(textOf);
  return {
    kind: labels.length > 0 && labels.every(isInstant) ? "columns" : "bars",
    labels,
    series: series.map(({ name, data }) => ({
      name: textOf(name),
      values: Array.isArray(data) ? data.map(finite) : [],
    })),
  };
}

function readLine({ name, data }: Readonly<Record<string, unknown>>): Line {
  const points = (Array.isArray(data) ? data : [])
    .filter((pair) => Array.isArray(pair))
    .map(([at, value]) => ({ at: Date.parse(textOf(at)), value: finite(value) }))
    .filter(({ at }) => Number.isFinite(at));
  return { name: textOf(name), points: points.sort((a, b) => a.at - b.at) };
}

const INSTANT_REGEXP = /^\d{4}-\d{2}-\d{2}T/;

function isInstant(label: string): boolean {
  return INSTANT_REGEXP.test(label) && Number.isFinite(Date.parse(label));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function finite(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : value === undefined || value === null
    ? ""
    : String(value);
}
