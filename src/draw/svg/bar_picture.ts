import { shortNumber } from "../number.ts";
import type { Series } from "../widget.ts";
import { CHART_TEXT, type ChartOption, renderChart } from "./chart.ts";
import { fitNames } from "./fit_names.ts";
import { textWidth } from "./fit_text.ts";
import { drawLegend } from "./legend.ts";
import { drawNotice } from "./notice.ts";
import { seriesColour } from "./palette.ts";
import { MARGIN, type Sheet } from "./sheet.ts";
import { writeText } from "./write_text.ts";

/** Pixels of a row with one bar; every further bar in it needs as many as `BAR`. */
const ROW = 22;
const BAR = 10;
const TALLEST_ROW = 40;
const MOST_ROWS = 30;

/** Draws values with names as bars below each other, in the given order, as many as have room. */
export function drawBarPicture(
  { labels, series }: { readonly labels: readonly string[]; readonly series: readonly Series[] },
  sheet: Sheet,
): string {
  const count = series.reduce((most, { values }) => Math.max(most, values.length), 0);
  if (count === 0) return drawNotice("no groups", sheet);
  const drawn = series.slice(0, sheet.palette.series.length);
  const names = drawn.map(({ name }) => name);
  const legend = drawLegend(names, { more: series.length - drawn.length, sheet });
  const top = legend.svg === "" ? MARGIN / 2 : legend.top;
  const rows = rowsWithin(sheet.height - top - MARGIN / 2, { count, bars: drawn.length });
  const bottom = Math.max(
    count > rows ? 28 : MARGIN / 2,
    sheet.height - top - rows * (TALLEST_ROW + (drawn.length - 1) * BAR),
  );
  const right = legend.right - MARGIN;
  const more = count > rows ? moreMark(count - rows, sheet) : "";
  const option = optionFor({ labels, series: drawn }, { rows, top, right, bottom, sheet });
  return legend.svg + renderChart(option, sheet) + more;
}

/** How many rows have room; the line that counts the others needs some, too. */
function rowsWithin(
  height: number,
  { count, bars }: { readonly count: number; readonly bars: number },
): number {
  const each = ROW + (bars - 1) * BAR;
  if (count * each <= height && count <= MOST_ROWS) return count;
  return Math.max(1, Math.min(count, MOST_ROWS, Math.floor((height - 22) / each)));
}

function moreMark(more: number, { height, palette }: Sheet): string {
  const style = { x: MARGIN, y: height - 15, colour: palette.faint, size: CHART_TEXT };
  return writeText(`… and ${more} more`, style);
}

function optionFor(
  { labels, series }: { readonly labels: readonly string[]; readonly series: readonly Series[] },
  { rows, top, right, bottom, sheet }: {
    readonly rows: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly sheet: Sheet;
  },
): ChartOption {
  const { palette, width } = sheet;
  const names = fitNames(
    Array.from({ length: rows }, (_, row) => labels[row] ?? ""),
    { width: width / 3, size: CHART_TEXT },
  );
  const notes = Array.from({ length: rows }, (_, row) => {
    return series.map(({ values }) => noteOf(values[row])).join(" · ");
  });
  const shown = series.map(({ values }) => Array.from({ length: rows }, (_, row) => values[row]));
  const all = shown.flat().map((value) => value ?? 0);
  const [lower, upper] = [Math.min(0, ...all), Math.max(0, ...all)];
  const size = Math.max(-lower, upper) || 1;
  const plain = { axisLine: { show: false }, axisTick: { show: false } };
  return {
    grid: {
      left: MARGIN + 8 + widest(names),
      right: right + 8 + widest(notes),
      top,
      bottom,
      outerBoundsMode: "none",
    },
    xAxis: {
      type: "value",
      min: lower / size,
      max: lower === 0 && upper === 0 ? 1 : upper / size,
      splitLine: { show: false },
      axisLabel: { show: false },
      ...plain,
    },
    yAxis: [
      {
        type: "category",
        inverse: true,
        data: names,
        ...plain,
        axisLabel: { color: palette.ink, fontSize: CHART_TEXT, interval: 0 },
      },
      {
        type: "category",
        inverse: true,
        position: "right",
        data: notes,
        ...plain,
        axisLabel: {
          color: palette.faint,
          fontSize: CHART_TEXT,
          interval: 0,
          align: "right",
          margin: 8 + widest(notes),
        },
      },
    ],
    series: shown.map((values, index) => ({
      type: "bar",
      silent: true,
      data: values.map((value) => value === undefined || value === 0 ? "-" : value / size),
      barMaxWidth: 22,
      barMinHeight: 1,
      barCategoryGap: "30%",
      barGap: "0%",
      itemStyle: { color: seriesColour(palette, index), borderRadius: 2 },
    })),
  };
}

function noteOf(value: number | undefined): string {
  return value === undefined ? "none" : shortNumber(value);
}

function widest(texts: readonly string[]): number {
  return Math.ceil(Math.max(...texts.map((text) => textWidth(text, CHART_TEXT))));
}
