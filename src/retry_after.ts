const LONGEST_MS = 900_000;
const SECONDS_REGEXP = /^\d+(?:\.\d+)?$/;
/** `Date.parse` takes almost anything for a date (`-1`, `soon 5`); an HTTP date has a day, a month and a time. */
const DATE_REGEXP = /^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/;

/**
 * Reads how long a server asks to be left alone: `Retry-After` as seconds or as a date.
 *
 * @param headers The server's answer.
 * @param options.now Unix milliseconds, for a date.
 * @returns Milliseconds from 0 to 900,000; `undefined` if the header is missing or unreadable.
 * @see RFC 9110, section 10.2.3
 */
export function retryAfterMs(
  headers: Headers,
  { now }: { readonly now: number },
): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (SECONDS_REGEXP.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS);
  if (!DATE_REGEXP.test(text)) return undefined;
  const ms = Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_MS);
}
