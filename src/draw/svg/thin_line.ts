import type { Point } from "../line_chart.ts";

/**
 * Leaves out points that nobody would see: of all that fall on one strip of a chart, only the first, the least, the
 * greatest and the last stay, and one gap if there is any. Peaks and gaps are kept.
 *
 * @param points In order of time.
 * @param strips Into how many strips of equal length their time is cut, a whole number >= 1.
 * @returns The points themselves if there are too few to be worth it.
 */
export function thinLine(points: readonly Point[], strips: number): readonly Point[] {
  if (points.length <= 4 * strips) return points;
  const [from, to] = [points[0]!.at, points.at(-1)!.at];
  const kept: Point[] = [];
  let strip: Point[] = [];
  let current = 0;
  for (const point of points) {
    const index = to === from ? 0 : Math.floor(((point.at - from) / (to - from)) * strips);
    if (index !== current) {
      kept.push(...outline(strip));
      [strip, current] = [[], index];
    }
    strip.push(point);
  }
  return [...kept, ...outline(strip)];
}

/** What is seen of a strip, in order. */
function outline(strip: readonly Point[]): Point[] {
  let least: Point | undefined;
  let greatest: Point | undefined;
  let gap: Point | undefined;
  for (const point of strip) {
    if (point.value === undefined) gap = point;
    else {
      if (least?.value === undefined || point.value < least.value) least = point;
      if (greatest?.value === undefined || point.value > greatest.value) greatest = point;
    }
  }
  const seen = new Set([strip[0], least, greatest, gap, strip.at(-1)]);
  return strip.filter((point) => seen.has(point));
}
