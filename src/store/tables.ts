import type { DatabaseSync } from "node:sqlite";
import { type Lanes, openLanes } from "./lanes.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { openOutbox, type Outbox } from "./outbox.ts";
import { openPaused, type Paused } from "./paused.ts";
import { openRejected, type Rejected } from "./rejected.ts";

/** An open file with every statement prepared once. */
export interface Tables extends Disposable {
  readonly db: DatabaseSync;
  readonly lanes: Lanes;
  readonly outbox: Outbox;
  readonly ledger: Ledger;
  readonly rejected: Rejected;
  readonly paused: Paused;
}

/** Prepares the statements; the file is closed with the tables. */
export function openTables(db: DatabaseSync): Tables {
  return {
    db,
    lanes: openLanes(db),
    outbox: openOutbox(db),
    ledger: openLedger(db),
    rejected: openRejected(db),
    paused: openPaused(db),
    [Symbol.dispose]: () => db.close(),
  };
}

/** What only this life of the program knows; it outlives a file that has to be opened again. */
export class Life {
  /** Entries whose push has begun. */
  readonly begun = new Set<number>();
  #lastId = 0;

  /** The number of the next entry: never one that an entry of this life had, so that each names one entry for good. */
  nextId(): number {
    return ++this.#lastId;
  }

  /** Notes a number that is in use. */
  noteId(id: number): void {
    this.#lastId = Math.max(this.#lastId, id);
  }
}
