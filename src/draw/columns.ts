import { frame } from "./frame.ts";
import { cutLabel, plainLabel } from "./label.ts";
import { position, type Scale, scaleFor } from "./scale.ts";
import { type Tick, timeLabel, timeTicks } from "./x_axis.ts";
import { paint, type View } from "./view.ts";

/** Bars side by side. */
export interface Columns {
  /** One label for each value: an ISO 8601 instant, or any text. */
  readonly labels: readonly string[];
  /** Finite numbers; `undefined` leaves a gap. */
  readonly values: readonly (number | undefined)[];
}

const ROWS = 7;
const SMALLEST_WIDTH = 24;
const WIDEST_BAR = 8;
/** From nothing to a whole character, from below. */
const FROM_BELOW = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/**
 * Draws values as upright bars. Where there are more values than room, the largest of neighbours stands for them.
 *
 * @param columns What to draw.
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds.
 */
export function drawColumns({ labels, values }: Columns, view: View): string[] {
  if (!values.some((value) => value !== undefined)) return [cutLabel("no values", view.width)];
  if (view.width < SMALLEST_WIDTH) return [cutLabel(`${values.length} values`, view.width)];
  const scale = scaleFor(values.filter((value) => value !== undefined));
  return frame({ scale, rows: ROWS, view }, (width) => {
    const shown = squeeze(values, width);
    const each = Math.min(WIDEST_BAR, Math.floor(width / shown.length));
    const bar = each > 2 ? each - 1 : each;
    const gap = " ".repeat(each - bar);
    const row = (row: number): string => {
      const cells = shown.map((value) => cell(value, { row, scale }).repeat(bar)).join(gap);
      return paint(cells.trimEnd(), { tone: 0, view });
    };
    const used = each * shown.length - gap.length;
    return { row, ticks: ticksFor(labels, used), width: used };
  });
}

/**
 * Makes at most `room` values of many: the one that is farthest from zero stands for its neighbours.
 *
 * @param room A whole number >= 1.
 */
export function squeeze(
  values: readonly (number | undefined)[],
  room: number,
): readonly (number | undefined)[] {
  if (values.length <= room) return values;
  const squeezed = new Array<number | undefined>(room).fill(undefined);
  values.forEach((value, index) => {
    if (value === undefined) return;
    const place = Math.floor((index * room) / values.length);
    const kept = squeezed[place];
    if (kept === undefined || Math.abs(value) > Math.abs(kept)) squeezed[place] = value;
  });
  return squeezed;
}

/** The character of one bar in one row; bars grow up and down from zero. */
function cell(
  value: number | undefined,
  { row, scale }: { readonly row: number; readonly scale: Scale },
): string {
  if (value === undefined || value === 0) return " ";
  const below = ROWS - 1 - row;
  const zero = position(0, scale) * ROWS;
  const end = position(value, scale) * ROWS;
  if (value < 0) {
    const filled = Math.min(below + 1, zero) - Math.max(below, end);
    return filled >= 0.75 ? "█" : filled >= 0.25 ? "▀" : " ";
  }
  const filled = Math.min(below + 1, end) - Math.max(below, zero);
  if (filled <= 0) return " ";
  return FROM_BELOW[Math.max(below === Math.floor(zero) ? 1 : 0, Math.round(filled * 8))]!;
}

function ticksFor(labels: readonly string[], width: number): Tick[] {
  const times = labels.map((label) => Date.parse(label));
  const [from, to] = [times[0], times.at(-1)];
  if (from !== undefined && to !== undefined && times.every(Number.isFinite) && from <= to) {
    return from === to
      ? [{ column: 0, text: timeLabel(from, { spanMs: 0 }) }]
      : timeTicks(width, { from, to });
  }
  const [first, last] = [labels[0], labels.at(-1)];
  if (first === undefined || last === undefined) return [];
  const half = Math.max(1, Math.floor(width / 2) - 1);
  const ticks = [{ column: 0, text: cutLabel(plainLabel(first), half) }];
  if (labels.length > 1) {
    ticks.push({ column: width - 1, text: cutLabel(plainLabel(last), half) });
  }
  return ticks;
}
