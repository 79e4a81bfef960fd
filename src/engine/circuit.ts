import { backOffMs } from "./back_off.ts";

/** Failures in a row after which nobody knocks any more for a while. */
const FAILURES_TO_OPEN = 5;
/** Pushes that may be under way at once while all is well. */
const MOST_AT_ONCE = 50;

/**
 * What is known of the health of an endpoint. *Closed*, pushes go, at most fifty at once, fewer after a failure. After
 * five failures in a row it is *open*: nobody pushes for a while, or for as long as it asked to be left alone. Then it is
 * *half open*: one push tries, and its end decides.
 *
 * Instants are milliseconds of `performance.now()`, so that a clock set anew harms nothing.
 */
export class Circuit {
  #failures = 0;
  #mostAtOnce = MOST_AT_ONCE;
  #openUntil = -Infinity;

  /** Whether pushes have been failing, one after the other, until now. */
  get isFailing(): boolean {
    return this.#failures >= FAILURES_TO_OPEN;
  }

  /**
   * Says when one more push may go.
   *
   * @param now The present instant.
   * @param options.underWay Pushes that are under way.
   * @returns `now` for at once; a later instant; `Infinity` for not before one of those under way has ended.
   */
  opensAt(now: number, { underWay }: { readonly underWay: number }): number {
    const most = this.isFailing ? 1 : this.#mostAtOnce;
    return underWay >= most ? Infinity : Math.max(now, this.#openUntil);
  }

  /** Lets the next push go at once: somebody says that all is well. */
  tryNow(): void {
    this.#openUntil = -Infinity;
  }

  /** Notes that the endpoint answered, whatever its verdict. @returns Whether it had been failing. */
  answered(): boolean {
    const wasFailing = this.isFailing;
    this.#failures = 0;
    this.#mostAtOnce = Math.min(this.#mostAtOnce * 2, MOST_AT_ONCE);
    return wasFailing;
  }

  /**
   * Notes that a push failed.
   *
   * @param now The present instant.
   * @param options.retryAfterMs How long the endpoint asked to be left alone.
   * @param options.random A number from 0 to 1, exclusive.
   * @returns Whether the circuit has opened by it.
   */
  failed(
    now: number,
    { retryAfterMs, random }: {
      readonly retryAfterMs: number | undefined;
      readonly random: number;
    },
  ): boolean {
    const wasFailing = this.isFailing;
    this.#failures++;
    this.#mostAtOnce = Math.max(1, Math.floor(this.#mostAtOnce / 2));
    const further = this.#failures - FAILURES_TO_OPEN + 1;
    // One that asks to be left alone may speak for one account or widget only: its lane heeds that, the others try.
    const pauseMs = further > 0 ? backOffMs(further, { retryAfterMs, random }) : 0;
    this.#openUntil = Math.max(this.#openUntil, now + pauseMs);
    return !wasFailing && this.isFailing;
  }
}
