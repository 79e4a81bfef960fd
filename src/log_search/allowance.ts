import type { Rate } from "./rate_headers.ts";
import type { Supply } from "./supply.ts";

/** A reset is told in whole seconds; whichever way the API rounds, the window is over this much later. */
const LONGEST_MARGIN_MS = 1_000;
const MARGIN = 0.01;
/** Resets that differ by more than this much of a window, and by more than their rounding, belong to two windows. */
const NEWER_WINDOW = 0.05;
const ROUNDING_MS = 1_000;

/**
 * What the API's answers say about one of its limits.
 *
 * - *unknown*: no answer has said anything; nothing is limited
 * - *told*: an answer said what is left. Others may use the same key, so a later answer always counts for more than what
 *   was counted here; of answers that crossed each other on their way, the one that leaves less counts.
 * - *assumed*: the window is over and no answer has told of the next one: a whole limit is assumed, from now on, and at
 *   least one request, so that there will be an answer
 *
 * Requests under way are taken off: whether an answer counted them already cannot be known.
 */
export class Allowance implements Supply {
  #limit = 0;
  #windowMs = 1;
  #remaining = Infinity;
  #resetsAt = Infinity;
  #learnedAt = -Infinity;
  #isAssumed = true;
  #underWay = 0;

  get limit(): number {
    return this.#limit;
  }

  /** The longest time until a reset that was ever told. */
  get windowMs(): number {
    return this.#windowMs;
  }

  get isKnown(): boolean {
    return this.#remaining < Infinity;
  }

  /** What is left by the latest answer; `undefined` before any. */
  get remaining(): number | undefined {
    return this.isKnown ? this.#remaining : undefined;
  }

  left(now: number): number {
    this.#renew(now);
    return this.#remaining - this.#underWay;
  }

  resetsAt(now: number): number {
    this.#renew(now);
    return this.#resetsAt;
  }

  /** Notes that a request goes. */
  sent(): void {
    this.#underWay++;
  }

  /**
   * Notes how a request ended.
   *
   * @param rate What its answer said; `undefined` if there was none, or it said nothing. It may have been counted.
   * @param options.sentAt When it went.
   * @param options.now When its answer came.
   */
  ended(
    rate: Rate | undefined,
    { sentAt, now }: { readonly sentAt: number; readonly now: number },
  ): void {
    this.#underWay--;
    this.#renew(now);
    if (rate === undefined) this.#remaining = Math.max(0, this.#remaining - 1);
    else this.#learn(rate, { isLater: sentAt > this.#learnedAt, now });
  }

  #learn(
    { limit, remaining, resetMs }: Rate,
    { isLater, now }: { readonly isLater: boolean; readonly now: number },
  ): void {
    this.#limit = limit ?? Math.max(this.#limit, remaining);
    this.#windowMs = Math.max(this.#windowMs, resetMs);
    const resetsAt = now + resetMs + Math.min(this.#windowMs * MARGIN, LONGEST_MARGIN_MS);
    const farthest = this.#resetsAt + ROUNDING_MS + this.#windowMs * NEWER_WINDOW;
    const isNewer = this.isKnown && resetsAt > farthest;
    const isSame = !this.#isAssumed && !isNewer;
    if (!isLater && !isNewer && remaining >= this.#remaining) return;
    this.#remaining = remaining;
    this.#resetsAt = isSame ? Math.min(this.#resetsAt, resetsAt) : resetsAt;
    this.#learnedAt = now;
    this.#isAssumed = false;
  }

  #renew(now: number): void {
    if (now < this.#resetsAt) return;
    this.#remaining = Math.max(this.#limit, 1);
    this.#resetsAt = now + this.#windowMs;
    this.#learnedAt = now;
    this.#isAssumed = true;
  }
}
