import type { Governor, Waiter } from "./governor.ts";
import type { QueryClass, Turn } from "./query.ts";

/** What is asked of a turn: when it comes. */
export type Rank = Pick<Turn, "class" | "due">;

/** How a place is taken. */
export interface PlaceOptions {
  readonly governor: Governor;
  readonly rank: Rank;
  /** After a 429: how long after this query the next one goes, milliseconds. */
  readonly spacingMs: number;
  /** Called each time it begins to wait. */
  readonly onWait: () => void;
}

/** Which class goes first. */
const PRECEDENCE: Readonly<Record<QueryClass, number>> = { live: 0, catch_up: 1, backfill: 2 };

let places = 0;

/** The place of one query among all on its key, from its coming to its answer. */
export class Place implements Disposable {
  readonly #options: PlaceOptions;
  readonly #order = places++;
  #rank: Rank;
  #waiter: Waiter | undefined;
  /** The class it went with. */
  #underWay: QueryClass | undefined;
  #go: (() => void) | undefined;

  constructor(options: PlaceOptions) {
    this.#options = options;
    this.#rank = options.rank;
  }

  get isWaiting(): boolean {
    return this.#waiter !== undefined;
  }

  /**
   * Waits until the query may be posted. Whoever posts it again (after a 429, for instance) waits anew.
   *
   * @param signal Gives up waiting when aborted.
   * @throws The signal's reason, if aborted.
   */
  async pass(signal: AbortSignal): Promise<void> {
    const { governor, onWait } = this.#options;
    signal.throwIfAborted();
    this[Symbol.dispose]();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#go = resolve;
    this.#waiter = this.#ranked();
    governor.wait(this.#waiter);
    if (!this.isWaiting) return;
    onWait();
    const giveUp = () => this.#giveUp();
    signal.addEventListener("abort", giveUp);
    if (signal.aborted) giveUp();
    await promise;
    signal.removeEventListener("abort", giveUp);
    if (this.#underWay === undefined) throw signal.reason;
  }

  /** Moves it forward if another who asks the same is of a class that goes first, or was due earlier. */
  raise(rank: Rank): void {
    const isFirst = PRECEDENCE[rank.class] - PRECEDENCE[this.#rank.class] ||
      rank.due - this.#rank.due;
    if (isFirst >= 0) return;
    this.#rank = rank;
    const waiter = this.#waiter;
    if (waiter === undefined) return;
    this.#waiter = this.#ranked();
    this.#options.governor.move(waiter, { instead: this.#waiter });
  }

  /** Leaves: the query has its answer, or is not asked any more. */
  [Symbol.dispose](): void {
    const kind = this.#underWay;
    this.#underWay = undefined;
    if (kind !== undefined) this.#options.governor.finished(kind);
  }

  #ranked(): Waiter {
    return {
      ...this.#rank,
      order: this.#order,
      spacingMs: this.#options.spacingMs,
      go: () => {
        this.#underWay = this.#waiter?.class;
        this.#waiter = undefined;
        this.#go?.();
      },
    };
  }

  #giveUp(): void {
    const waiter = this.#waiter;
    if (waiter === undefined) return;
    this.#waiter = undefined;
    this.#options.governor.giveUp(waiter);
    this.#go?.();
  }
}
