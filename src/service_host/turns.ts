/** Lets only so many do something at once; the others wait in a row, not for ever. */
export class Turns {
  #free: number;
  readonly #waiting = new Set<(taken: boolean) => void>();

  /** @param count How many turns there are at once. */
  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Waits for a turn; who has got one must {@linkcode Turns.give} it back.
   *
   * @param longestMs How long to wait, milliseconds; default: as long as it takes.
   * @returns Whether there was a turn in time.
   */
  async take(longestMs?: number): Promise<boolean> {
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.add(resolve);
    const timer = longestMs === undefined ? undefined : setTimeout(() => resolve(false), longestMs);
    const taken = await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
    return taken;
  }

  /** Gives a turn back: to the first in the row, if there is one. */
  give(): void {
    const [first] = this.#waiting;
    if (first === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(first);
    first(true);
  }

  /** Sends everybody in the row away. */
  clear(): void {
    for (const resolve of this.#waiting) resolve(false);
    this.#waiting.clear();
  }
}
