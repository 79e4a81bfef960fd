import type { DatabaseSync } from "node:sqlite";
import type { Account } from "./account.ts";
import { exists } from "../process/exists.ts";
import { lockHolder } from "../process/lock_holder.ts";
import { openLanes } from "./lanes.ts";
import { openReading, readFailure, type ReadStore } from "./reading.ts";
import { openRetryable, type RetryableRow } from "./rejected.ts";
import { integerOf, textOf } from "./row.ts";
import type { LaneName } from "./store.ts";

/** How one lane stands: as much as a person wants to know at a glance. */
export interface LaneStanding {
  readonly lane: LaneName;
  readonly account: Account;
  /** When the payload was added that is pushed next, Unix milliseconds; `undefined` if none waits. */
  readonly waitingSince: number | undefined;
  /** What was refused and can be pushed again, in the order in which it was refused. */
  readonly retryable: readonly RetryableRow[];
}

/** How a store stands. */
export interface Standing {
  readonly lanes: readonly LaneStanding[];
  /** Since when which search is paused, Unix milliseconds. */
  readonly paused: ReadonlyMap<string, number>;
  /** Number of the process that uses it, if one does. */
  readonly holder: number | undefined;
}

/** Of a store that there is none of yet. */
export const NO_STANDING: Standing = { lanes: [], paused: new Map(), holder: undefined };

/**
 * Reads how a store stands, without its lock, also while another process writes it; one of an older version as well.
 *
 * @param path Of the file; if there is none, nothing has been asked yet.
 * @throws {StoreError} If it cannot be read.
 */
export function readStanding(path: string): Standing {
  const holder = lockHolder(`${path}.lock`);
  if (!exists(path)) return { ...NO_STANDING, holder };
  using store = openReading(path);
  try {
    return { ...standingOf(store), holder };
  } catch (error) {
    throw readFailure(error, { path });
  }
}

/** In one view of the store. */
function standingOf({ db }: ReadStore): Omit<Standing, "holder"> {
  db.exec("BEGIN");
  const lanes = openLanes(db);
  const waitingSince = openWaitingSince(db);
  const retryable = openRetryable(db);
  const standings = lanes.list().map((lane) => {
    const id = lanes.find(lane)?.id ?? 0;
    const account = lanes.account(lane);
    return { lane, account, waitingSince: waitingSince(id), retryable: retryable(id) };
  });
  const standing = { lanes: standings, paused: pausedIn(db) };
  db.exec("COMMIT");
  return standing;
}

function openWaitingSince(db: DatabaseSync): (lane: number) => number | undefined {
  const oldest = db.prepare(
    "SELECT added_at FROM outbox WHERE lane = ? ORDER BY from_ms, id LIMIT 1",
  );
  return (lane) => {
    const row = oldest.get(lane);
    return row === undefined ? undefined : integerOf(row, "added_at");
  };
}

/** Version 1 has no such table. */
function pausedIn(db: DatabaseSync): ReadonlyMap<string, number> {
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'paused'").get();
  if (table === undefined) return NO_STANDING.paused;
  const rows = db.prepare("SELECT search, since FROM paused").all();
  return new Map(rows.map((row) => [textOf(row, "search"), integerOf(row, "since")]));
}
