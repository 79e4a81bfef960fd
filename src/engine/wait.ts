/** The longest a timer of the runtime can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits until a stretch of time is over or a signal is aborted, whichever is first. Leaves no timer behind.
 *
 * @param ms Milliseconds; may be longer than a single timer of the runtime can wait.
 * @param signal Ends the wait early.
 * @returns `"over"` when the time has passed, `"aborted"` otherwise.
 */
export function wait(ms: number, signal: AbortSignal): Promise<"over" | "aborted"> {
  if (signal.aborted) return Promise.resolve("aborted");
  return new Promise((resolve) => {
    let left = Math.max(ms, 0);
    let timer: ReturnType<typeof setTimeout>;
    const abort = () => {
      clearTimeout(timer);
      resolve("aborted");
    };
    const next = () => {
      if (left <= 0) {
        signal.removeEventListener("abort", abort);
        return resolve("over");
      }
      const step = Math.min(left, LONGEST_TIMER_MS);
      left -= step;
      timer = setTimeout(next, step);
    };
    signal.addEventListener("abort", abort, { once: true });
    next();
  });
}
