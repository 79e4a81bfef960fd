/**
 * Writes that come close together share one transaction, because what costs is that the disk confirms it. A batch waits a
 * few milliseconds for company; on a slow disk longer, so that the program, which stands still during a commit, spends
 * about a tenth of its time with it at most.
 *
 * @module
 */

import type { Tables } from "./tables.ts";

/** What is done inside the transaction: all of it at once, without waiting, and as often as it takes. */
export type Write<T> = (tables: Tables) => T;

/** Runs writes in one transaction and returns once the disk has it; throws if nothing of it happened. */
export type Commit = (writes: readonly Write<void>[]) => readonly Outcome[];

/** How one write of a batch went. */
export type Outcome = { readonly kind: "done" } | {
  readonly kind: "failed";
  readonly error: unknown;
};

interface Waiting {
  /** Runs the write and keeps what it gives. */
  readonly run: Write<void>;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

const COMPANY_MS = 10;
const REST_FACTOR = 10;
const LONGEST_REST_MS = 250;

/** Collects writes. */
export class GroupCommit {
  readonly #commit: Commit;
  #waiting: Waiting[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restUntil = 0;

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  /** @returns What the write gives, once the disk has it. */
  add<T>(write: Write<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let finish = () => {};
    this.#waiting.push({
      run: (tables) => {
        const value = write(tables);
        finish = () => resolve(value);
      },
      done: () => finish(),
      fail: reject,
    });
    this.#timer ??= setTimeout(() => this.flush(), this.#delayMs());
    return promise;
  }

  /** Commits what is collected, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    if (batch.length === 0) return;
    this.#waiting = [];
    const begin = performance.now();
    this.#run(batch);
    const end = performance.now();
    this.#restUntil = end + Math.min((end - begin) * REST_FACTOR, LONGEST_REST_MS);
  }

  #run(batch: readonly Waiting[]): void {
    try {
      const outcomes = this.#commit(batch.map(({ run }) => run));
      for (const [index, { done, fail }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome?.kind === "failed") fail(outcome.error);
        else done();
      }
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }

  #delayMs(): number {
    return Math.max(COMPANY_MS, this.#restUntil - performance.now());
  }
}
