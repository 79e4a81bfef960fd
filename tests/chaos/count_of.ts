import { dice } from "./dice.ts";

/** A stretch of time `[from, to)`, Unix milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const LARGEST = 1_000_000;

/** What a statement counts in a window: anything, but always the same, so that a value tells which window it is of. */
export function countOf(statement: string, { from, to }: Window): number {
  return 1 + Math.floor(LARGEST * dice(0, statement, from, to));
}

/** A finished answer with that count, as the API writes it: one slice over the whole window. */
export function countAnswer(
  statement: string,
  { window, logs, count }: {
    readonly window: Window;
    readonly logs: readonly string[];
    readonly count: number;
  },
): string {
  const { from, to } = window;
  return JSON.stringify({
    logs,
    leql: { statement, during: { from, to } },
    statistics: {
      from,
      to,
      granularity: to - from,
      type: "count",
      status: 200,
      stats: { global_timeseries: { count } },
      timeseries: { global_timeseries: [{ count }] },
      groups: [],
      groups_timeseries: [],
      count,
    },
  });
}
