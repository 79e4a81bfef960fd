/** Lets only so many do something at once; the others wait in a row, as long as it takes. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param count How many turns there are at once. */
  constructor(count: number) {
    this.#free = count;
  }

  /** Waits for a turn; who has got one must {@linkcode Turns.give} it back. */
  async take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  /** Gives a turn back: to the first in the row, if there is one. */
  give(): void {
    const first = this.#waiting.shift();
    if (first === undefined) this.#free += 1;
    else first();
  }

  /** Has turns for everybody from now on, those in the row first: nobody need wait to be told of the end. */
  lift(): void {
    this.#free = Infinity;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
