import type { Group, GroupSeries, QueryResponse, Slice } from "../query_response.ts";
import { finite, isRecord, textOf } from "./plain_data.ts";

/**
 * Reads an answer that a service passes on as it is, as `dummy` does.
 *
 * @param payload Plain data.
 * @returns `undefined` if it is no such answer.
 */
export function readAnswer(payload: Readonly<Record<string, unknown>>): QueryResponse | undefined {
  const { function: name, from, to, series, groups, groupSeries, total } = payload;
  if (typeof name !== "string" || typeof from !== "number" || typeof to !== "number") return;
  if (!Array.isArray(series) || !Array.isArray(groups) || !Array.isArray(groupSeries)) return;
  return {
    function: name,
    from,
    to,
    series: series.filter(isRecord).map(readSlice),
    groups: groups.filter(isRecord).map(readGroup),
    groupSeries: groupSeries.filter(isRecord).map(readGroupSeries),
    total: finite(total),
    totalText: undefined,
  };
}

function readSlice({ start, value }: Readonly<Record<string, unknown>>): Slice {
  return { start: finite(start) ?? 0, value: finite(value), text: undefined };
}

function readGroup({ label, value }: Readonly<Record<string, unknown>>): Group {
  return { label: textOf(label), value: finite(value), text: undefined };
}

function readGroupSeries({ path, slices }: Readonly<Record<string, unknown>>): GroupSeries {
  return {
    path: Array.isArray(path) ? path.map(textOf) : [],
    slices: Array.isArray(slices) ? slices.filter(isRecord).map(readSlice) : [],
  };
}
