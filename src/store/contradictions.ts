import type { DatabaseSync } from "node:sqlite";
import { digestOf } from "./digest.ts";
import { FATES } from "./lanes.ts";
import { integerOf, optionalIntegerOf, type Row, textOf } from "./row.ts";
import type { LaneName } from "./store.ts";
import { timeText } from "./window_text.ts";

/** Something that a whole store never holds. */
export interface Contradiction {
  readonly lane: LaneName;
  /** A clause: `2 payloads wait, and 3 are counted`. */
  readonly what: string;
}

/** Rows of the outbox that are read at once. */
const PAGE = 50;

const LANES = `SELECT lane.*, ${FATES.join(" + ")} AS sum,
  (SELECT count(*) FROM outbox WHERE lane = lane.id) AS rows,
  (SELECT coalesce(sum(octet_length(text)), 0) FROM outbox WHERE lane = lane.id) AS bytes,
  max((SELECT coalesce(max(to_ms), 0) FROM ledger WHERE lane = lane.id),
    (SELECT coalesce(max(to_ms), 0) FROM outbox
      WHERE lane = lane.id AND windows = 'contiguous')) AS end
  FROM lane`;

/**
 * Finds what no write of the program can bring about: accounts that do not add up or do not agree with what is there, and
 * payloads that are not what they were.
 */
export function* contradictions(db: DatabaseSync): Generator<Contradiction> {
  for (const row of db.prepare(LANES).all()) {
    const lane = { search: textOf(row, "search"), destination: textOf(row, "destination") };
    for (const what of [...contradictionsOf(row), ...spoilt(db, integerOf(row, "id"))]) {
      yield { lane, what };
    }
  }
}

function* contradictionsOf(row: Row): Generator<string> {
  const [asked, sum] = [integerOf(row, "asked"), integerOf(row, "sum")];
  if (asked !== sum) yield `${asked} windows were asked, and what became of them adds up to ${sum}`;
  const [waiting, rows] = [integerOf(row, "waiting"), integerOf(row, "rows")];
  if (waiting !== rows) yield `${rows} payloads wait, and ${waiting} are counted`;
  const [counted, bytes] = [integerOf(row, "waiting_bytes"), integerOf(row, "bytes")];
  if (counted !== bytes) yield `${bytes} bytes wait, and ${counted} are counted`;
  yield* misplaced(row);
}

/** Without a gap, the checkpoint is where the last window ends; with one, it is before. */
function* misplaced(row: Row): Generator<string> {
  const askedTo = optionalIntegerOf(row, "asked_to");
  const coveredTo = optionalIntegerOf(row, "covered_to");
  const end = integerOf(row, "end");
  if (coveredTo === undefined || askedTo === undefined) return;
  if (askedTo <= coveredTo && end <= coveredTo && (askedTo < coveredTo || end === coveredTo)) {
    return;
  }
  yield `the checkpoint is ${timeText(askedTo)}, and the last window ends ${timeText(end)}`;
}

function* spoilt(db: DatabaseSync, lane: number): Generator<string> {
  const page = db.prepare(
    `SELECT id, from_ms, text, digest FROM outbox WHERE lane = ? AND id > ? ORDER BY id LIMIT ${PAGE}`,
  );
  for (let rows = page.all(lane, 0); rows.length > 0;) {
    for (const row of rows) {
      if (digestOf(textOf(row, "text")) === row.digest) continue;
      yield `the payload of ${timeText(integerOf(row, "from_ms"))} is not what it was`;
    }
    rows = page.all(lane, integerOf(rows.at(-1) ?? {}, "id"));
  }
}
