import type { Metric } from "../graphite.ts";
import { drawBarPicture } from "./bar_picture.ts";
import { drawLines } from "./line_picture.ts";
import { drawNotice } from "./notice.ts";
import { drawNumberPicture } from "./number_picture.ts";
import type { Sheet } from "./sheet.ts";

/** Draws metrics as lines; where each has a single value, as bars, or as one number. */
export function drawMetrics(metrics: readonly Metric[], sheet: Sheet): string {
  const [first] = metrics;
  if (first === undefined) return drawNotice("no values", sheet);
  const names = distinctParts(metrics.map(({ name }) => name));
  if (metrics.some(({ points }) => points.length > 1)) {
    return drawLines(metrics.map(({ points }, index) => ({ name: names[index]!, points })), sheet);
  }
  const values = metrics.map(({ points }) => points[0]?.value);
  if (metrics.length === 1) {
    return drawNumberPicture({ value: values[0], text: first.name }, sheet);
  }
  return drawBarPicture({ labels: names, series: [{ name: "", values }] }, sheet);
}

/** Names without the levels that all of them begin with: what is cut off at the end must not be what tells them apart. */
function distinctParts(names: readonly string[]): readonly string[] {
  const [first = "", ...others] = names;
  if (others.length === 0) return names;
  let shared = 0;
  const levels = first.split(".");
  for (let level = 1; level < levels.length; level++) {
    const start = `${levels.slice(0, level).join(".")}.`;
    if (!others.every((name) => name.startsWith(start))) break;
    shared = start.length;
  }
  return names.map((name) => name.slice(shared));
}
