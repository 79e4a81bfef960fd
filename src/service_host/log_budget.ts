/** Lines of log that a module may write within a stretch of time. */
export interface LogAllowance {
  /** Lines that may come at once. */
  readonly burst: number;
  /** Lines that are granted anew every second. */
  readonly perSecond: number;
}

/** What a module may write. */
export const MODULE_ALLOWANCE: LogAllowance = { burst: 100, perSecond: 20 };
/** What is borne from the outside of a sandbox: more, because there clocks differ and messages arrive in heaps. */
export const SANDBOX_ALLOWANCE: LogAllowance = { burst: 300, perSecond: 100 };

/** Counts lines of log against an allowance. */
export class LogBudget {
  readonly #allowance: LogAllowance;
  #left: number;
  #since: number;
  #leftOut = 0;

  /** @param now Milliseconds of any steady clock. */
  constructor(allowance: LogAllowance, now: number) {
    this.#allowance = allowance;
    this.#left = allowance.burst;
    this.#since = now;
  }

  /**
   * Asks to write one line.
   *
   * @param now Milliseconds of the same clock.
   * @returns How many lines were left out since the last that was written, or `undefined` if this one is left out too.
   */
  take(now: number): number | undefined {
    const granted = (now - this.#since) / 1000 * this.#allowance.perSecond;
    this.#left = Math.min(this.#allowance.burst, this.#left + granted);
    this.#since = now;
    if (this.#left < 1) {
      this.#leftOut += 1;
      return undefined;
    }
    this.#left -= 1;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return leftOut;
  }
}
