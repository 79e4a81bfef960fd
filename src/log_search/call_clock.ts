/** Timers may ring this much early. */
const EARLY_MS = 1;

/**
 * Aborts calls that take too long, with one timer for all that are under way: a timer for each call would be a
 * twentieth of what the call costs.
 */
export class CallClock {
  readonly #ends = new Map<AbortController, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = Infinity;

  /** Aborts a controller after a while, unless it is {@linkcode stop stopped} before. */
  start(controller: AbortController, timeoutMs: number): void {
    const end = performance.now() + timeoutMs;
    this.#ends.set(controller, end);
    if (end < this.#next) this.#set(end);
  }

  /** Lets a controller be. With the last one the timer ends, too. */
  stop(controller: AbortController): void {
    this.#ends.delete(controller);
    if (this.#ends.size === 0) this.#clear();
  }

  #set(end: number): void {
    this.#clear();
    this.#next = end;
    this.#timer = setTimeout(() => this.#ring(), Math.max(Math.ceil(end - performance.now()), 0));
  }

  #clear(): void {
    clearTimeout(this.#timer);
    this.#next = Infinity;
  }

  #ring(): void {
    const now = performance.now() + EARLY_MS;
    let next = Infinity;
    for (const [controller, end] of this.#ends) {
      if (end > now) next = Math.min(next, end);
      else {
        this.#ends.delete(controller);
        controller.abort();
      }
    }
    if (next < Infinity) this.#set(next);
    else this.#clear();
  }
}
