const MOST_TRIES = 5;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/**
 * Says how long to wait before a payload is pushed again: a second, doubled with each try, of which a random half is
 * left away, and never less than the destination asked for.
 *
 * @param tries How often the payload has been pushed, >= 1.
 * @param options.retryAfterMs What the destination asked for, milliseconds.
 * @param options.remainingMs Time until the next run of the search, milliseconds.
 * @param options.random A number from 0 to 1, exclusive.
 * @returns Milliseconds, less than `remainingMs`; `undefined` if the payload is not pushed again.
 */
export function pushRetryDelayMs(
  tries: number,
  { retryAfterMs = 0, remainingMs, random }: {
    readonly retryAfterMs?: number | undefined;
    readonly remainingMs: number;
    readonly random: number;
  },
): number | undefined {
  if (tries >= MOST_TRIES) return undefined;
  const backOff = Math.min(FIRST_DELAY_MS * 2 ** (tries - 1), LONGEST_DELAY_MS);
  const delay = Math.max(backOff * (1 - random / 2), retryAfterMs);
  return delay < remainingMs ? delay : undefined;
}
