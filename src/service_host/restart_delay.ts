const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/**
 * Says how long a sandbox that broke down stays closed: a second at first, then twice as long each time, at most a
 * minute.
 *
 * @param failures How often it broke down in a row, an integer >= 1.
 * @returns Milliseconds.
 */
export function restartDelayMs(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
}
