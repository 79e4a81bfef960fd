const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps between ticks that people expect on a clock and in a calendar, up to two weeks. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14].map((days) => days * DAY),
];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000, 120_000];
const MONTH = 30.44 * DAY;
/** The first Monday of 1970: weeks begin on Mondays. */
const MONDAY = 4 * DAY;

/** A labelled instant. */
export interface TimeTick {
  /** Unix milliseconds. */
  readonly at: number;
  readonly text: string;
}

/**
 * Chooses round instants in UTC, and writes as much of them as their distance asks for: `02:05:30`, `02:05`, `24 Nov`,
 * `Nov`, `2026`.
 *
 * @param most The most ticks that have room, a whole number >= 1.
 * @param options.from Unix milliseconds, both ends included.
 */
export function roundTimes(
  most: number,
  { from, to }: { readonly from: number; readonly to: number },
): TimeTick[] {
  const step = STEPS.find((step) => (to - from) / step <= most);
  if (step === undefined) return roundMonths(most, { from, to });
  const offset = step > 2 * DAY ? MONDAY : 0;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) {
    ticks.push({ at, text: timeText(at, step) });
  }
  return ticks;
}

function roundMonths(
  most: number,
  { from, to }: { readonly from: number; readonly to: number },
): TimeTick[] {
  const months = MONTH_STEPS.find((months) => (to - from) / (months * MONTH) <= most) ??
    MONTH_STEPS.at(-1)!;
  const start = new Date(from);
  const firstMonth = start.getUTCFullYear() * 12 + start.getUTCMonth();
  const ticks: TimeTick[] = [];
  for (let month = Math.ceil(firstMonth / months) * months;; month += months) {
    const at = monthStart(month);
    if (!(at <= to) || ticks.length > most) return ticks;
    if (at >= from) ticks.push({ at, text: monthText(at, months) });
  }
}

/** `Date.UTC()` takes years below 100 for years of the last century. */
function monthStart(month: number): number {
  const year = Math.floor(month / 12);
  return new Date(0).setUTCFullYear(year, month - 12 * year, 1);
}

function timeText(at: number, step: number): string {
  const iso = new Date(at).toISOString();
  if (step >= DAY || at % DAY === 0) return dayText(at);
  return iso.slice(-13, step < MINUTE ? -5 : -8);
}

function dayText(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

function monthText(at: number, months: number): string {
  const date = new Date(at);
  const year = String(date.getUTCFullYear());
  return months >= 12 || date.getUTCMonth() === 0 ? year : MONTHS[date.getUTCMonth()]!;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
