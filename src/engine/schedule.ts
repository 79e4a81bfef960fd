/** Two first runs are at most this far apart, so that few searches start at once and many do not start together. */
const LONGEST_SPREAD_STEP_MS = 50;

/**
 * Spreads the first runs of searches, so that they do not all ask in one instant, now and at every later period.
 *
 * @param index Place of the search among those that start, from 0.
 * @param options.count How many searches start, >= 1.
 * @param options.periodSeconds The search's period, an integer >= 1.
 * @returns Milliseconds to wait before the first run: less than the period, and at most 50 for each search before it.
 */
export function firstDelayMs(
  index: number,
  { count, periodSeconds }: { readonly count: number; readonly periodSeconds: number },
): number {
  const step = Math.min(LONGEST_SPREAD_STEP_MS, (periodSeconds * 1000) / count);
  return index * step;
}

/**
 * Finds the next instant at which a search is due. The instants are `first + k * period`, whatever a run took: a late
 * run does not move those after it, and missed ones are passed over.
 *
 * @param now Milliseconds of the same clock as `options.first`.
 * @param options.first Instant of the first run.
 * @param options.periodSeconds Seconds between runs, an integer >= 1.
 * @returns The earliest due instant later than `now`, and how many due instants lie in `(last, now]`.
 * @see leexportpy `leexport.py`, whose LoopingCall skips missed runs as well
 */
export function nextDue(
  now: number,
  { first, last, periodSeconds }: {
    readonly first: number;
    /** The due instant of the run that ended, on the same clock. */
    readonly last: number;
    readonly periodSeconds: number;
  },
): { readonly due: number; readonly missed: number } {
  const periodMs = periodSeconds * 1000;
  const lastIndex = Math.round((last - first) / periodMs);
  const index = Math.max(lastIndex + 1, Math.floor((now - first) / periodMs) + 1);
  return { due: first + index * periodMs, missed: index - lastIndex - 1 };
}
