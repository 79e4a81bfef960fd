import type { DatabaseSync } from "node:sqlite";
import { choiceOf, integerOf, type Row, textOf } from "./row.ts";
import type { OutboxEntry, Window } from "./store.ts";

/** A row of the outbox, without its text. */
export interface OutboxRow {
  readonly id: number;
  readonly lane: number;
  readonly window: Window;
  readonly windows: OutboxEntry["windows"];
  readonly bytes: number;
}

/** A payload to be added. */
export interface NewOutboxRow {
  readonly id: number;
  readonly lane: number;
  readonly window: Window;
  readonly windows: OutboxEntry["windows"];
  readonly form: OutboxEntry["form"];
  readonly text: string;
  readonly digest: string;
  /** Unix milliseconds. */
  readonly addedAt: number;
}

/** A row with its text and with what the file says about its push. */
export type StoredEntry =
  & Omit<OutboxEntry, "lane" | "isUnknown">
  & { readonly isMarked: boolean };

/** All SQL about the outbox. */
export type Outbox = ReturnType<typeof openOutbox>;

/** Rows that are read at once. Rows one by one would be simpler, but `iterate()` of Deno 2.9 keeps errors to itself. */
const PAGE = 50;

const BRIEF = "id, lane, from_ms, to_ms, windows, octet_length(text) AS bytes";

/** Prepares the statements. */
// deno-lint-ignore explicit-module-boundary-types -- the object is the type
export function openOutbox(db: DatabaseSync) {
  const insert = db.prepare(
    `INSERT INTO outbox (id, lane, from_ms, to_ms, windows, form, text, digest, added_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const get = db.prepare("SELECT * FROM outbox WHERE id = ?");
  const brief = db.prepare(`SELECT ${BRIEF} FROM outbox WHERE id = ?`);
  const order = db.prepare("SELECT id FROM outbox WHERE lane = ? ORDER BY from_ms, id LIMIT ?");
  const oldest = db.prepare(
    "SELECT added_at FROM outbox WHERE lane = ? ORDER BY from_ms, id LIMIT 1",
  );
  const page = db.prepare(
    `SELECT ${BRIEF} FROM outbox WHERE lane = ? AND (from_ms, id) > (?, ?)
      ORDER BY from_ms, id LIMIT ${PAGE}`,
  );
  const before = db.prepare(
    `SELECT ${BRIEF} FROM outbox WHERE lane = ? AND from_ms < ? AND windows = 'contiguous'
      ORDER BY from_ms DESC LIMIT 1`,
  );
  const after = db.prepare(
    `SELECT ${BRIEF} FROM outbox WHERE lane = ? AND from_ms >= ? AND windows = 'contiguous'
      ORDER BY from_ms LIMIT 1`,
  );
  const remove = db.prepare("DELETE FROM outbox WHERE id = ?");
  const mark = db.prepare("UPDATE outbox SET pushing = 1 WHERE id = ? AND pushing = 0");
  const again = db.prepare("UPDATE outbox SET pushing = 0, tries = tries + 1 WHERE id = ?");
  const replace = db.prepare(
    "UPDATE outbox SET form = 'payload', text = ?, digest = ? WHERE id = ?",
  );
  const last = db.prepare("SELECT max(id) AS id FROM outbox");
  const maybe = (row: Row | undefined) => row === undefined ? undefined : rowOf(row);
  return {
    add(row: NewOutboxRow) {
      const { id, lane, window, windows, form, text, digest, addedAt } = row;
      insert.run(id, lane, window.from, window.to, windows, form, text, digest, addedAt);
    },

    find: (id: number): OutboxRow | undefined => maybe(brief.get(id)),

    read(id: number): StoredEntry | undefined {
      const row = get.get(id);
      return row === undefined ? undefined : entryOf(row);
    },

    /** Numbers of the first rows of a lane, in the order in which they are pushed. */
    first: (lane: number, limit: number): number[] =>
      order.all(lane, limit).map((row) => integerOf(row, "id")),

    /** When the first row of a lane was added, Unix milliseconds. */
    firstAddedAt(lane: number): number | undefined {
      const row = oldest.get(lane);
      return row === undefined ? undefined : integerOf(row, "added_at");
    },

    /** The rows of a lane in the order in which they are pushed. */
    *rows(lane: number): Generator<OutboxRow> {
      let last: [number, number] = [Number.MIN_SAFE_INTEGER, 0];
      for (;;) {
        const rows = page.all(lane, ...last).map(rowOf);
        yield* rows;
        const end = rows.at(PAGE - 1);
        if (end === undefined) return;
        last = [end.window.from, end.id];
      }
    },

    /** The last contiguous window of a lane that begins before an instant. */
    before: (lane: number, instant: number): OutboxRow | undefined =>
      maybe(before.get(lane, instant)),

    /** The first contiguous window of a lane that begins at an instant or later. */
    after: (lane: number, instant: number): OutboxRow | undefined =>
      maybe(after.get(lane, instant)),

    remove(id: number) {
      remove.run(id);
    },

    mark(id: number) {
      mark.run(id);
    },

    /** Takes the mark away and counts a try. */
    tryAgain(id: number) {
      again.run(id);
    },

    replace(
      id: number,
      { text, digest }: { readonly text: string; readonly digest: string },
    ) {
      replace.run(text, digest, id);
    },

    /** The greatest number in use; 0 if none is. */
    lastId(): number {
      const row = last.get();
      return row === undefined || row.id === null ? 0 : integerOf(row, "id");
    },
  };
}

function rowOf(row: Row): OutboxRow {
  return {
    id: integerOf(row, "id"),
    lane: integerOf(row, "lane"),
    window: windowOf(row),
    windows: choiceOf(row, { column: "windows", of: ["sliding", "contiguous"] }),
    bytes: integerOf(row, "bytes"),
  };
}

function entryOf(row: Row): StoredEntry {
  return {
    id: integerOf(row, "id"),
    window: windowOf(row),
    windows: choiceOf(row, { column: "windows", of: ["sliding", "contiguous"] }),
    form: choiceOf(row, { column: "form", of: ["payload", "answer"] }),
    text: textOf(row, "text"),
    digest: textOf(row, "digest"),
    addedAt: integerOf(row, "added_at"),
    tries: integerOf(row, "tries"),
    isMarked: integerOf(row, "pushing") === 1,
  };
}

function windowOf(row: Row): Window {
  return { from: integerOf(row, "from_ms"), to: integerOf(row, "to_ms") };
}
