import { untilResetMs } from "./pacing.ts";

/** What an answer says about a limit. */
export interface Rate {
  /** Requests in a whole window; `undefined` if it does not say. */
  readonly limit: number | undefined;
  /** Requests left in the present window. */
  readonly remaining: number;
  /** Until the window ends, milliseconds from 0 to 900,000. */
  readonly resetMs: number;
}

/**
 * Reads `X-RateLimit-Limit`, `-Remaining` and `-Reset`, or the same without `X-`.
 *
 * @param headers Those of any answer, also of a 429.
 * @param options.now Unix milliseconds, for a reset that is a date.
 * @returns `undefined` if they do not say what is left, and until when.
 */
export function readRate(
  headers: Headers,
  { now }: { readonly now: number },
): Rate | undefined {
  const remaining = wholeNumber(headers, "remaining");
  if (remaining === undefined) return undefined;
  const resetMs = untilResetMs(headers, { now });
  if (resetMs === undefined) return undefined;
  return { limit: wholeNumber(headers, "limit"), remaining, resetMs };
}

/** The number that a header begins with: newer forms add more behind it (`100, 100;w=60`). */
function wholeNumber(headers: Headers, name: string): number | undefined {
  const text = headers.get(`x-ratelimit-${name}`) ?? headers.get(`ratelimit-${name}`);
  const digits = text === null ? undefined : /^\s*(\d+)/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
