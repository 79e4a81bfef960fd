import { unlessAborted } from "../bounded_wait.ts";
import { StoreError } from "../errors.ts";
import { getLog } from "../log.ts";
import { withHint } from "../with_hint.ts";
import type { Account } from "./account.ts";
import { addRun } from "./add_run.ts";
import { beginLanes, heldFrom, skip } from "./checkpoint.ts";
import { digestOf } from "./digest.ts";
import { damage } from "./failure.ts";
import { GroupCommit } from "./group_commit.ts";
import { Keeper, type KeptFile, type Pauses } from "./keeper.ts";
import { Maintenance } from "./maintenance.ts";
import { NO_ACCOUNT } from "./lanes.ts";
import type { StoredEntry } from "./outbox.ts";
import { endPush, markPush, replaceAnswer, settle } from "./pushes.ts";
import { quarantine } from "./quarantine.ts";
import { retryRejected } from "./retry_rejected.ts";
import type {
  Added,
  LaneName,
  OutboxEntry,
  Requeued,
  Settlement,
  SkippedWindows,
  Store,
  StoredRun,
  StoreTrouble,
} from "./store.ts";
import type { Life, Tables } from "./tables.ts";
import { inTransaction } from "./transaction.ts";
import { windowText } from "./window_text.ts";

const log = getLog("store");

const MAINTENANCE_PERIOD_MS = 600_000;

/** The store as one SQLite file. */
export class SqliteStore implements Store {
  readonly place: string;
  readonly #keeper: Keeper;
  readonly #life: Life;
  readonly #commits: GroupCommit;
  /** Entries that are not what they were, until they are set aside. */
  readonly #doubtful = new Set<number>();

  readonly #maintenance: Maintenance;
  readonly #timer: ReturnType<typeof setInterval>;

