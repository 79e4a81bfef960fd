/**
 * The answer of a finished statistics query, as services see it.
 *
 * @module
 */

/** One stretch of a series. */
export interface Slice {
  /** Start of the slice, Unix milliseconds. */
  readonly start: number;
  /** `undefined` where the function has no value because nothing matched (an average of nothing). */
  readonly value: number | undefined;
  /** The number as the API wrote it: `38`, `38.0`; `undefined` where there is no value. */
  readonly text: string | undefined;
}

/** One group of a `groupby`. */
export interface Group {
  /** The group as the API writes it: `web-1`, or `[web-1,500]` for several keys. */
  readonly label: string;
  readonly value: number | undefined;
  /** The number as the API wrote it. */
  readonly text: string | undefined;
}

/** The values of one group over time. */
export interface GroupSeries {
  /** One value for each key of the `groupby`, in its order. */
  readonly path: readonly string[];
  readonly slices: readonly Slice[];
}

/** What {@linkcode readQueryResponse} makes of the API's JSON. */
export interface QueryResponse {
  /** Name of the function: `count`, `average`, `percentile`, … */
  readonly function: string;
  /** The window, Unix milliseconds, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Values over time; empty if the answer has groups or nothing. */
  readonly series: readonly Slice[];
  /** One value for each group, in the API's order; empty if the answer has no groups. */
  readonly groups: readonly Group[];
  /** Every innermost group over time; empty if the answer has none. */
  readonly groupSeries: readonly GroupSeries[];
  /** The value over the whole window of an answer without groups. */
  readonly total: number | undefined;
  /** {@linkcode QueryResponse.total} as the API wrote it. */
  readonly totalText: string | undefined;
}

/**
 * Reads the body of a finished statistics query, in the form of 2016 and in today's.
 *
 * @param text The API's JSON, as received.
 * @returns The answer; its members are computed when first asked for.
 * @throws {SyntaxError} If the text is not JSON.
 * @throws {TypeError} If it holds no `statistics`.
 */
export function readQueryResponse(_text: string): QueryResponse {
  throw new TypeError("not written yet");
}
