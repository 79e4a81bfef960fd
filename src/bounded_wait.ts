/**
 * Waits for work, until the signal is aborted at the latest; the work goes on.
 *
 * @throws What the work throws, if it ends first.
 */
export async function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const give = () => aborted.resolve();
  signal.addEventListener("abort", give, { once: true });
  if (signal.aborted) give();
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", give);
  }
}

/**
 * Waits for work, for so many milliseconds at the longest; the work goes on.
 *
 * @throws What the work throws, if it ends first.
 */
export async function within(limitMs: number, work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, limitMs);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
