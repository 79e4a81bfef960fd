import type { LaneName, OutboxEntry, Store } from "../store/store.ts";
import type { OnOutcome } from "./delivery_report.ts";
import type { Haste } from "./push_budget.ts";
import type { Unsettled } from "./unsettled.ts";

/** One entry that a lane is to push. */
export interface Work {
  readonly entry: OutboxEntry;
  /** `loose`: the disk did not take it, so it is only here. */
  readonly place: "stored" | "loose";
  readonly haste: Haste;
  /** Told what became of it at first. */
  readonly onOutcome: OnOutcome;
}

/** What a queue is made from. */
export interface LaneQueueOptions {
  readonly name: LaneName;
  readonly store: Store;
  readonly unsettled: Unsettled;
  /** Tells the run of an entry that it has to wait. */
  readonly tellWaiting: (work: Work) => void;
}

const NOBODY: OnOutcome = () => {};

/**
 * What waits for a lane: the outbox of the store, and what runs have just handed over, which need not be read from the
 * disk again. An entry is handed over only while nothing older waits.
 */
export class LaneQueue {
  readonly #options: LaneQueueOptions;
  #handed: Work | undefined;
  #loose: Work | undefined;
  /** Whether nothing waits in the store, as far as a store that can be read has said. */
  #isEmpty = false;

  constructor(options: LaneQueueOptions) {
    this.#options = options;
  }

  /** Takes an entry that has just been stored. */
  hand(work: Work): void {
    const isSliding = work.entry.windows === "sliding";
    if (isSliding) this.#loose = this.#displaced(this.#loose);
    if (this.#handed === undefined ? !this.#isEmpty : !isSliding) {
      return this.#options.tellWaiting(work);
    }
    this.#displaced(this.#handed);
    this.#handed = work;
    this.#isEmpty = false;
  }

  /** Takes an entry that could not be stored, in the place of an earlier one. */
  handLoose(work: Work): void {
    this.#displaced(this.#loose);
    this.#loose = work;
  }

  /** Does not trust any longer that nothing waits in the store. */
  look(): void {
    this.#isEmpty = false;
  }

  /** What is to be pushed next; the same again until it is {@linkcode LaneQueue.drop dropped}. */
  next(): Work | undefined {
    const { name, store, unsettled } = this.#options;
    const isInTrouble = store.trouble !== undefined;
    if (unsettled.of(name) !== undefined || (isInTrouble && this.#loose !== undefined)) {
      return this.#loose;
    }
    if (this.#handed !== undefined) return this.#handed;
    const entry = store.next(name);
    this.#isEmpty = entry === undefined && store.trouble === undefined;
    if (entry === undefined) return this.#loose;
    return { entry, place: "stored", haste: "backlog", onOutcome: NOBODY };
  }

  /** Lets go of an entry: it is with the lane from now on, or in the store. */
  drop({ entry }: Work): void {
    if (this.#handed?.entry === entry) this.#handed = undefined;
    if (this.#loose?.entry === entry) this.#loose = undefined;
  }

  /** Tells the runs of all that was handed over that it has to wait. */
  close(): void {
    this.#handed = this.#displaced(this.#handed);
    this.#loose = this.#displaced(this.#loose);
  }

  #displaced(work: Work | undefined): undefined {
    if (work !== undefined) this.#options.tellWaiting(work);
  }
}
