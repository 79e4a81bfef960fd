import type { Window } from "../leql/slices.ts";

const DAY_MS = 86_400_000;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["min", 60_000],
  ["minute", 60_000],
  ["hr", 3_600_000],
  ["hour", 3_600_000],
  ["day", DAY_MS],
  ["week", 7 * DAY_MS],
]);

/**
 * Reads the `time_range` of a query, in any case: `today`, `yesterday`, `last N` minutes, hours, days, weeks, months or
 * years. Days are those of UTC, months and years those of the calendar.
 *
 * @param text For instance `Last 3 hours`.
 * @param options.now Unix milliseconds.
 * @returns The window, Unix milliseconds; `undefined` if it cannot be read.
 */
export function parseTimeRange(
  text: string,
  { now }: { readonly now: number },
): Window | undefined {
  const wanted = text.trim().toLowerCase();
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  if (wanted === "today") return { from: midnight, to: Math.max(now, midnight + 1) };
  if (wanted === "yesterday") return { from: midnight - DAY_MS, to: midnight };
  const [, digits, unit = ""] = /^last\s+(\d{1,6})\s*([a-z]+?)s?$/.exec(wanted) ?? [];
  const count = Number(digits ?? "0");
  if (count === 0) return undefined;
  const unitMs = UNIT_MS.get(unit);
  if (unitMs !== undefined) return { from: now - count * unitMs, to: now };
  const date = new Date(now);
  if (unit === "month") date.setUTCMonth(date.getUTCMonth() - count);
  else if (unit === "year") date.setUTCFullYear(date.getUTCFullYear() - count);
  else return undefined;
  return Number.isNaN(date.getTime()) ? undefined : { from: date.getTime(), to: now };
}
