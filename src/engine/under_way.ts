/** Work that is under way and uses sandboxes: what it uses may be ended once it is over. */
export class UnderWay {
  readonly #work = new Set<Promise<unknown>>();

  /** Counts work until it is over. @returns The work itself. */
  async track<Result>(work: Promise<Result>): Promise<Result> {
    this.#work.add(work);
    try {
      return await work;
    } finally {
      this.#work.delete(work);
    }
  }

  /** Resolves when all that is under way now is over, however it ends. */
  async over(): Promise<void> {
    await Promise.allSettled(this.#work);
  }
}
