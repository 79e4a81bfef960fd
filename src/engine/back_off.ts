const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * Says how long to wait before something that failed is tried again: a second, doubled with each failure up to a
 * minute, of which a random half is left away, and never less than was asked for.
 *
 * @param failures How often it has failed in a row, >= 1.
 * @param options.retryAfterMs What the other side asked for, milliseconds.
 * @param options.random A number from 0 to 1, exclusive.
 * @returns Milliseconds.
 */
export function backOffMs(
  failures: number,
  { retryAfterMs = 0, random }: {
    readonly retryAfterMs?: number | undefined;
    readonly random: number;
  },
): number {
  const whole = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
  return Math.max(whole * (1 - random / 2), retryAfterMs);
}
