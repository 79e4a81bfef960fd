interface Times {
  readonly now: number;
  /** How long requests are remembered. */
  readonly windowMs: number;
}

/**
 * How many requests there were of late: each weighs 1 when it comes and fades over the length of a window, and so does
 * the time that passes. Searches that all come at once every few minutes are remembered until they come again.
 */
export class Demand {
  #amount = 0;
  /** How much time has been looked at, faded alike. */
  #seenMs = 0;
  #at = -Infinity;

  /** Notes a request. */
  add(times: Times): void {
    this.#seenMs = this.#seen(times);
    this.#amount = this.#amount * this.#fading(times) + 1;
    this.#at = times.now;
  }

  /** How many more there will be until an instant, if they go on as they have come. */
  until(instant: number, times: Times): number {
    return this.#amount * this.#fading(times) * (instant - times.now) / times.windowMs;
  }

  /**
   * As {@linkcode until}, but as if they had come like this for ever: shortly after the first ones it says too much
   * rather than too little.
   */
  atMostUntil(instant: number, times: Times): number {
    if (this.#amount === 0) return 0;
    const seenMs = Math.max(this.#seen(times), 1);
    return this.#amount * this.#fading(times) * (instant - times.now) / seenMs;
  }

  #seen(times: Times): number {
    const fading = this.#fading(times);
    return this.#seenMs * fading + times.windowMs * (1 - fading);
  }

  /** What is left of a weight since the last request. */
  #fading({ now, windowMs }: Times): number {
    return this.#at === -Infinity ? 1 : Math.exp((this.#at - now) / windowMs);
  }
}
