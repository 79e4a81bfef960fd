import { UsageError } from "../errors.ts";
import type { Window } from "../store/store.ts";

/** A past stretch of whole windows, Unix milliseconds. */
export interface Stretch extends Window {
  /** Where it ends once all of it is past: the same however early the backfill is started. */
  readonly wholeTo: number;
}

/** `2026-11-01`, `2026-11-01T00:00Z`, `2026-11-01T00:00:00+01:00`: always with a zone, unless it is a day of UTC. */
const TIME_REGEXP =
  /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** What a stretch is made from. */
export interface StretchOptions {
  /** As they were typed. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly periodMs: number;
  readonly delayMs: number;
  /** Unix milliseconds. */
  readonly now: number;
}

/**
 * Reads the stretch of time of a backfill, and cuts it to whole windows that are over.
 *
 * @returns Unix milliseconds, multiples of the period.
 * @throws {UsageError} If a time cannot be read, or no whole window lies between them.
 */
export function readStretch({ from, to, periodMs, delayMs, now }: StretchOptions): Stretch {
  const [first, last] = [readTime(from, "--from"), readTime(to, "--to")];
  if (first >= last) {
    throw new UsageError(`Cannot backfill from ${from} to ${to}: the end is not after the begin`, {
      hint: "write the earlier time after --from",
    });
  }
  const stretch = {
    from: Math.ceil(first / periodMs) * periodMs,
    to: Math.floor(Math.min(last, now - delayMs) / periodMs) * periodMs,
    wholeTo: Math.floor(last / periodMs) * periodMs,
  };
  if (stretch.from < stretch.to) return stretch;
  const seconds = periodMs / 1000;
  throw new UsageError(
    `Cannot backfill from ${from} to ${to}: no whole window of ${seconds} s lies between them and is over`,
    { hint: "name a longer stretch of the past" },
  );
}

function readTime(text: string | undefined, option: string): number {
  const time = text !== undefined && isTime(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(time)) return time;
  const found = text === undefined ? "it is missing" : `"${text}" is no time with its zone`;
  throw new UsageError(`Cannot read ${option}: ${found}`, {
    hint: `write ${option} 2026-11-01T00:00Z, or 2026-11-01 for the begin of that day in UTC`,
  });
}

/** The runtime takes the 31st of February for the 3rd of March. */
function isTime(text: string): boolean {
  if (!TIME_REGEXP.test(text)) return false;
  const day = text.slice(0, 10);
  const time = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day;
}
