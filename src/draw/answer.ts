import type { QueryResponse, Slice } from "../query_response.ts";
import type { Line } from "./line_chart.ts";
import type { Widget } from "./widget_kinds.ts";

/**
 * Makes what an answer says visible as it is, before any service has transformed it: values over time as lines, groups
 * as bars in their order, else one number.
 *
 * @param response The answer.
 * @param options.groups Whether groups are drawn over time, as far as the answer has that, or with one value each.
 */
export function widgetOfAnswer(
  response: QueryResponse,
  { groups: wanted = "over time" }: { readonly groups?: "over time" | "in all" } = {},
): Widget {
  const { groupSeries, groups, series, total } = response;
  if (
    wanted === "over time" && groupSeries.some(({ slices }) => slices.length > 1) ||
    groups.length === 0 && groupSeries.length > 0
  ) {
    const lines = groupSeries.map(({ path, slices }) => lineOf(path.join(", "), slices));
    return { kind: "line_chart", lines };
  }
  if (groups.length > 0) {
    const labels = groups.map(({ label }) => label);
    const values = groups.map(({ value }) => finite(value));
    return { kind: "bars", labels, series: [{ name: "", values }] };
  }
  if (series.length > 1 || total === undefined) {
    return { kind: "line_chart", lines: [lineOf(response.function, series)] };
  }
  return { kind: "big_number", value: finite(total), text: response.function };
}

function lineOf(name: string, slices: readonly Slice[]): Line {
  return { name, points: slices.map(({ start, value }) => ({ at: start, value: finite(value) })) };
}

/** JSON can hold numbers that are too large to be written: `1e999`. */
function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
