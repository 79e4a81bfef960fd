import type { Line } from "../line_chart.ts";
import { fullNumber, shortNumber } from "../number.ts";
import type { Widget } from "../widget.ts";
import { fitText } from "./fit_text.ts";

/** How many parts are told one by one. */
const MOST_PARTS = 5;
const MOST_LABEL = { width: 240, size: 12 } as const;
const MOST_TEXT = { width: 900, size: 12 } as const;

/**
 * Says in a sentence what a picture shows, for those who do not see it.
 *
 * @param title What the picture is of.
 * @returns One line: `errors: a line from 2026-11-24 02:05 to 03:04 UTC, last 42, least 3, greatest 97`.
 */
export function describeWidget(widget: Widget, title: string): string {
  const subject = fitText(title, MOST_TEXT);
  const content = contentOf(widget);
  return subject === "" ? content : `${subject}: ${content}`;
}

function contentOf(widget: Widget): string {
  switch (widget.kind) {
    case "line_chart":
      return describeLines(widget.lines);
    case "graphite":
      return describeLines(widget.metrics);
    case "columns":
      return describeLines(widget.series.map(({ name, values }) => ({
        name,
        points: widget.labels.map((label, index) => ({
          at: Date.parse(label),
          value: values[index],
        })),
      })));
    case "bars":
      return describeParts("bars", {
        parts: widget.series.flatMap(({ values }) =>
          values.map((value, index) => ({ label: widget.labels[index] ?? "", value }))
        ),
      });
    case "shares":
      return describeParts("shares", { parts: widget.items });
    case "big_number":
      return describeNumber(widget);
    case "text":
      return fitText(widget.text.slice(0, 2000).replaceAll(/\s+/g, " "), MOST_TEXT) || "no text";
  }
}

function describeNumber({ value, text }: Extract<Widget, { kind: "big_number" }>): string {
  const number = value === undefined ? "no value" : fullNumber(value);
  return `${number} ${fitText(text, MOST_TEXT)}`.trim();
}

function describeParts(what: string, { parts }: {
  readonly parts: readonly { readonly label: string; readonly value: number | undefined }[];
}): string {
  if (parts.length === 0) return "no groups";
  const told = parts.slice(0, MOST_PARTS).map(({ label, value }) => {
    const number = value === undefined ? "none" : shortNumber(value);
    return `${fitText(label, MOST_LABEL) || "no name"}: ${number}`;
  });
  const more = parts.length - told.length;
  return `${what}, ${[...told, ...(more > 0 ? [`and ${more} more`] : [])].join("; ")}`;
}

function describeLines(all: readonly Line[]): string {
  const lines = all.filter(({ points }) => points.some(({ value }) => value !== undefined));
  const [only, ...others] = lines;
  if (only === undefined) return "no values";
  const stretch = stretchOf(lines);
  if (others.length === 0) {
    const { last, least, greatest } = extremesOf(only);
    const name = fitText(only.name, MOST_LABEL) || "values";
    return `${name} ${stretch}, last ${last}, least ${least}, greatest ${greatest}`;
  }
  const parts = lines.slice(0, MOST_PARTS).map((line) =>
    `${fitText(line.name, MOST_LABEL) || "no name"} last ${extremesOf(line).last}`
  );
  const more = lines.length > MOST_PARTS ? [`and ${lines.length - MOST_PARTS} more`] : [];
  return `${lines.length} lines ${stretch}, ${[...parts, ...more].join("; ")}`;
}

function extremesOf({ points }: Line): { last: string; least: string; greatest: string } {
  let [last, least, greatest] = [0, Infinity, -Infinity];
  for (const { value } of points) {
    if (value === undefined) continue;
    [last, least, greatest] = [value, Math.min(least, value), Math.max(greatest, value)];
  }
  return {
    last: shortNumber(last),
    least: shortNumber(least),
    greatest: shortNumber(greatest),
  };
}

function stretchOf(lines: readonly Line[]): string {
  const from = lines.reduce((least, { points }) => Math.min(least, points[0]!.at), Infinity);
  const to = lines.reduce((most, { points }) => Math.max(most, points.at(-1)!.at), -Infinity);
  if (!Number.isFinite(from) || !Number.isFinite(to)) return "over time";
  const [first, last] = [minuteOf(from), minuteOf(to)];
  if (first === last) return `at ${first} UTC`;
  const sameDay = first.slice(0, -5) === last.slice(0, -5);
  return `from ${first} to ${sameDay ? last.slice(-5) : last} UTC`;
}

function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(0, -8).replace("T", " ");
}
