import { StoreError } from "../errors.ts";
import { getLog } from "../log.ts";
import { type Failure, failureOf } from "./failure.ts";
import type { StoreTrouble } from "./store.ts";
import type { Tables } from "./tables.ts";
import { withHint } from "../with_hint.ts";

const log = getLog("store");

/** A file as its keeper needs it. */
export interface KeptFile extends Disposable {
  /** For messages: the path. */
  readonly place: string;
  /** Opens the file, or throws. */
  open(): Tables;
  /** Writes and removes something of a size that a disk without room does not take, or throws. */
  probe(tables: Tables): void;
  /** Puts a file in the place of the damaged one, with what could be read of it, and opens it; or throws. */
  renew(reason: string): Tables;
}

/** Pauses between attempts to recover: the first, then twice the one before, up to the longest. */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Keeps a file open through trouble. When the disk does not take a write, the store is in trouble: every further write is
 * refused at once, and attempts to open and write the file anew are made until one goes well. Reading goes on with what is
 * open. A file that turns out to be damaged is renewed on the spot, and the operation is done again with the new one.
 */
export class Keeper implements Disposable {
  readonly #file: KeptFile;
  readonly #pauses: Pauses;
  #tables: Tables | undefined;
  #trouble: StoreTrouble | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #recovered = Promise.withResolvers<void>();

  /**
   * Opens the file.
   *
   * @throws {StoreError} If it may not be used at all: another process has it, or a newer version wrote it.
   */
  constructor(file: KeptFile, pauses: Pauses) {
    this.#file = file;
    this.#pauses = pauses;
    try {
      this.#tables = this.#openOrRenew();
    } catch (error) {
      if (failureOf(error).kind === "fault") file[Symbol.dispose]();
      this.#enterTrouble(error);
    }
  }

  /** Why nothing can be written at the moment. */
  get trouble(): StoreTrouble | undefined {
    return this.#trouble;
  }

  /** Resolves once the file can be written. */
  get recovered(): Promise<void> {
    return this.#trouble === undefined ? Promise.resolve() : this.#recovered.promise;
  }

  /**
   * Does something that only reads.
   *
   * @param otherwise What it gives if the file cannot be read.
   */
  read<T>(work: (tables: Tables) => T, otherwise: T): T {
    if (this.#tables === undefined) return otherwise;
    try {
      return this.#mending(work, this.#tables);
    } catch (error) {
      this.#enterTrouble(error);
      return otherwise;
    }
  }

  /**
   * Does something that writes.
   *
   * @throws {StoreError} If the file cannot be written.
   */
  write<T>(work: (tables: Tables) => T): T {
    if (this.#trouble === undefined && this.#tables !== undefined) {
      try {
        return this.#mending(work, this.#tables);
      } catch (error) {
        this.#enterTrouble(error);
      }
    }
    const { message, hint } = this.#trouble ?? { message: "Cannot write a store that is closed" };
    throw new StoreError(message, { hint });
  }

  #mending<T>(work: (tables: Tables) => T, tables: Tables): T {
    try {
      return work(tables);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== "damage") throw error;
      this.#tables = undefined;
      close(tables);
      this.#tables = this.#file.renew(failure.reason);
      return work(this.#tables);
    }
  }

  #openOrRenew(): Tables {
    try {
      return this.#file.open();
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== "damage") throw error;
      return this.#file.renew(failure.reason);
    }
  }

  /** @throws What is no trouble of the disk, as it is. */
  #enterTrouble(error: unknown): void {
    const failure = failureOf(error);
    if (failure.kind === "fault") throw error;
    if (this.#trouble !== undefined) return;
    this.#trouble = this.#troubleOf(failure);
    const meanwhile = "sliding searches go on without it, contiguous ones wait for it";
    log.error(withHint(`${this.#trouble.message}; ${meanwhile}`, this.#trouble.hint));
    this.#recovered = Promise.withResolvers();
    this.#tryAgainIn(this.#pauses.firstMs);
  }

  #troubleOf({ reason, hint }: Exclude<Failure, { kind: "fault" }>): StoreTrouble {
    const message = `Cannot write the store ${this.#file.place}: ${reason}`;
    return { message, hint, since: Date.now() };
  }

  #tryAgainIn(pauseMs: number): void {
    this.#timer = setTimeout(() => {
      const next = Math.min(pauseMs * 2, this.#pauses.longestMs);
      if (!this.#tryAgain()) this.#tryAgainIn(next);
    }, pauseMs);
    this.#timer.unref();
  }

  /** Opens the file beside the one that is open, whose content can be read until then. */
  #tryAgain(): boolean {
    let fresh: Tables | undefined;
    try {
      fresh = this.#openOrRenew();
      this.#file.probe(fresh);
    } catch (error) {
      if (fresh !== undefined) close(fresh);
      this.#noteReason(error);
      return false;
    }
    if (this.#tables !== undefined) close(this.#tables);
    this.#tables = fresh;
    this.#trouble = undefined;
    log.info(`the store ${this.#file.place} can be written again`);
    this.#recovered.resolve();
    return true;
  }

  /** What is wrong may change meanwhile: a full disk that was remounted read-only. */
  #noteReason(error: unknown): void {
    const failure = failureOf(error);
    const since = this.#trouble?.since ?? Date.now();
    if (failure.kind !== "fault") this.#trouble = { ...this.#troubleOf(failure), since };
    else if (error instanceof StoreError) {
      this.#trouble = { message: error.message, hint: error.hint, since };
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    if (this.#tables !== undefined) close(this.#tables);
    this.#tables = undefined;
    this.#file[Symbol.dispose]();
  }
}

/** Closing brings what is in the log of the database into the file, which a disk in trouble does not take. */
function close(tables: Tables): void {
  try {
    tables[Symbol.dispose]();
  } catch (error) {
    if (failureOf(error).kind === "fault") throw error;
  }
}
