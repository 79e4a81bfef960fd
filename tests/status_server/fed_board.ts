import type { Config } from "../../src/config/config.ts";
import { StatusBoard } from "../../src/status/board.ts";
import type { Status } from "../../src/status/status.ts";
import { openStore } from "../../src/store/open_store.ts";
import type { Store } from "../../src/store/store.ts";
import { boardConfig, tried } from "../status/events.ts";

/** A board that is fed with events as the engine tells them, and counts how often it is read. */
export class FedBoard extends StatusBoard implements AsyncDisposable {
  readonly config: Config;
  readonly #store: Store;
  reads = 0;

  private constructor(config: Config, store: Store) {
    super({ store, version: "1.0.0", pid: 42, now: Date.now, queriesLeft: () => 7 });
    this.config = config;
    this.#store = store;
    this.observe({ kind: "applied", config, started: new Set() });
  }

  /** Opens a board of searches that have not run yet. */
  static async open(names: readonly string[] = ["errors", "visits"]): Promise<FedBoard> {
    return new FedBoard(await boardConfig(names), openStore({ kind: "memory" }));
  }

  /** The destination of the first search does not take its payload. */
  fail(reason: string): void {
    this.observe(tried(this.config, { outcome: "waiting", reason, hint: "wait" }));
  }

  /** A search got an answer, and its service made a payload of it. */
  answer(search: string, payload: string): void {
    const payloads = new Map([["destination", payload]]);
    const window = { from: 0, to: 3_600_000 };
    this.observe({ kind: "answered", search, window, queryMs: 20, payloads });
  }

  override status(): Status {
    this.reads++;
    return super.status();
  }

  override changesSince(revision: number): ReturnType<StatusBoard["changesSince"]> {
    this.reads++;
    return super.changesSince(revision);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#store[Symbol.asyncDispose]();
  }
}
