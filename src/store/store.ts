import type { Account } from "./account.ts";

/** One destination of one search: payloads for it are pushed in order. */
export interface LaneName {
  readonly search: string;
  /** Name of the section: `destination`, `destination_history`. */
  readonly destination: string;
}

/** A stretch of time `[from, to)` that is asked about, Unix milliseconds. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * What a run has for one destination: a payload; the API's answer itself, because the service could not transform it at
 * that time; or nothing, because the answer does not fit.
 */
export type LaneResult =
  & { readonly destination: string }
  & (
    | { readonly form: "payload" | "answer"; /** JSON. */ readonly text: string }
    | { readonly form: "empty"; readonly reason: string }
  );

/** A run that got its answer. */
export interface StoredRun {
  readonly search: string;
  readonly window: Window;
  /** A `sliding` result takes the place of those of the same lane that still wait; a `contiguous` one is added. */
  readonly windows: "sliding" | "contiguous";
  readonly results: readonly LaneResult[];
  /** By destination: where the oldest payloads are dropped rather than kept. */
  readonly dropBeyond?: ReadonlyMap<string, { readonly payloads: number; readonly bytes: number }>;
  /** Unix milliseconds. */
  readonly now: number;
}

/** What waits to be pushed. */
export interface OutboxEntry {
  readonly id: number;
  readonly lane: LaneName;
  readonly window: Window;
  readonly windows: "sliding" | "contiguous";
  readonly form: "payload" | "answer";
  /** JSON. */
  readonly text: string;
  /** SHA-256 of `text`, hexadecimal, shortened to 16 digits. */
  readonly digest: string;
  /** When it was added, Unix milliseconds. */
  readonly addedAt: number;
  /** How often it has been pushed in vain. */
  readonly tries: number;
  /** Whether an earlier life of the program marked the beginning of a push whose end nobody knows. */
  readonly isUnknown: boolean;
}

/** What adding a run did to one lane. */
export interface Added {
  /** `no`: the lane had the window already, or its checkpoint is not at the window's beginning; it is as it was. */
  readonly taken: "yes" | "no";
  /** What is to be pushed now; `undefined` if there is nothing, or the lane had the window already. */
  readonly entry: OutboxEntry | undefined;
  /** Payloads that a sliding one took the place of. */
  readonly replaced: number;
  /** Payloads that were dropped because there were too many. */
  readonly dropped: number;
}

/** How an entry ended. */
export interface Settlement {
  readonly outcome: "delivered" | "rejected" | "expired" | "unknown" | "empty";
  /** Why, unless delivered. */
  readonly reason?: string | undefined;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Windows that policy passes over without asking. */
export interface SkippedWindows {
  readonly search: string;
  readonly destinations: readonly string[];
  /** From the first one's beginning to the last one's end. */
  readonly window: Window;
  /** How many they are. */
  readonly count: number;
  readonly reason: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Why the store cannot be written at the moment. */
export interface StoreTrouble {
  /** A sentence without a full stop: `Cannot write the store /var/lib/leexport/leexport.db: the disk is full`. */
  readonly message: string;
  readonly hint: string | undefined;
  /** Unix milliseconds. */
  readonly since: number;
}

/**
 * Checkpoints, outbox and ledger of one program, on disk.
 *
 * Reading is immediate. Every writing method is one transaction; several that come close together share one commit. Its
 * promise resolves once the disk has it, and rejects with a `StoreError` if the disk does not take it: then nothing of
 * it has happened. A store in *trouble* tries by itself whether the disk is well again.
 */
export interface Store extends AsyncDisposable {
  /** Path of the file, or `memory`. */
  readonly place: string;
  /** `undefined` while all is well. */
  readonly trouble: StoreTrouble | undefined;
  /** Resolves once the store can be written, or when the signal is aborted. */
  usable(signal: AbortSignal): Promise<void>;

  /** What has become of a lane's windows; all zero for a lane that is not known. */
  account(lane: LaneName): Account;
  /** The oldest entry of a lane that waits; `undefined` if there is none. */
  next(lane: LaneName): OutboxEntry | undefined;
  /** When the payload was added that is pushed next, Unix milliseconds; `undefined` if none waits. */
  waitingSince(lane: LaneName): number | undefined;
  /** How many rejected payloads of a lane {@linkcode Store.retryRejected} would let wait again, but for spoilt ones. */
  retryable(lane: LaneName): number;
  /** Every lane that the store knows. */
  lanes(): readonly LaneName[];
  /** The searches that a person paused, and since when, Unix milliseconds. */
  paused(): ReadonlyMap<string, number>;

  /**
   * Sets up to where the contiguous windows of lanes have been taken up, for those that have no checkpoint yet: from
   * then on, none after it is forgotten.
   *
   * @param askedTo Unix milliseconds.
   */
  beginLanes(
    search: string,
    options: { readonly destinations: readonly string[]; readonly askedTo: number },
  ): Promise<void>;

  /**
   * Adds what a run gave and, if contiguous, moves the checkpoints of its lanes to the end of the window. A contiguous
   * window is taken by those lanes whose checkpoint is at its beginning (or that have none) and left by the others.
   *
   * @returns By destination.
   */
  addRun(run: StoredRun): Promise<ReadonlyMap<string, Added>>;

  /** Moves checkpoints over windows that policy leaves out, and counts them; of those lanes that are at the beginning. */
  skip(windows: SkippedWindows): Promise<void>;

  /** Replaces the answer of an entry by the payload that was made of it. @returns The entry as it is now. */
  replaceAnswer(entry: OutboxEntry, payload: string): Promise<OutboxEntry>;

  /**
   * Notes that the push of an entry begins: from now on no sliding payload takes its place.
   *
   * @param mark `durable`: should the program be killed, its next life finds the entry with `isUnknown`.
   * @returns `gone`: the entry is no longer in the outbox, because a newer one took its place or it was dropped.
   */
  beginPush(entry: OutboxEntry, mark: "memory" | "durable"): Promise<"begun" | "gone">;

  /**
   * Notes that a push ended without acceptance, for certain: the entry waits again, with one try more. A sliding one that
   * a newer one waits behind is replaced by it.
   */
  endPush(entry: OutboxEntry): Promise<void>;

  /**
   * Ends an entry: it leaves the outbox and, if contiguous, enters the ledger; a rejected one is kept besides. An entry
   * that is gone is left alone.
   */
  settle(entry: OutboxEntry, settlement: Settlement): Promise<void>;

  /**
   * Lets rejected payloads of a lane wait again. Each contiguous one leaves the ledger until it is settled anew. These are
   * `left`, because pushing them would do harm or cannot be accounted for:
   * - sliding ones but the newest, and the newest if anything newer was delivered or waits: an old value would take the
   *   place of a newer one
   * - contiguous ones whose line of the ledger was folded into that of others after `ledger_days`
   * - those that are not what they were when they were stored
   *
   * The limit of the outbox does not hold for them.
   *
   * @param options.now Unix milliseconds; from then on they wait.
   */
  retryRejected(lane: LaneName, options: { readonly now: number }): Promise<Requeued>;

  /**
   * Notes that a person paused a search.
   *
   * @param since Unix milliseconds; `undefined` = it is paused no more.
   */
  setPaused(search: string, since: number | undefined): Promise<void>;
}

/** What became of the rejected payloads of a lane. */
export interface Requeued {
  /** They wait again. */
  readonly requeued: number;
  /** They stay where they are. */
  readonly left: number;
}
