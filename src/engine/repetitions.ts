/** Every so many times in a row, the same trouble is told again. */
export const TELL_EVERY = 10;

/** Counts troubles that come again at every run, so that the log tells them once and then every tenth time. */
export class Repetitions {
  readonly #times = new Map<string, number>();

  /** Counts one more. @returns Whether this one is told. */
  isTold(trouble: string): boolean {
    const times = (this.#times.get(trouble) ?? 0) + 1;
    this.#times.set(trouble, times);
    return times % TELL_EVERY === 1;
  }

  /** The trouble is over: the next one counts as new. */
  end(trouble: string): void {
    this.#times.delete(trouble);
  }
}
