import { widgetOfAnswer } from "./answer.ts";
import { readGraphite } from "./graphite.ts";
import type { Line } from "./line_chart.ts";
import { finite, isRecord, textOf } from "./plain_data.ts";
import { readAnswer } from "./read_answer.ts";
import type { Widget } from "./widget_kinds.ts";

export type { Series, Widget } from "./widget_kinds.ts";

/**
 * Reads what a service made of an answer: the four widgets of Geckoboard, lines of Graphite, and an answer that was left
 * as it is, as `dummy` leaves it; everything else is text.
 *
 * @param payload Plain data, as it came out of `transform()` or in a request's body.
 */
export function readWidget(payload: unknown): Widget {
  if (typeof payload === "string") {
    const metrics = readGraphite(payload);
    return metrics === undefined ? { kind: "text", text: payload } : { kind: "graphite", metrics };
  }
  const widget = isRecord(payload) ? readRecord(payload) : undefined;
  return widget ?? { kind: "text", text: JSON.stringify(payload, undefined, 2) ?? "nothing" };
}

function readRecord(payload: Readonly<Record<string, unknown>>): Widget | undefined {
  if (isRecord(payload.data)) return readData(payload.data);
  const answer = readAnswer(payload);
  return answer === undefined ? undefined : widgetOfAnswer(answer);
}

function readData(data: Readonly<Record<string, unknown>>): Widget | undefined {
  if (Array.isArray(data.series)) return readSeries(data.series, data.x_axis);
  if (!Array.isArray(data.item)) return undefined;
  const items = data.item.filter(isRecord);
  if (items.some((item) => "text" in item && !("label" in item))) {
    const [{ value, text } = {}] = items;
    return { kind: "big_number", value: finite(value), text: textOf(text) };
  }
  return {
    kind: "shares",
    items: items.map(({ label, value }) => ({ label: textOf(label), value: finite(value) })),
  };
}

function readSeries(all: readonly unknown[], axis: unknown): Widget {
  const series = all.filter(isRecord);
  if (!isRecord(axis) || !Array.isArray(axis.labels)) {
    return { kind: "line_chart", lines: series.map(readLine) };
  }
  const labels = axis.labels.map(textOf);
  return {
    kind: labels.length > 0 && labels.every(isInstant) ? "columns" : "bars",
    labels,
    series: series.map(({ name, data }) => ({
      name: textOf(name),
      values: Array.isArray(data) ? data.map(finite) : [],
    })),
  };
}

function readLine({ name, data }: Readonly<Record<string, unknown>>): Line {
  const points = (Array.isArray(data) ? data : [])
    .filter((pair) => Array.isArray(pair))
    .map(([at, value]) => ({ at: Date.parse(textOf(at)), value: finite(value) }))
    .filter(({ at }) => Number.isFinite(at));
  return { name: textOf(name), points: points.sort((a, b) => a.at - b.at) };
}

const INSTANT_REGEXP = /^\d{4}-\d{2}-\d{2}T/;

function isInstant(label: string): boolean {
  return INSTANT_REGEXP.test(label) && Number.isFinite(Date.parse(label));
}
