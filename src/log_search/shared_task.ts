/** Work that several callers wait for at once. It is done once, and given up when nobody waits any more. */
export class SharedTask<Value> {
  readonly #controller = new AbortController();
  readonly #result: Promise<Value>;
  #waiting = 0;
  #isOver = false;

  /** @param work Begins at once. Its signal is aborted when the last caller has given up. */
  constructor(work: (signal: AbortSignal) => Promise<Value>) {
    const over = () => {
      this.#isOver = true;
    };
    this.#result = work(this.#controller.signal);
    this.#result.then(over, over);
  }

  /** Whether it is too late to join: the work has ended or has been given up. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * Waits for the work.
   *
   * @param signal Gives up waiting; the others wait on.
   * @throws What the work threw, or the signal's reason.
   */
  async join(signal: AbortSignal): Promise<Value> {
    signal.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    const giveUp = () => reject(signal.reason);
    signal.addEventListener("abort", giveUp);
    this.#waiting++;
    try {
      return await Promise.race([this.#result, promise]);
    } finally {
      signal.removeEventListener("abort", giveUp);
      if (--this.#waiting === 0 && !this.#isOver) {
        this.#isOver = true;
        this.#controller.abort();
      }
    }
  }
}
