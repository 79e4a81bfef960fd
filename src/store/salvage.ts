/**
 * Copies what can be read of a damaged file into a new one, and sets each checkpoint so that nothing is left out.
 *
 * - Rows are copied one by one; a payload whose digest does not match its text counts as lost.
 * - Of the account, what waits is counted anew. Windows whose payload is lost count as never asked.
 * - The checkpoint of a lane goes back to the first gap among its windows of the last day: a window that is missing there
 *   is asked for again, one that is there is not.
 *
 * @module
 */

import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { digestOf } from "./digest.ts";
import { failureOf } from "./failure.ts";
import { FATES } from "./lanes.ts";
import { readableRows } from "./readable_rows.ts";
import { integerOf, optionalIntegerOf, type Row } from "./row.ts";
import type { Tables } from "./tables.ts";

const DAY_MS = 86_400_000;

/** What was saved, in rows. */
export interface Salvaged {
  readonly lanes: number;
  readonly payloads: number;
  /** Payloads that waited and are lost, as far as the accounts tell. */
  readonly lostPayloads: number;
  readonly ledgerLines: number;
}

/**
 * Saves what can be read.
 *
 * @param path The damaged file; it is only read.
 * @param to A store without any rows.
 */
export function salvage(path: string, to: Tables): Salvaged {
  using from = openDamaged(path);
  to.db.exec("BEGIN");
  const waited = from === undefined ? 0 : copyAll(from.db, to);
  const counts = to.db.prepare(
    `SELECT (SELECT count(*) FROM lane) AS lanes, (SELECT count(*) FROM outbox) AS payloads,
      (SELECT count(*) FROM ledger) AS lines`,
  ).get() ?? {};
  to.db.exec("COMMIT");
  const payloads = integerOf(counts, "payloads");
  return {
    lanes: integerOf(counts, "lanes"),
    payloads,
    lostPayloads: Math.max(0, waited - payloads),
    ledgerLines: integerOf(counts, "lines"),
  };
}

function openDamaged(path: string): (Disposable & { readonly db: DatabaseSync }) | undefined {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    return { db, [Symbol.dispose]: () => db.close() };
  } catch (error) {
    if (failureOf(error).kind === "fault") throw error;
    return undefined;
  }
}

/** @returns How many payloads waited, as far as the accounts tell. */
function copyAll(from: DatabaseSync, to: Tables): number {
  const copy = (table: string) => {
    for (const row of readableRows({ db: from, table })) insert(row, { to, table });
  };
  copyLanes(from, to);
  const waited = to.db.prepare("SELECT total(waiting) AS sum FROM lane").get() ?? {};
  for (const row of readableRows({ db: from, table: "outbox" })) {
    if (digestOf(String(row.text)) === row.digest) insert(row, { to, table: "outbox" });
  }
  copy("ledger");
  copy("rejected");
  copy("quarantine");
  copy("paused");
  for (const lane of to.db.prepare("SELECT * FROM lane").all()) {
    recount(lane, to);
    resetCheckpoint(lane, to);
  }
  return integerOf(waited, "sum");
}

/** Names of lanes that the table no longer tells are read from the index. */
function copyLanes(from: DatabaseSync, to: Tables): void {
  for (const row of readableRows({ db: from, table: "lane" })) {
    const asked = FATES.reduce((sum, fate) => sum + Number(row[fate]), 0);
    if (Number.isSafeInteger(asked)) insert({ ...row, asked }, { to, table: "lane" });
  }
  try {
    const names = from.prepare("SELECT id, search, destination FROM lane INDEXED BY lane_name");
    for (const row of names.all()) insert(row, { to, table: "lane" });
  } catch (error) {
    if (failureOf(error).kind !== "damage") throw error;
  }
}

/** A row that is there already, or that breaks a rule of its table, is left out. */
function insert(row: Row, { to, table }: { readonly to: Tables; readonly table: string }): void {
  const columns = Object.keys(row);
  const places = columns.map(() => "?").join(", ");
  const values: SQLInputValue[] = Object.values(row);
  try {
    to.db.prepare(
      `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`,
    ).run(...values);
  } catch (error) {
    if (failureOf(error).kind !== "fault") throw error;
  }
}

/** A lane of which only the name is left counts what the ledger tells. */
function recount(lane: Row, to: Tables): void {
  const id = integerOf(lane, "id");
  if (integerOf(lane, "asked") === 0) recountSettled(id, to);
  to.db.prepare(
    `UPDATE lane SET (asked, waiting, waiting_bytes) =
      (SELECT lane.asked - lane.waiting + count(*), count(*), coalesce(sum(octet_length(text)), 0)
        FROM outbox WHERE lane = lane.id) WHERE id = ?`,
  ).run(id);
}

function recountSettled(id: number, to: Tables): void {
  const sums = to.db.prepare(
    "SELECT outcome, sum(windows) AS sum FROM ledger WHERE lane = ? GROUP BY outcome",
  ).all(id);
  for (const row of sums) {
    const fate = FATES.find((fate) => fate === row.outcome);
    if (fate !== undefined) to.lanes.count(id, { [fate]: integerOf(row, "sum") });
  }
}

/** Where contiguous windows of a lane are that are settled or wait. */
const COVERED = `SELECT from_ms, to_ms FROM ledger WHERE lane = :id
  UNION ALL SELECT from_ms, to_ms FROM outbox WHERE lane = :id AND windows = 'contiguous'`;

/** The newest delivery is known to the account as well. */
const ENTER_LATEST = `INSERT INTO ledger
    (lane, from_ms, to_ms, outcome, windows, settled_at, digest)
  SELECT id, latest_from, latest_to, 'delivered', 1, latest_at, latest_digest FROM lane
  WHERE id = :id AND latest_to <= asked_to AND NOT EXISTS
    (SELECT 1 FROM (${COVERED}) WHERE from_ms < lane.latest_to AND to_ms > lane.latest_from)`;

function resetCheckpoint(lane: Row, to: Tables): void {
  const id = integerOf(lane, "id");
  to.db.prepare(ENTER_LATEST).run({ id });
  const span = to.db.prepare(`SELECT max(to_ms) AS end FROM (${COVERED})`).get({ id }) ?? {};
  const end = optionalIntegerOf(span, "end");
  const before = optionalIntegerOf(lane, "asked_to");
  const since = Math.max(end ?? 0, before ?? 0) - DAY_MS;
  const askedTo = end === undefined ? before : firstGap({ id, since, end, to });
  to.lanes.move(id, { askedTo, coveredTo: end });
}

/** @returns Where the first window is missing; the end if none is. */
function firstGap(
  { id, since, end, to }: {
    readonly id: number;
    readonly since: number;
    readonly end: number;
    readonly to: Tables;
  },
): number {
  const windows = to.db.prepare(`${COVERED} ORDER BY from_ms`).all({ id });
  let position: number | undefined;
  for (const row of windows) {
    if (integerOf(row, "to_ms") <= since) continue;
    if (position !== undefined && integerOf(row, "from_ms") > position) return position;
    position = Math.max(position ?? 0, integerOf(row, "to_ms"));
  }
  return position ?? end;
}
