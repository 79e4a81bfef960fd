/** A step of the program that its surroundings can see; what lies between two of them is where a kill may hurt. */
export type Moment = "query arrives" | "query answered" | "push arrives" | "push answered";

/** Tells whoever waits for it that a moment has come. */
export class Moments {
  readonly #waiting = new Set<(moment: Moment) => void>();

  /** Says that a moment is now; who waits for it acts before this returns. */
  tell(moment: Moment): void {
    for (const listener of [...this.#waiting]) listener(moment);
  }

  /** Says so once what runs now, such as the writing of an answer, is done. */
  tellSoon(moment: Moment): void {
    setTimeout(() => this.tell(moment));
  }

  /**
   * Acts at the nth time that a moment comes.
   *
   * @param act Called at that very time: what the program waits for has not been done yet.
   * @returns Stops waiting when disposed of.
   */
  at(moment: Moment, { nth, act }: { readonly nth: number; readonly act: () => void }): Disposable {
    let left = nth;
    const listener = (told: Moment) => {
      if (told !== moment || --left > 0) return;
      this.#waiting.delete(listener);
      act();
    };
    this.#waiting.add(listener);
    return { [Symbol.dispose]: () => void this.#waiting.delete(listener) };
  }

  /** Waits until something holds, looking at every moment. @returns Whether it held in time. */
  async until(
    holds: () => boolean,
    { withinMs }: { readonly withinMs: number },
  ): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (holds()) resolve();
    };
    const timer = setTimeout(resolve, withinMs);
    this.#waiting.add(look);
    look();
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(look);
    return holds();
  }
}
