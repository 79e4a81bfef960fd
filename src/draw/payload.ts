import { drawBars, drawShares } from "./bars.ts";
import { drawBigNumber } from "./big_number.ts";
import { drawColumns } from "./columns.ts";
import { drawGraphite, readGraphite } from "./graphite.ts";
import { cutLabel, plainLabel, wrapLabel } from "./label.ts";
import { drawLineChart, type Line } from "./line_chart.ts";
import type { View } from "./view.ts";

const MOST_PLAIN_LINES = 12;
/** How many lines of the drawing a line of text may become. */
const MOST_WRAPPED_LINES = 4;

/**
 * Draws what a service made of an answer: the four widgets of Geckoboard and lines of Graphite as what they will look
 * like, everything else as text.
 *
 * @param payload Plain data, as it came out of `transform()` or in a request's body.
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds or control characters.
 */
export function drawPayload(payload: unknown, view: View): string[] {
  if (typeof payload === "string") {
    const metrics = readGraphite(payload);
    return metrics === undefined ? plainText(payload, view) : drawGraphite(metrics, view);
  }
  const widget = isRecord(payload) && isRecord(payload.data)
    ? drawWidget(payload.data, view)
    : undefined;
  return widget ?? plainText(JSON.stringify(payload, undefined, 2) ?? "nothing", view);
}

function drawWidget(data: Readonly<Record<string, unknown>>, view: View): string[] | undefined {
  if (Array.isArray(data.series)) return drawSeries(data.series, { axis: data.x_axis, view });
  if (!Array.isArray(data.item)) return undefined;
  const items = data.item.filter(isRecord);
  if (items.some((item) => "text" in item && !("label" in item))) {
    const [{ value, text } = {}] = items;
    return drawBigNumber({ value: finite(value), text: textOf(text) }, view);
  }
  return drawShares(
    items.map(({ label, value }) => ({ label: textOf(label), value: finite(value) })),
    view,
  );
}

function drawSeries(
  series: readonly unknown[],
  { axis, view }: { readonly axis: unknown; readonly view: View },
): string[] {
  const labels = isRecord(axis) && Array.isArray(axis.labels) ? axis.labels.map(textOf) : undefined;
  const all = series.filter(isRecord);
  if (labels === undefined) return drawLineChart({ lines: all.map(readLine) }, view);
  return all.flatMap(({ data }) => {
    const values = Array.isArray(data) ? data.map(finite) : [];
    if (labels.length > 0 && labels.every(isInstant)) return drawColumns({ labels, values }, view);
    return drawBars(values.map((value, index) => ({ label: labels[index] ?? "", value })), view);
  });
}

function readLine({ name, data }: Readonly<Record<string, unknown>>): Line {
  const points = (Array.isArray(data) ? data : [])
    .filter((pair) => Array.isArray(pair))
    .map(([at, value]) => ({ at: Date.parse(textOf(at)), value: finite(value) }))
    .filter(({ at }) => Number.isFinite(at));
  return { name: textOf(name), points: points.sort((a, b) => a.at - b.at) };
}

function plainText(text: string, view: View): string[] {
  const lines = text.split("\n");
  const shown = lines.slice(0, MOST_PLAIN_LINES).flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? "";
    const label = indent + plainLabel(line);
    return wrapLabel(label, { width: view.width, lines: MOST_WRAPPED_LINES });
  });
  const more = lines.length - MOST_PLAIN_LINES;
  return more > 0 ? [...shown, cutLabel(`… and ${more} more lines`, view.width)] : shown;
}

const INSTANT_REGEXP = /^\d{4}-\d{2}-\d{2}T/;

function isInstant(label: string): boolean {
  return INSTANT_REGEXP.test(label) && Number.isFinite(Date.parse(label));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function finite(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : value === undefined || value === null
    ? ""
    : String(value);
}
