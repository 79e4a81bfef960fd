import type { PushLimit } from "../service_description.ts";

/** Whether a payload's window has only just ended, or is caught up with. */
export type Haste = "live" | "backlog";

/** However much goes as it comes: of ten pushes that the destination takes, one may be of the backlog. */
const LEAST_SHARE = 0.1;

/**
 * What a destination is known to take, shared between what is pushed as it comes and what catches up: the former always
 * goes and is only counted, the latter takes what is left. A bucket that holds a minute's share, or one push.
 */
export class PushBudget {
  readonly #perMs: number;
  readonly #most: number;
  #left: number;
  #at: number;
  #lastOfBacklog: number;

  /**
   * @param limit What the destination takes; `undefined` = not known, and everything may go.
   * @param now The present instant, milliseconds of `performance.now()`.
   */
  constructor(limit: PushLimit | undefined, now: number) {
    const { pushes, seconds } = limit ?? { pushes: Infinity, seconds: 1 };
    this.#perMs = pushes / (seconds * 1000);
    this.#most = Math.max(1, this.#perMs * Math.min(60, seconds) * 1000);
    this.#left = this.#most;
    this.#at = now;
    this.#lastOfBacklog = now;
  }

  /** Counts a push that goes. */
  take(haste: Haste, now: number): void {
    this.#refill(now);
    if (haste === "backlog") this.#lastOfBacklog = now;
    // What goes as it comes may exceed the limit; it is not saved up as a debt for ever.
    this.#left = Math.max(this.#left - 1, -this.#most);
  }

  /** Says when a push that catches up may go: `now` for at once. */
  opensAt(now: number): number {
    this.#refill(now);
    if (this.#left >= 1) return now;
    const atLatest = this.#lastOfBacklog + 1 / (this.#perMs * LEAST_SHARE);
    return Math.max(now, Math.min(now + (1 - this.#left) / this.#perMs, atLatest));
  }

  #refill(now: number): void {
    this.#left = this.#perMs === Infinity
      ? this.#most
      : Math.min(this.#most, this.#left + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}
