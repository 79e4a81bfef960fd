/**
 * The tables, as numbered steps: `user_version` of the file says how many were taken. Steps are only ever appended; one
 * that has been released never changes.
 *
 * - `lane`: the account and the checkpoint of each destination of a search. The CHECK keeps the sum of what became of the
 *   windows equal to what was asked: a commit that would break it fails.
 * - `outbox`: what waits to be pushed. `pushing` marks a push whose end must not be forgotten.
 * - `ledger`: how each contiguous window ended. Sliding ones are only counted; they would be millions.
 * - `rejected`: the newest payloads that a destination refused, to look at and to push again.
 * - `quarantine`: payloads that are not what they were when they were stored.
 * - `paused`: the searches that a person paused.
 *
 * Each table but the smallest has a number as its key and is therefore readable in stretches around a damaged page. The
 * names of lanes are also in an index of their own, which is the second place they can be read from.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";

/** The tables of the newest version. */
export const TABLES = ["lane", "outbox", "ledger", "rejected", "quarantine", "paused"] as const;

export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE lane (
    id INTEGER PRIMARY KEY,
    search TEXT NOT NULL,
    destination TEXT NOT NULL,
    asked_to INTEGER,
    covered_to INTEGER,
    asked INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0 CHECK (delivered >= 0),
    empty INTEGER NOT NULL DEFAULT 0 CHECK (empty >= 0),
    waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    rejected INTEGER NOT NULL DEFAULT 0 CHECK (rejected >= 0),
    expired INTEGER NOT NULL DEFAULT 0 CHECK (expired >= 0),
    unknown INTEGER NOT NULL DEFAULT 0 CHECK (unknown >= 0),
    replaced INTEGER NOT NULL DEFAULT 0 CHECK (replaced >= 0),
    dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped >= 0),
    skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped >= 0),
    waiting_bytes INTEGER NOT NULL DEFAULT 0 CHECK (waiting_bytes >= 0),
    latest_from INTEGER,
    latest_to INTEGER,
    latest_at INTEGER,
    latest_digest TEXT,
    CHECK (asked = delivered + empty + waiting + rejected + expired + unknown + replaced + dropped
      + skipped)
  ) STRICT;
  CREATE UNIQUE INDEX lane_name ON lane (search, destination);

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    lane INTEGER NOT NULL REFERENCES lane (id),
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    windows TEXT NOT NULL CHECK (windows IN ('sliding', 'contiguous')),
    form TEXT NOT NULL CHECK (form IN ('payload', 'answer')),
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    pushing INTEGER NOT NULL DEFAULT 0 CHECK (pushing IN (0, 1))
  ) STRICT;
  CREATE INDEX outbox_order ON outbox (lane, from_ms);

  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    lane INTEGER NOT NULL REFERENCES lane (id),
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL CHECK (to_ms > from_ms),
    outcome TEXT NOT NULL CHECK (outcome IN
      ('delivered', 'empty', 'rejected', 'expired', 'unknown', 'dropped', 'skipped')),
    windows INTEGER NOT NULL DEFAULT 1 CHECK (windows > 0),
    settled_at INTEGER NOT NULL,
    digest TEXT,
    reason TEXT
  ) STRICT;
  CREATE UNIQUE INDEX ledger_window ON ledger (lane, from_ms);

  CREATE TABLE rejected (
    id INTEGER PRIMARY KEY,
    lane INTEGER NOT NULL REFERENCES lane (id),
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    reason TEXT NOT NULL,
    rejected_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX rejected_lane ON rejected (lane);

  CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    search TEXT NOT NULL,
    destination TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    found_at INTEGER NOT NULL
  ) STRICT;
  `,
  // An answer that no service could transform may be refused, too: pushed again, it must not pass for a payload.
  `
  CREATE TABLE paused (
    id INTEGER PRIMARY KEY,
    search TEXT NOT NULL UNIQUE,
    since INTEGER NOT NULL
  ) STRICT;

  ALTER TABLE rejected ADD COLUMN form TEXT NOT NULL DEFAULT 'payload'
    CHECK (form IN ('payload', 'answer'));
  `,
];

/**
 * Takes the steps that a file still lacks, each in a transaction of its own.
 *
 * @param from How many it has.
 */
export function migrate(db: DatabaseSync, { from }: { readonly from: number }): void {
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < from) continue;
    db.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}
