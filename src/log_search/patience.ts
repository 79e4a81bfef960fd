import { LogSearchError } from "../errors.ts";

/** What is known about a question when its time is up, for the message. */
export interface PatienceOptions {
  /** Gives up when aborted. */
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** Who is asked. */
  readonly host: string;
}

/** How long one question may still take: until its deadline, or until whoever asked gives up. */
export class Patience {
  readonly signal: AbortSignal;
  #endsAt: number;
  readonly #deadlineMs: number;
  readonly #host: string;
  #reached = "it has not answered";
  #hint: string | undefined;

  constructor({ signal, deadlineMs, host }: PatienceOptions) {
    this.signal = signal;
    this.#endsAt = performance.now() + deadlineMs;
    this.#deadlineMs = deadlineMs;
    this.#host = host;
  }

  /** Milliseconds until the deadline; negative past it. */
  get remainingMs(): number {
    return this.#endsAt - performance.now();
  }

  /** Whether the deadline has passed; a timer may be early by less than a millisecond. */
  get isOver(): boolean {
    return this.remainingMs < 1;
  }

  /** Puts the deadline off by a time that does not count: the question waited for its turn. */
  extend(ms: number): void {
    this.#endsAt += ms;
  }

  /** Notes how far the question has come, for the message at its deadline: `it had come to 40 %`. */
  reached(what: string, { hint }: { readonly hint?: string | undefined } = {}): void {
    this.#reached = what;
    this.#hint = hint;
  }

  /**
   * Waits, unless the deadline would pass meanwhile.
   *
   * @throws {LogSearchError} `retry`, at once, if the wait would outlast the deadline.
   * @throws The signal's reason, if aborted.
   */
  async wait(ms: number): Promise<void> {
    const { signal } = this;
    signal.throwIfAborted();
    if (ms >= this.remainingMs) throw this.exceeded();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, Math.ceil(ms));
    const giveUp = () => resolve();
    signal.addEventListener("abort", giveUp);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
    signal.throwIfAborted();
  }

  /** The failure of a question whose time is up. */
  exceeded(): LogSearchError {
    const seconds = this.#deadlineMs / 1000;
    return new LogSearchError(
      `${this.#host} gave no final answer within ${seconds} s: ${this.#reached}`,
      { failure: "retry", hint: this.#hint },
    );
  }
}
