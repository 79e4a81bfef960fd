import { squeeze } from "../columns.ts";
import type { Series } from "../widget.ts";
import { CHART_TEXT, type ChartOption, renderChart } from "./chart.ts";
import { drawLegend } from "./legend.ts";
import { gutterOf } from "./line_picture.ts";
import { drawNotice } from "./notice.ts";
import { seriesColour } from "./palette.ts";
import type { Sheet } from "./sheet.ts";
import type { TimeTick } from "./time_ticks.ts";
import { timesBelow, utcMark } from "./time_labels.ts";
import { valueAxis } from "./value_axis.ts";
import { valueAxisOption } from "./value_axis_option.ts";

/** Pixels of the narrowest column, with the space after it. */
const NARROWEST = 4;
const MOST_COLUMNS = 600;

/** Draws values over time as upright bars; where there are too many, the largest of neighbours stands for them. */
export function drawColumnPicture(
  { labels, series }: { readonly labels: readonly string[]; readonly series: readonly Series[] },
  sheet: Sheet,
): string {
  const filled = series.filter(({ values }) => values.some((value) => value !== undefined));
  const drawn = filled.slice(0, sheet.palette.series.length);
  if (drawn.length === 0) return drawNotice("no values", sheet);
  const names = drawn.map(({ name }) => name);
  const legend = drawLegend(names, { more: filled.length - drawn.length, sheet });
  const { top, right } = legend;
  const most = Math.floor(Math.min(MOST_COLUMNS, (sheet.width * 0.8) / NARROWEST) / drawn.length);
  const rows = drawn.map(({ values }) => squeeze(padded(values, labels.length), Math.max(1, most)));
  const axis = valueAxis(rows.flat().filter((value) => value !== undefined), {
    ticks: sheet.height - top < 140 ? 2 : 4,
  });
  const left = gutterOf(axis);
  const option: ChartOption = {
    grid: { left, right, top, bottom: 30, outerBoundsMode: "none" },
    xAxis: timeAxis(labels, { columns: rows[0]!.length, left, right, sheet }),
    yAxis: valueAxisOption(axis, sheet.palette),
    series: rows.map((values, index) => ({
      type: "bar",
      silent: true,
      data: values.map((value) => value === undefined ? "-" : value / axis.unit),
      itemStyle: { color: seriesColour(sheet.palette, index) },
      barMaxWidth: 40,
      barCategoryGap: "25%",
      barGap: "0%",
    })),
  };
  return legend.svg + renderChart(option, sheet) + utcMark(sheet);
}

function padded(
  values: readonly (number | undefined)[],
  length: number,
): readonly (number | undefined)[] {
  return Array.from({ length }, (_, index) => values[index]);
}

/** Labels the columns into which the round times fall. */
function timeAxis(labels: readonly string[], { columns, left, right, sheet }: {
  readonly columns: number;
  readonly left: number;
  readonly right: number;
  readonly sheet: Sheet;
}): NonNullable<ChartOption["xAxis"]> {
  const { palette } = sheet;
  const times = labels.map((label) => Date.parse(label));
  const [from, to] = [times[0]!, times.at(-1)!];
  const ticks = from <= to ? timesBelow({ from, to }, { left, right, sheet }) : [];
  const texts = columnTexts(ticks, { times, columns });
  return {
    type: "category",
    data: Array.from({ length: columns }, (_, index) => texts.get(index) ?? ""),
    axisLine: { onZero: false, lineStyle: { color: palette.grid } },
    axisTick: { show: false },
    axisLabel: {
      color: palette.faint,
      fontSize: CHART_TEXT,
      interval: (index: number) => texts.has(index),
    },
  };
}

/** A time belongs to the first column that begins then or later. */
function columnTexts(
  ticks: readonly TimeTick[],
  { times, columns }: { readonly times: readonly number[]; readonly columns: number },
): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  let [last, index] = [-Infinity, 0];
  for (const { at, text } of ticks) {
    while (index < times.length && times[index]! < at) index++;
    const column = Math.floor((index * columns) / times.length);
    if (index === times.length || column - last < columns / (ticks.length + 1) / 2) continue;
    texts.set(column, text);
    last = column;
  }
  return texts;
}
