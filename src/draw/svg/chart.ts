import {
  BarChart,
  type BarSeriesOption,
  LineChart,
  type LineSeriesOption,
  PieChart,
  type PieSeriesOption,
  ScatterChart,
  type ScatterSeriesOption,
} from "echarts/charts";
import { GridComponent, type GridComponentOption } from "echarts/components";
import { type ComposeOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Sheet } from "./sheet.ts";

use([LineChart, BarChart, PieChart, ScatterChart, GridComponent, SVGRenderer]);

/** What ECharts is asked to draw. */
export type ChartOption = ComposeOption<
  | LineSeriesOption
  | BarSeriesOption
  | PieSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
>;

/** The size of text in charts; it stands once at the root of the picture. */
export const CHART_TEXT = 12;

/** What only serves a page with scripts; none of it can occur in a label, where quotes are escaped. */
const INTERACTIVE_REGEXP =
  /<style ?>.*?<\/style>| (?:class|style|pointer-events|ecmeta_\w+)="[^"]*"|<rect [^>]*fill="none"><\/rect>/gs;
/** Drawings are numbered through; the same widget shall give the same picture. */
const NUMBER_REGEXP = /( id="|="url\(#)zr\d+-/g;

/** What turns charts into PNG does not know where the middle of a line is. */
const CENTRAL_REGEXP = / dominant-baseline="central"/g;

/**
 * Draws a chart.
 *
 * @param option What to draw; all its text has to be made by `fitText()`.
 * @returns Elements of SVG, to be put into a picture of the same size.
 */
export function renderChart(option: ChartOption, { width, height }: Sheet): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  // Nothing moves: without this, a timer for the next frame would outlive the drawing.
  chart.getZr().animation.start = () => {};
  try {
    chart.setOption({ animation: false, useUTC: true, ...option });
    const svg = chart.renderToSVGString({ useViewBox: true });
    return svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>"))
      .replaceAll(INTERACTIVE_REGEXP, "")
      .replaceAll(NUMBER_REGEXP, "$1")
      .replaceAll(CENTRAL_REGEXP, ' dy="0.35em"')
      .replaceAll(/\n+/g, "");
  } finally {
    chart.dispose();
  }
}
