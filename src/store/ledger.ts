import type { DatabaseSync } from "node:sqlite";
import { choiceOf, integerOf, optionalTextOf, type Row } from "./row.ts";
import type { Window } from "./store.ts";

/** How a window ended, or a stretch of windows that ended alike. */
export const OUTCOMES = [
  "delivered",
  "empty",
  "rejected",
  "expired",
  "unknown",
  "dropped",
  "skipped",
] as const;

export type Outcome = typeof OUTCOMES[number];

/** A line of the ledger. */
export interface LedgerLine {
  readonly window: Window;
  readonly outcome: Outcome;
  /** How many windows it stands for. */
  readonly count: number;
  /** Unix milliseconds; of several, the last. */
  readonly settledAt: number;
  /** Of the payload; of several, digest of their digests. */
  readonly digest: string | undefined;
  readonly reason: string | undefined;
}

/** A line and its number. */
export interface NumberedLine extends LedgerLine {
  readonly id: number;
}

/** All SQL that keeps the ledger. */
export type Ledger = ReturnType<typeof openLedger>;

/** Prepares the statements. */
// deno-lint-ignore explicit-module-boundary-types -- the object is the type
export function openLedger(db: DatabaseSync) {
  const insert = db.prepare(
    `INSERT INTO ledger (lane, from_ms, to_ms, outcome, windows, settled_at, digest, reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const before = db.prepare(
    `SELECT from_ms, to_ms FROM ledger WHERE lane = ? AND from_ms < ?
      ORDER BY from_ms DESC LIMIT 1`,
  );
  const after = db.prepare(
    `SELECT from_ms, to_ms FROM ledger WHERE lane = ? AND from_ms >= ? ORDER BY from_ms LIMIT 1`,
  );
  const old = db.prepare(
    `SELECT * FROM ledger WHERE lane = ? AND from_ms >= ? AND from_ms < ? AND to_ms <= ?
      ORDER BY from_ms LIMIT ?`,
  );
  const remove = db.prepare("DELETE FROM ledger WHERE id = ?");
  const quarantine = db.prepare(
    `INSERT INTO quarantine (search, destination, from_ms, to_ms, text, reason, found_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  return {
    add(lane: number, line: LedgerLine) {
      const { window, outcome, count, settledAt, digest = null, reason = null } = line;
      insert.run(lane, window.from, window.to, outcome, count, settledAt, digest, reason);
    },

    /** The last line of a lane that begins before an instant. */
    before: (lane: number, instant: number): Window | undefined =>
      windowOf(before.get(lane, instant)),

    /** The first line of a lane that begins at an instant or later. */
    after: (lane: number, instant: number): Window | undefined =>
      windowOf(after.get(lane, instant)),

    /** Lines of a lane from an instant on that ended before another, oldest first. */
    old: (
      lane: number,
      { from, before, limit }: {
        readonly from: number;
        readonly before: number;
        readonly limit: number;
      },
    ): NumberedLine[] =>
      old.all(lane, from, before, before, limit)
        .map((row) => ({ id: integerOf(row, "id"), ...ledgerLineOf(row) })),

    remove(id: number) {
      remove.run(id);
    },

    quarantine({ search, destination, window, text, reason, at }: QuarantinedPayload) {
      quarantine.run(search, destination, window.from, window.to, text, reason, at);
    },
  };
}

/** A payload that is not what it was when it was stored. */
export interface QuarantinedPayload {
  readonly search: string;
  readonly destination: string;
  readonly window: Window;
  readonly text: string;
  readonly reason: string;
  /** Unix milliseconds. */
  readonly at: number;
}

function windowOf(row: Row | undefined): Window | undefined {
  if (row === undefined) return undefined;
  return { from: integerOf(row, "from_ms"), to: integerOf(row, "to_ms") };
}

/** Reads a row of the table. */
export function ledgerLineOf(row: Row): LedgerLine {
  return {
    window: { from: integerOf(row, "from_ms"), to: integerOf(row, "to_ms") },
    outcome: choiceOf(row, { column: "outcome", of: OUTCOMES }),
    count: integerOf(row, "windows"),
    settledAt: integerOf(row, "settled_at"),
    digest: optionalTextOf(row, "digest"),
    reason: optionalTextOf(row, "reason"),
  };
}
