import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { StoreError } from "../errors.ts";
import { exists } from "../process/exists.ts";
import type { Account } from "./account.ts";
import { connectReading } from "./connection.ts";
import { failureOf } from "./failure.ts";
import { type LaneState, NO_ACCOUNT, openLanes } from "./lanes.ts";
import { type LedgerLine, ledgerLineOf } from "./ledger.ts";
import { integerOf, type Row, textOf } from "./row.ts";
import type { LaneName, Window } from "./store.ts";

/** A payload that was refused. */
export interface RejectedLine {
  readonly window: Window;
  readonly reason: string;
  readonly digest: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** What a store tells of one lane. */
export interface LaneReport {
  readonly lane: LaneName;
  readonly account: Account;
  /** Up to where contiguous windows ever reached, Unix milliseconds. */
  readonly coveredTo: number | undefined;
  /** How contiguous windows ended, oldest first. */
  readonly lines: readonly LedgerLine[];
  /** Contiguous windows whose payload waits, oldest first. */
  readonly waiting: readonly Window[];
  /** The newest ones, oldest first. */
  readonly rejected: readonly RejectedLine[];
}

/** A store that is read while another process may write it. */
export interface ReadStore extends Disposable {
  readonly db: DatabaseSync;
}

/**
 * Opens a store for reading only, without its lock.
 *
 * @param path Of the file.
 * @throws {StoreError} If there is none, or it cannot be read.
 */
export function openReading(path: string): ReadStore {
  requireStore(path);
  try {
    const db = connectAnyway(path);
    return { db, [Symbol.dispose]: () => db.close() };
  } catch (error) {
    throw readFailure(error, { path });
  }
}

/** @throws {StoreError} If there is no such file. */
export function requireStore(path: string): void {
  if (exists(path)) return;
  throw new StoreError(`Cannot read the store ${path}: there is no such file`, {
    hint: "start leexport with this config first, or correct state_dir",
  });
}

/** @returns What to tell a person when writing failed; faults of the program stay as they are. */
export function writeFailure(error: unknown, { path }: { readonly path: string }): unknown {
  const failure = failureOf(error);
  if (failure.kind === "fault") return error;
  const message = `Cannot write the store ${path}: ${failure.reason}`;
  return new StoreError(message, { hint: failure.hint, cause: error });
}

/** @returns What to tell a person; faults of the program stay as they are. */
export function readFailure(error: unknown, { path }: { readonly path: string }): unknown {
  const failure = failureOf(error);
  if (failure.kind === "fault") return error;
  const hint = failure.kind === "damage"
    ? "stop leexport and run leexport store repair; it keeps a copy"
    : "run it as the user who runs leexport";
  return new StoreError(`Cannot read the store ${path}: ${failure.reason}`, { hint, cause: error });
}

/** A file that nobody writes can be read even where the helper files of the database cannot be made. */
function connectAnyway(path: string): DatabaseSync {
  try {
    return connectReading(path);
  } catch (error) {
    if (failureOf(error).kind !== "trouble" || exists(`${path}-wal`)) throw error;
    const url = pathToFileURL(path);
    url.search = "immutable=1";
    return new DatabaseSync(url, { readOnly: true });
  }
}

/** Reads all of each lane, in one view of the store. */
export function* readLanes({ db }: ReadStore): Generator<LaneReport> {
  db.exec("BEGIN");
  const lanes = openLanes(db);
  for (const lane of lanes.list()) {
    const state = lanes.find(lane);
    if (state !== undefined) yield { lane, account: lanes.account(lane), ...rowsOf(db, state) };
  }
  db.exec("COMMIT");
}

/** What there is to tell of a lane that a store does not know. */
export function emptyReport(lane: LaneName): LaneReport {
  return {
    lane,
    account: NO_ACCOUNT,
    coveredTo: undefined,
    lines: [],
    waiting: [],
    rejected: [],
  };
}

function rowsOf(
  db: DatabaseSync,
  { id, coveredTo }: LaneState,
): Omit<LaneReport, "lane" | "account"> {
  const lines = db.prepare("SELECT * FROM ledger WHERE lane = ? ORDER BY from_ms");
  const waiting = db.prepare(
    `SELECT from_ms, to_ms FROM outbox WHERE lane = ? AND windows = 'contiguous' ORDER BY from_ms`,
  );
  const rejected = db.prepare("SELECT * FROM rejected WHERE lane = ? ORDER BY id");
  return {
    coveredTo,
    lines: lines.all(id).map(ledgerLineOf),
    waiting: waiting.all(id).map(windowOf),
    rejected: rejected.all(id).map(rejectedOf),
  };
}

function rejectedOf(row: Row): RejectedLine {
  return {
    window: windowOf(row),
    reason: textOf(row, "reason"),
    digest: textOf(row, "digest"),
    at: integerOf(row, "rejected_at"),
  };
}

function windowOf(row: Row): Window {
  return { from: integerOf(row, "from_ms"), to: integerOf(row, "to_ms") };
}
