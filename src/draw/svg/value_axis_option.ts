import type { YAXisOption } from "echarts/types/dist/shared";
import { CHART_TEXT } from "./chart.ts";
import type { Palette } from "./palette.ts";
import type { ValueAxis } from "./value_axis.ts";

/** The upright axis of a chart: numbers and faint lines to measure by. */
export function valueAxisOption(
  { min, max, interval, label }: ValueAxis,
  palette: Palette,
): YAXisOption {
  return {
    type: "value",
    min,
    max,
    interval,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: { color: palette.faint, fontSize: CHART_TEXT, formatter: label },
  };
}
