import type { Answer, SeriesAnswer } from "./answer.ts";
import { createCells } from "./cells.ts";
import { evaluateGroups } from "./evaluate_groups.ts";
import type { MatchedRun, NamedTable, PreparedStatement } from "./prepared_statement.ts";
import { type Slices, slicesOf, type Window } from "./slices.ts";
import { clauseOf } from "./statement.ts";

/** Events of a log that are shown as if they had happened `shift` milliseconds later. */
export interface Segment {
  readonly log: NamedTable;
  readonly shift: number;
  /** Which of them are asked about, Unix milliseconds as shown, `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

/**
 * Answers a statistics statement.
 *
 * An event at time t belongs to slice `floor((t - from) / granularity)`. Events without the key of the function, or
 * with a value that is no number where one is needed, are passed over; so are events without a key of `groupby`.
 *
 * @param prepared A statement with `calculate` or `groupby`.
 * @param segments The events to look at; each is inside of the window.
 * @param window The window, not empty, Unix milliseconds, `[from, to)`.
 * @returns The numbers.
 * @throws {StatementError} If the statement cannot be evaluated.
 * @see docs.rapid7.com, "Components for Building a Query"
 */
export function evaluate(
  prepared: PreparedStatement,
  segments: readonly Segment[],
  window: Window,
): Answer {
  const slices = slicesOf(prepared.statement, window);
  const runs = segments.map((segment) => runOf(prepared, segment));
  const matched = runs.reduce((sum, { first, end }) => sum + end - first, 0);
  return clauseOf(prepared.statement, "groupby") === undefined
    ? { ...evaluateSeries(prepared, runs, { slices, window }), matched }
    : { ...evaluateGroups(prepared, runs, { slices, window }), matched };
}

function runOf(prepared: PreparedStatement, { log, shift, from, to }: Segment): MatchedRun {
  const events = prepared.matched(log);
  const first = firstAtOrAfter(events.times, from - shift);
  const end = Math.max(first, firstAtOrAfter(events.times, to - shift));
  return { events, shift, first, end };
}

function evaluateSeries(
  { measure }: PreparedStatement,
  runs: readonly MatchedRun[],
  { slices, window }: { readonly slices: Slices; readonly window: Window },
): Omit<SeriesAnswer, "matched"> {
  const { count, granularity } = slices;
  const percentile = measure.percentile ?? 50;
  const cells = createCells(measure.name, { size: count, percentile });
  const total = createCells(measure.name, { size: 1, percentile });
  for (const { events: { times, numbers }, shift, first, end } of runs) {
    const start = window.from - shift;
    for (let index = first; index < end; index++) {
      const number = numbers === undefined ? 1 : numbers[index] ?? NaN;
      if (Number.isNaN(number)) continue;
      const slice = Math.floor(((times[index] ?? 0) - start) / granularity);
      cells.add(Math.min(slice, count - 1), number);
      total.add(0, number);
    }
  }
  const series = Array.from({ length: count }, (_, slice) => cells.value(slice));
  return { shape: "series", granularity, total: total.value(0), series };
}

/**
 * Finds the first time that is not before an instant.
 *
 * @param times Ascending.
 * @returns Its place, `times.length` if there is none.
 */
export function firstAtOrAfter(times: Float64Array, instant: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
