import { shortNumber } from "./number.ts";
import { position, type Scale } from "./scale.ts";
import { paint, type View } from "./view.ts";
import { type Tick, writeTicks } from "./x_axis.ts";

/** What stands inside a frame. */
export interface FrameContent {
  /** Gives a row of the plot, counted from the top. */
  readonly row: (row: number) => string;
  readonly ticks: readonly Tick[];
  /** Columns of the plot that the content takes up. */
  readonly width: number;
}

/**
 * Puts axes round a plot: the values of its ends and its middle on the left, labels below.
 *
 * @param options.rows Rows of the plot, a whole number >= 1.
 * @param fill Makes the content for a plot of so many columns.
 * @returns `rows + 2` lines of at most `view.width` columns.
 */
export function frame(
  { scale, rows, view }: { readonly scale: Scale; readonly rows: number; readonly view: View },
  fill: (columns: number) => FrameContent,
): string[] {
  const labels = edgeLabels(scale, rows);
  const gutter = Math.max(...[...labels.values()].map((label) => label.length));
  const columns = view.width - gutter - 2;
  const content = fill(columns);
  const lines = Array.from({ length: rows }, (_, row) => {
    const label = labels.get(row);
    const edge = `${(label ?? "").padStart(gutter)} ${label === undefined ? "│" : "┤"}`;
    return paint(edge, { tone: "faint", view }) + content.row(row);
  });
  const below = " ".repeat(gutter + 1);
  return [
    ...lines,
    paint(`${below}└${"─".repeat(columns)}`, { tone: "faint", view }),
    paint(`${below} ${writeTicks(content.ticks, content.width)}`, { tone: "faint", view }),
  ];
}

/** The rows that have a label, with its text. Zero is one of them wherever it lies. */
function edgeLabels(scale: Scale, rows: number): Map<number, string> {
  const last = rows - 1;
  const labels = new Map<number, string>();
  if (scale.lower < 0 && scale.upper > 0) {
    labels.set(Math.round((1 - position(0, scale)) * last), "0");
  } else if (rows >= 5 && rows % 2 === 1) {
    labels.set(last / 2, shortNumber(scale.lower / 2 + scale.upper / 2));
  }
  labels.set(last, shortNumber(scale.lower));
  labels.set(0, shortNumber(scale.upper));
  return labels;
}
