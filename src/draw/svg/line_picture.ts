import type { Line, Point } from "../line_chart.ts";
import { CHART_TEXT, type ChartOption, renderChart } from "./chart.ts";
import { textWidth } from "./fit_text.ts";
import { drawLegend } from "./legend.ts";
import { drawNotice } from "./notice.ts";
import { seriesColour } from "./palette.ts";
import { MARGIN, type Sheet } from "./sheet.ts";
import { thinLine } from "./thin_line.ts";
import { timesBelow, utcMark } from "./time_labels.ts";
import { type ValueAxis, valueAxis } from "./value_axis.ts";
import { valueAxisOption } from "./value_axis_option.ts";

/** Strips of all lines together; each may need five points of some twelve bytes. */
const MOST_STRIPS = 1600;
/** More points than this are drawn with a finer line, which leaves some of them to be seen. */
const MANY_POINTS = 300;
/** Points that stand alone between gaps; more of them would only be a cloud. */
const MOST_DOTS = 500;

/** Draws values over time; of many lines those with the largest values, of many points what can be seen. */
export function drawLines(all: readonly Line[], sheet: Sheet): string {
  const drawn = all.filter((line) => line.points.some(({ value }) => value !== undefined));
  if (drawn.length === 0) return drawNotice("no values", sheet);
  const chosen = largestLines(drawn, sheet.palette.series.length);
  const strips = Math.max(1, Math.ceil(Math.min(sheet.width, MOST_STRIPS / chosen.length)));
  const lines = chosen.map(({ name, points }) => ({ name, points: thinLine(points, strips) }));
  const names = lines.map(({ name }) => name);
  const legend = drawLegend(names, { more: drawn.length - lines.length, sheet });
  const values = lines.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const { top, right } = legend;
  const axis = valueAxis(values, { ticks: sheet.height - top < 140 ? 2 : 4 });
  const plot = { top, right, left: gutterOf(axis), axis };
  return legend.svg + renderChart(optionFor(lines, { plot, sheet }), sheet) + utcMark(sheet);
}

/** The last instant that a `Date` can hold, Unix milliseconds. */
const LAST_INSTANT = 8.64e15;

interface Plot {
  readonly top: number;
  readonly right: number;
  readonly left: number;
  readonly axis: ValueAxis;
}

function optionFor(
  lines: readonly Line[],
  { plot: { top, left, right, axis }, sheet }: { readonly plot: Plot; readonly sheet: Sheet },
): ChartOption {
  const { palette } = sheet;
  const [from, to] = stretchOf(lines);
  const times = timesBelow({ from, to }, { left, right, sheet });
  const ticks = new Map(times.map(({ at, text }) => [at, text]));
  return {
    grid: { left, right, top, bottom: 30, outerBoundsMode: "none" },
    xAxis: {
      type: "value",
      min: from,
      max: to,
      axisLine: { show: true, onZero: false, lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        color: palette.faint,
        fontSize: CHART_TEXT,
        customValues: [...ticks.keys()],
        formatter: (at: number) => ticks.get(at) ?? "",
      },
    },
    yAxis: valueAxisOption(axis, palette),
    series: lines.flatMap((line, index) => seriesOf(line, { index, axis, lines, palette })),
  };
}

function seriesOf({ points }: Line, { index, axis, lines, palette }: {
  readonly index: number;
  readonly axis: ValueAxis;
  readonly lines: readonly Line[];
  readonly palette: Sheet["palette"];
}): Extract<ChartOption["series"], readonly unknown[]> {
  const color = seriesColour(palette, index);
  const pair = ({ at, value }: Point) => [at, value === undefined ? "-" : value / axis.unit];
  const dots = points.filter((_, index) => standsAlone(points, index)).slice(0, MOST_DOTS);
  return [
    {
      type: "line",
      silent: true,
      showSymbol: false,
      data: points.map(pair),
      lineStyle: { color, width: points.length > MANY_POINTS ? 1 : 2, cap: "round", join: "round" },
      ...(lines.length === 1 && isHill(points) ? { areaStyle: { color, opacity: 0.12 } } : {}),
    },
    ...(dots.length === 0 ? [] : [{
      type: "scatter" as const,
      silent: true,
      symbolSize: 5,
      data: dots.map(pair),
      itemStyle: { color, opacity: 1 },
    }]),
  ];
}

/** What lies above zero without gaps looks well when it is filled. */
function isHill(points: readonly Point[]): boolean {
  return points.every(({ value }) => value !== undefined && value >= 0);
}

/** A point between gaps is no line. */
function standsAlone(points: readonly Point[], index: number): boolean {
  return points[index]?.value !== undefined && points[index - 1]?.value === undefined &&
    points[index + 1]?.value === undefined;
}

/** The lines with the largest sums, in their own order. */
function largestLines(lines: readonly Line[], most: number): readonly Line[] {
  if (lines.length <= most) return lines;
  const sums = lines.map(({ points }, index) => ({
    index,
    sum: points.reduce((sum, { value }) => sum + Math.abs(value ?? 0), 0),
  }));
  const chosen = sums.toSorted((a, b) => b.sum === a.sum ? 0 : b.sum - a.sum).slice(0, most);
  return chosen.map(({ index }) => index).sort((a, b) => a - b).map((index) => lines[index]!);
}

/** From the first to the last instant; a single one gets a minute on both sides. */
function stretchOf(lines: readonly Line[]): [from: number, to: number] {
  const from = Math.min(...lines.map(({ points }) => points[0]!.at));
  const to = Math.max(...lines.map(({ points }) => points.at(-1)!.at));
  if (from < to) return [from, to];
  return [Math.max(from - 60_000, -LAST_INSTANT), Math.min(to + 60_000, LAST_INSTANT)];
}

/** Pixels left of a plot, for the labels of its axis. */
export function gutterOf({ labels }: ValueAxis): number {
  return MARGIN + 8 + Math.ceil(Math.max(...labels.map((label) => textWidth(label, CHART_TEXT))));
}