  /** @throws {StoreError} If the file may not be used at all. */
  constructor(
    file: KeptFile,
    { life, pauses, ledgerDays }: {
      readonly life: Life;
      readonly pauses: Pauses;
      readonly ledgerDays: number;
    },
  ) {
    this.place = file.place;
    this.#life = life;
    this.#keeper = new Keeper(file, pauses);
    this.#commits = new GroupCommit((writes) =>
      this.#keeper.write((tables) => inTransaction(tables, writes))
    );
    this.#maintenance = new Maintenance({
      write: (write) => this.#write(write),
      alone: (work) => this.#keeper.read(work, 0),
    }, { ledgerDays });
    this.#timer = setInterval(() => void this.#maintain(), MAINTENANCE_PERIOD_MS);
    this.#timer.unref();
  }

  get trouble(): StoreTrouble | undefined {
    return this.#keeper.trouble;
  }

  async usable(signal: AbortSignal): Promise<void> {
    if (this.trouble === undefined || signal.aborted) return;
    await unlessAborted(this.#keeper.recovered, signal);
  }

  account(lane: LaneName): Account {
    return this.#keeper.read((tables) => {
      const state = tables.lanes.find(lane);
      if (state === undefined) return NO_ACCOUNT;
      return { ...tables.lanes.account(lane), heldFrom: heldFrom({ lane: state, tables }) };
    }, NO_ACCOUNT);
  }

  next(lane: LaneName): OutboxEntry | undefined {
    return this.#keeper.read((tables) => this.#nextOf(lane, tables), undefined);
  }

  waitingSince(lane: LaneName): number | undefined {
    return this.#keeper.read(({ lanes, outbox }) => {
      const state = lanes.find(lane);
      if (state === undefined || state.waiting === 0) return undefined;
      return outbox.firstAddedAt(state.id);
    }, undefined);
  }

  retryable(lane: LaneName): number {
    return this.#keeper.read(({ lanes, rejected }) => {
      const state = lanes.find(lane);
      if (state === undefined || lanes.account(lane).rejected === 0) return 0;
      return rejected.retryable(state.id).length;
    }, 0);
  }

  paused(): ReadonlyMap<string, number> {
    return this.#keeper.read<ReadonlyMap<string, number>>(({ paused }) => paused.all(), new Map());
  }

  lanes(): readonly LaneName[] {
    return this.#keeper.read((tables) => tables.lanes.list(), []);
  }

  #nextOf(lane: LaneName, tables: Tables): OutboxEntry | undefined {
    const state = tables.lanes.find(lane);
    if (state === undefined || state.waiting === 0) return undefined;
    for (;;) {
      const ids = tables.outbox.first(state.id, this.#doubtful.size + 1);
      const id = ids.find((id) => !this.#doubtful.has(id));
      if (id === undefined && ids.length > 0) return undefined;
      const entry = id === undefined ? undefined : tables.outbox.read(id);
      if (entry === undefined) throw damage("payloads that wait are not found");
      if (digestOf(entry.text) === entry.digest) return this.#shown(entry, lane);
      this.#setAside(entry, lane);
    }
  }

  #shown({ isMarked, ...entry }: StoredEntry, lane: LaneName): OutboxEntry {
    return { ...entry, lane, isUnknown: isMarked && !this.#life.begun.has(entry.id) };
  }

  #setAside(entry: StoredEntry, lane: LaneName): void {
    this.#doubtful.add(entry.id);
    const setAside = this.#write((tables) => quarantine(tables, { entry, lane, now: Date.now() }));
    setAside.then(() =>
      log.error(
        `Cannot push a payload of "${lane.search}" to "${lane.destination}": it was damaged in the store; it is set aside, ` +
          `and the window ${windowText(entry.window)} is ${
            entry.windows === "sliding" ? "left out" : "asked for again"
          }\n  hint: look at the health of the disk`,
      )
    ).catch(() => {}).finally(() => this.#doubtful.delete(entry.id));
  }

  beginLanes(
    search: string,
    options: { readonly destinations: readonly string[]; readonly askedTo: number },
  ): Promise<void> {
    return this.#write((tables) => beginLanes(tables, { search, ...options }));
  }

  addRun(run: StoredRun): Promise<ReadonlyMap<string, Added>> {
    return this.#write((tables) => addRun(tables, { run, life: this.#life }));
  }

  skip(windows: SkippedWindows): Promise<void> {
    return this.#write((tables) => skip(tables, windows));
  }

  replaceAnswer(entry: OutboxEntry, payload: string): Promise<OutboxEntry> {
    return this.#write((tables) => replaceAnswer(tables, { entry, text: payload }));
  }

  async beginPush(entry: OutboxEntry, mark: "memory" | "durable"): Promise<"begun" | "gone"> {
    this.#life.begun.add(entry.id);
    try {
      const state = mark === "durable"
        ? await this.#write((tables) => markPush(tables, entry))
        : this.#keeper.read((tables) => isThere(tables, entry), "begun");
      if (state === "gone") this.#life.begun.delete(entry.id);
      return state;
    } catch (error) {
      this.#life.begun.delete(entry.id);
      throw error;
    }
  }

  async endPush(entry: OutboxEntry): Promise<void> {
    await this.#write((tables) => endPush(tables, entry));
    this.#life.begun.delete(entry.id);
  }

  async settle(entry: OutboxEntry, settlement: Settlement): Promise<void> {
    await this.#write((tables) => settle(tables, { entry, settlement }));
    this.#life.begun.delete(entry.id);
  }

  retryRejected(lane: LaneName, { now }: { readonly now: number }): Promise<Requeued> {
    return this.#write((tables) => retryRejected(tables, { lane, life: this.#life, now }));
  }

  setPaused(search: string, since: number | undefined): Promise<void> {
    return this.#write(({ paused }) => paused.set(search, since));
  }

  /** A store in trouble is looked after once it is well again. */
  async #maintain(): Promise<void> {
    if (this.trouble !== undefined) return;
    try {
      await this.#maintenance.run(Date.now());
    } catch (error) {
      if (error instanceof StoreError) return;
      const reason = error instanceof Error ? error.message : String(error);
      const sentence = `Cannot tidy the store ${this.place}: the program has a fault (${reason})`;
      log.error(withHint(sentence, "please report it; it is tried again by itself"));
    }
  }

  #write<T>(write: (tables: Tables) => T): Promise<T> {
    return this.#commits.add(write);
  }

  // deno-lint-ignore require-await -- the interface leaves room for waiting
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#commits.flush();
    this.#keeper[Symbol.dispose]();
  }
}

function isThere({ outbox }: Tables, { id }: OutboxEntry): "begun" | "gone" {
  return outbox.find(id) === undefined ? "gone" : "begun";
}
