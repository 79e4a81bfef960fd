import { labelWidth } from "./label.ts";

/** One label below a plot. */
export interface Tick {
  /** Column of the plot that the label belongs to, from 0. */
  readonly column: number;
  readonly text: string;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Columns between the middles of two times. */
const TIME_SPACING = 16;

/**
 * Writes an instant as an axis needs it, in UTC: the seconds only matter in a short stretch, the day only in a long one.
 *
 * @param at Unix milliseconds.
 * @param options.spanMs Length of the whole axis.
 */
export function timeLabel(at: number, { spanMs }: { readonly spanMs: number }): string {
  const iso = new Date(at).toISOString();
  if (spanMs > 7 * DAY_MS) return iso.slice(0, 10);
  if (spanMs > DAY_MS) return `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
  return spanMs > HOUR_MS / 4 ? iso.slice(11, 16) : iso.slice(11, 19);
}

/**
 * Places times below a plot: its first and last instant, and some between them.
 *
 * @param width Columns of the plot, a whole number >= 1.
 * @param options.from Unix milliseconds of the leftmost column; `to` of the rightmost.
 */
export function timeTicks(
  width: number,
  { from, to }: { readonly from: number; readonly to: number },
): Tick[] {
  const count = from === to ? 0 : Math.max(1, Math.floor(width / TIME_SPACING));
  return Array.from({ length: count + 1 }, (_, index) => {
    const part = count === 0 ? 0 : index / count;
    // The sum may round to beyond the end, and the end may be the last instant that a Date can hold.
    const at = Math.min(to, from + (to - from) * part);
    const text = timeLabel(at, { spanMs: to - from });
    return { column: Math.round((width - 1) * part), text };
  });
}

/**
 * Writes labels into one line: the first begins at the left end, the last ends at the right one, the others stand
 * around their columns; one that has no room is left out.
 *
 * @param ticks From left to right.
 * @param width Columns of the plot.
 * @returns A line of at most `width` columns.
 */
export function writeTicks(ticks: readonly Tick[], width: number): string {
  let line = "";
  let used = 0;
  const last = ticks.at(-1);
  const lastStart = last === undefined || ticks.length < 2 ? width : width - labelWidth(last.text);
  for (const tick of ticks) {
    const size = labelWidth(tick.text);
    const middle = tick.column - Math.floor(size / 2);
    const start = tick === last && ticks.length > 1 ? lastStart : Math.max(0, middle);
    const limit = tick === last ? width : lastStart - 1;
    if (start < used + (used === 0 ? 0 : 1) || start + size > limit) continue;
    line += " ".repeat(start - used) + tick.text;
    used = start + size;
  }
  return line;
}
