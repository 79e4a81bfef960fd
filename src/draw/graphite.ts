import { cutLabel, fitLabel, labelWidth, plainLabel } from "./label.ts";
import { drawLineChart, type Point } from "./line_chart.ts";
import { shortNumber } from "./number.ts";
import { paint, type View } from "./view.ts";

/** One line of Graphite's plain text: `metric value epoch`. */
const LINE_REGEXP = /^(\S+) ([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?) (\d+(?:\.\d+)?)$/;
const MOST_METRICS = 6;
const ROWS = 5;

/** The points of one metric, in order of time. */
export interface Metric {
  readonly name: string;
  readonly points: readonly (Point & { readonly value: number })[];
}

/**
 * Reads Graphite's plain text.
 *
 * @param text Lines of `metric value epoch-seconds`; empty lines do not count.
 * @returns The metrics in the order of their first lines; `undefined` if a line is something else.
 */
export function readGraphite(text: string): Metric[] | undefined {
  const metrics = new Map<string, (Point & { value: number })[]>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const match = LINE_REGEXP.exec(line.trim());
    const [value, at] = [Number(match?.[2]), Number(match?.[3]) * 1000];
    if (match === null || !Number.isFinite(value) || Math.abs(at) > 8.64e15) return undefined;
    const points = metrics.get(match[1]!) ?? [];
    metrics.set(match[1]!, points);
    points.push({ at, value });
  }
  return Array.from(metrics, ([name, points]) => ({
    name,
    points: points.sort((a, b) => a.at - b.at),
  }));
}

/**
 * Draws each metric as a small chart below its name, its last value, its least and its greatest.
 *
 * @param metrics What {@linkcode readGraphite} gave; those beyond the sixth are only counted.
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds.
 */
export function drawGraphite(metrics: readonly Metric[], view: View): string[] {
  if (metrics.length === 0) return [cutLabel("no values", view.width)];
  const lines = metrics.slice(0, MOST_METRICS).flatMap((metric) => [
    heading(metric, view),
    ...drawLineChart({ lines: [{ name: "", points: metric.points }], rows: ROWS }, view),
  ]);
  const more = metrics.length - MOST_METRICS;
  return more > 0 ? [...lines, cutLabel(`… and ${more} more metrics`, view.width)] : lines;
}

function heading({ name, points }: Metric, view: View): string {
  let [least, greatest] = [Infinity, -Infinity];
  for (const { value } of points) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const last = points.at(-1)?.value ?? 0;
  const numbers = `last ${shortNumber(last)}  least ${shortNumber(least)}  greatest ${
    shortNumber(greatest)
  }`;
  const room = view.width - numbers.length - 2;
  const label = plainLabel(name);
  if (room < Math.min(12, labelWidth(label))) {
    return paint(cutLabel(label, view.width), { tone: "strong", view });
  }
  const shown = fitLabel(label, Math.min(room, labelWidth(label)));
  return `${paint(shown, { tone: "strong", view })}  ${paint(numbers, { tone: "faint", view })}`;
}
