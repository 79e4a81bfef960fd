import { BrailleCanvas } from "./braille.ts";
import { cutLabel, plainLabel } from "./label.ts";
import { frame } from "./frame.ts";
import { position, type Scale, scaleFor } from "./scale.ts";
import { timeTicks } from "./x_axis.ts";
import { paint, type View } from "./view.ts";

/** One point of a line. */
export interface Point {
  /** Unix milliseconds. */
  readonly at: number;
  /** A finite number; `undefined` interrupts the line. */
  readonly value: number | undefined;
}

/** One line of a chart. */
export interface Line {
  readonly name: string;
  /** In order of time. */
  readonly points: readonly Point[];
}

/** A chart of values over time. */
export interface LineChart {
  readonly lines: readonly Line[];
  /** Rows of the plot without its axis; default 7. */
  readonly rows?: number;
}

/** Columns below which a chart would be unreadable. */
const SMALLEST_WIDTH = 24;
/** As many as there are colours; without colours, more than fit on a screen. */
const MOST_LINES = 6;

/**
 * Draws values over time. Several lines share one plot where colours tell them apart, else each gets its own; those
 * beyond the sixth are only counted.
 *
 * @param chart What to draw; times are shown in UTC.
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds.
 */
export function drawLineChart({ lines, rows = 7 }: LineChart, view: View): string[] {
  const drawn = lines.filter((line) => line.points.some(({ value }) => value !== undefined));
  if (drawn.length === 0) return [cutLabel("no values", view.width)];
  if (view.width < SMALLEST_WIDTH) {
    return drawn.slice(0, MOST_LINES).map((line) =>
      cutLabel(`${line.points.length} values`, view.width)
    );
  }
  const shown = drawn.slice(0, MOST_LINES);
  const more = drawn.length - shown.length;
  const plots = view.colour === "none" ? shown.map((line) => [line]) : [shown];
  return [
    ...plots.flatMap((lines) => plot(lines, { rows, view })),
    ...(more > 0 ? [cutLabel(`… and ${more} more lines`, view.width)] : []),
  ];
}

function plot(
  lines: readonly Line[],
  { rows, view }: { readonly rows: number; readonly view: View },
): string[] {
  const from = Math.min(...lines.map((line) => line.points[0]!.at));
  const to = Math.max(...lines.map((line) => line.points.at(-1)!.at));
  const scale = scaleFor(valuesOf(lines));
  const drawn = frame({ scale, rows, view }, (columns) => {
    const canvas = new BrailleCanvas(columns, rows);
    lines.forEach((line, series) => drawLine(line, { canvas, series, scale, from, to }));
    return {
      row: (row) => paintRow(canvas, { row, view }),
      ticks: timeTicks(columns, { from, to }),
      width: columns,
    };
  });
  return [...legend(lines, view), ...drawn];
}

function* valuesOf(lines: readonly Line[]): Generator<number> {
  for (const { points } of lines) {
    for (const { value } of points) if (value !== undefined) yield value;
  }
}

function drawLine(line: Line, sheet: {
  readonly canvas: BrailleCanvas;
  readonly series: number;
  readonly scale: Scale;
  readonly from: number;
  readonly to: number;
}): void {
  const { canvas, series, scale, from, to } = sheet;
  const across = to === from ? 0 : (canvas.width - 1) / (to - from);
  let previous: [number, number] | undefined;
  for (const { at, value } of line.points) {
    if (value === undefined) {
      previous = undefined;
      continue;
    }
    const x = Math.round((at - from) * across);
    const y = Math.round((1 - position(value, scale)) * (canvas.height - 1));
    const here: [number, number] = [x, y];
    canvas.line(previous ?? here, { to: here, series });
    previous = here;
  }
}

/** Paints neighbours of the same series in one go, so that a row holds few escape sequences. */
function paintRow(
  canvas: BrailleCanvas,
  { row, view }: { readonly row: number; readonly view: View },
): string {
  let painted = "";
  let run = "";
  let tone = 0;
  for (const { text, series } of canvas.row(row)) {
    if (text !== " " && series !== tone) {
      painted += paint(run, { tone, view });
      [run, tone] = ["", series];
    }
    run += text;
  }
  return (painted + paint(run.trimEnd(), { tone, view })).trimEnd();
}

function legend(lines: readonly Line[], view: View): string[] {
  return lines.map((line, series) => ({ name: plainLabel(line.name), series }))
    .filter(({ name }) => name !== "")
    .map(({ name, series }) => paint(cutLabel(`— ${name}`, view.width), { tone: series, view }));
}
