import type { Item } from "./bars.ts";
import type { BigNumber } from "./big_number.ts";
import type { Metric } from "./graphite.ts";
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
