const MOST = 10;
const SPAN_MS = 60_000;

/**
 * Counts wrong tokens, whoever sends them, so that nobody can try many. Once ten were wrong within a minute, no token is
 * looked at until the minute is over: else the right one could still be told from the others.
 */
export class WrongTokens {
  /** When they came, oldest first. */
  #at: number[] = [];

  /** Notes one. */
  note(now: number): void {
    this.#at = [...this.#at, now].slice(-MOST);
  }

  /**
   * Says how long no token is looked at.
   *
   * @returns Milliseconds; 0 if one may be tried now.
   */
  pauseMs(now: number): number {
    const [oldest] = this.#at;
    if (oldest === undefined || this.#at.length < MOST) return 0;
    return Math.min(SPAN_MS, Math.max(0, oldest + SPAN_MS - now));
  }
}
