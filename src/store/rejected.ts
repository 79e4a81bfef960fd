import type { DatabaseSync } from "node:sqlite";
import { choiceOf, integerOf, optionalIntegerOf, type Row, textOf } from "./row.ts";
import type { OutboxEntry, Window } from "./store.ts";

/** A payload that its destination refused. */
export interface RejectedPayload {
  readonly window: Window;
  readonly form: OutboxEntry["form"];
  readonly text: string;
  readonly digest: string;
  readonly reason: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A row that can be pushed again, without its text. */
export interface RetryableRow {
  readonly id: number;
  /** Number of its line of the ledger; `undefined` = it is of a sliding window. */
  readonly line: number | undefined;
  readonly reason: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/**
 * What can be pushed again of a lane, in the order in which it was refused; also of a file of version 1.
 *
 * Whether a payload is of a contiguous window, the ledger tells: only those have lines, of their own unless they were
 * folded. Of sliding ones, it is the newest if it is what the destination should show now. What lies before the end of
 * contiguous windows and has no line is one of them that a repair has lost: it is asked for again.
 */
const RETRYABLE = `
  SELECT rejected.id, line.id AS line, rejected.reason, rejected_at FROM rejected
    JOIN lane ON lane.id = rejected.lane
    LEFT JOIN ledger AS line ON line.lane = rejected.lane AND line.to_ms > rejected.from_ms
      AND line.from_ms = (SELECT max(from_ms) FROM ledger
        WHERE lane = rejected.lane AND from_ms <= rejected.from_ms)
  WHERE rejected.lane = ? AND CASE WHEN line.id IS NULL
    THEN lane.waiting = 0
      AND rejected.to_ms > coalesce(latest_to, rejected.to_ms - 1)
      AND rejected.to_ms > coalesce(covered_to, rejected.to_ms - 1)
      AND rejected.id = (SELECT max(id) FROM rejected WHERE lane = lane.id)
    ELSE line.outcome = 'rejected' AND line.windows = 1
      AND line.from_ms = rejected.from_ms AND line.to_ms = rejected.to_ms
    END
  ORDER BY rejected.id`;

/** Reads which payloads of lanes can be pushed again. */
export function openRetryable(db: DatabaseSync): (lane: number) => RetryableRow[] {
  const list = db.prepare(RETRYABLE);
  return (lane) =>
    list.all(lane).map((row) => ({
      id: integerOf(row, "id"),
      line: optionalIntegerOf(row, "line"),
      reason: textOf(row, "reason"),
      at: integerOf(row, "rejected_at"),
    }));
}

/** All SQL about payloads that were refused. */
export type Rejected = ReturnType<typeof openRejected>;

/** Prepares the statements. */
// deno-lint-ignore explicit-module-boundary-types -- the object is the type
export function openRejected(db: DatabaseSync) {
  const insert = db.prepare(
    `INSERT INTO rejected (lane, from_ms, to_ms, form, text, digest, reason, rejected_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const forget = db.prepare(
    `DELETE FROM rejected WHERE lane = :lane AND id <=
      (SELECT id FROM rejected WHERE lane = :lane ORDER BY id DESC LIMIT 1 OFFSET 100)`,
  );
  const count = db.prepare("SELECT count(*) AS rows FROM rejected WHERE lane = ?");
  const get = db.prepare("SELECT * FROM rejected WHERE id = ?");
  const remove = db.prepare("DELETE FROM rejected WHERE id = ?");
  return {
    /** Keeps a payload, and only the newest 100 of its lane. */
    keep(lane: number, { window, form, text, digest, reason, at }: RejectedPayload) {
      insert.run(lane, window.from, window.to, form, text, digest, reason, at);
      forget.run({ lane });
    },

    /** How many are kept of a lane. */
    count: (lane: number): number => integerOf(count.get(lane) ?? {}, "rows"),

    retryable: openRetryable(db),

    read(id: number): RejectedPayload | undefined {
      const row = get.get(id);
      return row === undefined ? undefined : payloadOf(row);
    },

    remove(id: number) {
      remove.run(id);
    },
  };
}

function payloadOf(row: Row): RejectedPayload {
  return {
    window: windowOf(row),
    form: choiceOf(row, { column: "form", of: ["payload", "answer"] }),
    text: textOf(row, "text"),
    digest: textOf(row, "digest"),
    reason: textOf(row, "reason"),
    at: integerOf(row, "rejected_at"),
  };
}

function windowOf(row: Row): Window {
  return { from: integerOf(row, "from_ms"), to: integerOf(row, "to_ms") };
}
