import { cutLabel, fitLabel, labelWidth, plainLabel } from "./label.ts";
import { shortNumber } from "./number.ts";
import { position, type Scale, scaleFor } from "./scale.ts";
import { paint, type View } from "./view.ts";

/** A value with a name. */
export interface Item {
  readonly label: string;
  /** A finite number; `undefined` = none. */
  readonly value: number | undefined;
}

const MOST_ROWS = 12;
const SMALLEST_WIDTH = 20;
/** From nothing to a whole character, from the left. */
const FROM_LEFT = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"] as const;

/** A row before it is laid out. */
interface Row {
  readonly label: string;
  readonly value: number;
  readonly note: string;
}

/**
 * Draws values as bars below each other, in the given order.
 *
 * @param items What to draw; those beyond the twelfth are summed up in words.
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds.
 */
export function drawBars(items: readonly Item[], view: View): string[] {
  const rows = items.slice(0, MOST_ROWS).map(({ label, value }) => ({
    label: plainLabel(label),
    value: value ?? 0,
    note: value === undefined ? "none" : shortNumber(value),
  }));
  return draw(rows, { more: items.length - rows.length, view });
}

/**
 * Draws a pie as one bar for each slice, with its share in per cent of what all positive values amount to.
 *
 * @param items What to draw, in the given order.
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds.
 */
export function drawShares(items: readonly Item[], view: View): string[] {
  const largest = items.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
  const whole = items.reduce((sum, { value }) => sum + Math.max(0, value ?? 0) / largest, 0);
  const shown = items.slice(0, MOST_ROWS);
  const digits = Math.max(...shown.map(({ value = 0 }) => shortNumber(value).length));
  const rows = shown.map(({ label, value = 0 }) => {
    const share = value > 0 ? value / largest / whole : 0;
    const percent = `${(100 * share).toFixed(1)} %`.padStart(7);
    const number = shortNumber(value).padStart(digits);
    return { label: plainLabel(label), value: share, note: `${percent}  ${number}` };
  });
  return draw(rows, { more: items.length - rows.length, view });
}

function draw(
  rows: readonly Row[],
  { more, view }: { readonly more: number; readonly view: View },
): string[] {
  if (rows.length === 0) return [cutLabel("no groups", view.width)];
  const widths = {
    label: Math.min(
      Math.floor(view.width / 3),
      Math.max(...rows.map((row) => labelWidth(row.label))),
    ),
    note: Math.max(...rows.map((row) => row.note.length)),
  };
  const room = view.width - widths.label - widths.note - 2;
  const scale = scaleWithin(rows);
  const lines = rows.map((row, index) => {
    if (view.width < SMALLEST_WIDTH || room < 1) {
      return cutLabel(`${row.label} ${row.note.trim()}`, view.width);
    }
    const bar = paint(drawBar(row.value, { scale, room }), { tone: index, view });
    return `${fitLabel(row.label, widths.label)} ${bar} ${row.note.padStart(widths.note)}`;
  });
  return [
    ...lines,
    ...(more > 0
      ? [paint(cutLabel(`… and ${more} more`, view.width), { tone: "faint", view })]
      : []),
  ];
}

/** The longest bar fills the room: between bars, only their ratio counts. */
function scaleWithin(rows: readonly Row[]): Scale {
  const values = rows.map(({ value }) => value);
  const [lower, upper] = [Math.min(0, ...values), Math.max(0, ...values)];
  return lower === upper ? scaleFor([]) : { lower, upper };
}

/** A bar from zero to its value, in exactly `room` columns. */
function drawBar(
  value: number,
  { scale, room }: { readonly scale: Scale; readonly room: number },
): string {
  const zero = Math.round(position(0, scale) * room);
  if (value < 0) {
    const start = Math.min(zero - 1, Math.round(position(value, scale) * room));
    return (" ".repeat(Math.max(0, start)) + "█".repeat(zero - Math.max(0, start))).padEnd(room);
  }
  const eighths = Math.round((position(value, scale) * room - zero) * 8);
  const filled = Math.max(value > 0 ? 1 : 0, Math.min(eighths, (room - zero) * 8));
  const bar = "█".repeat(Math.floor(filled / 8)) + FROM_LEFT[filled % 8];
  return (" ".repeat(zero) + bar).slice(0, room).padEnd(room);
}
