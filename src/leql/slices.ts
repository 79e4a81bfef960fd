import { clauseOf, type Statement } from "./statement.ts";
import { StatementError } from "./statement_error.ts";
import { slicingOf } from "./timeslice.ts";

/** A stretch of time, Unix milliseconds, `[from, to)`. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** How a window is cut: slice i begins at `from + i * granularity`. */
export interface Slices {
  readonly count: number;
  /** Whole milliseconds, at least 1. */
  readonly granularity: number;
}

const DEFAULT_SLICES = 10;
const MOST_SLICES = 10_000;

/**
 * Cuts a window as a statement says. The last slice takes what a division leaves over.
 *
 * @param statement As parsed, without errors of the lint; ten slices if it has no `timeslice`.
 * @param window The window, not empty.
 * @throws {StatementError} If there would be more than 10,000 slices.
 */
export function slicesOf(statement: Statement, { from, to }: Window): Slices {
  const clause = clauseOf(statement, "timeslice");
  const slicing = clause === undefined ? undefined : slicingOf(clause);
  const cut = slicing ?? { slices: DEFAULT_SLICES };
  const slices = "stepMs" in cut
    ? { count: Math.ceil((to - from) / cut.stepMs), granularity: cut.stepMs }
    : { count: cut.slices, granularity: Math.max(1, Math.floor((to - from) / cut.slices)) };
  if (slices.count <= MOST_SLICES) return slices;
  throw new StatementError(
    `Cannot cut the window into ${slices.count} slices: ${MOST_SLICES} are the most there can be`,
    {
      offset: clause?.size.offset ?? 0,
      length: clause?.size.length ?? 0,
      hint: "write a larger timeslice, or ask about a shorter window",
    },
  );
}
