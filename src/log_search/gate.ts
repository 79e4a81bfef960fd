/**
 * Holds back every query on one key after the API said "too many requests", and lets them go one after another
 * instead of all at once. Instants are those of `performance.now()`, so that a clock set anew harms nothing.
 */
export class Gate {
  #closedUntil = -Infinity;
  #lastSlot = -Infinity;
  #closings = 0;

  /** How often in a row the gate was closed without an answer in between. */
  get closings(): number {
    return this.#closings;
  }

  /** When it opens, or has opened. */
  get closedUntil(): number {
    return this.#closedUntil;
  }

  isClosed(now: number): boolean {
    return now < this.#closedUntil;
  }

  /** Whether a request may go at once: the gate is open and nobody waits. */
  isFree(now: number): boolean {
    return now >= this.#closedUntil && now >= this.#lastSlot;
  }

  /** Notes that the API answered a request with something else than 429. */
  answered(): void {
    this.#closings = 0;
  }

  /**
   * Closes the gate, or keeps it closed longer.
   *
   * @returns Whether it was open: the many 429 that were under way together count as one closing.
   */
  close({ now, until }: { readonly now: number; readonly until: number }): boolean {
    const wasOpen = !this.isClosed(now);
    if (wasOpen) this.#closings++;
    this.#closedUntil = Math.max(this.#closedUntil, until);
    return wasOpen;
  }

  /**
   * Says when a request that comes now may go: at once while the gate is open and nobody waits, else behind the last
   * one that waits.
   *
   * @param now The present instant.
   * @param options.gapMs Distance from the one before.
   * @returns An instant, `now` for at once. It is the caller's only once {@linkcode take taken}.
   */
  slot(now: number, { gapMs }: { readonly gapMs: number }): number {
    if (this.isFree(now)) return now;
    return Math.max(this.#closedUntil, this.#lastSlot) + gapMs;
  }

  /** Takes a slot, so that the next one lies behind it. */
  take(slot: number): void {
    this.#lastSlot = Math.max(this.#lastSlot, slot);
  }
}
