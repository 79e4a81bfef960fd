const LONGEST_MS = 900_000;

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
  const text = headers.get("retry-after")?.trim();
  if (text === undefined || text === "") return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_MS);
}
