import type { DatabaseSync } from "node:sqlite";
import type { Account, LatestDelivery } from "./account.ts";
import { integerOf, optionalIntegerOf, optionalTextOf, type Row, textOf } from "./row.ts";
import type { LaneName, OutboxEntry } from "./store.ts";

/** What may become of a window, which is what an account counts. */
export const FATES = [
  "delivered",
  "empty",
  "waiting",
  "rejected",
  "expired",
  "unknown",
  "replaced",
  "dropped",
  "skipped",
] as const;

export type Fate = typeof FATES[number];

/** What changes in an account; what is left out stays. */
export type AccountChange = Readonly<Partial<Record<Fate | "waitingBytes", number>>>;

/** A lane as writing needs it. */
export interface LaneState {
  readonly id: number;
  /** Where the next contiguous window must begin, Unix milliseconds; `undefined` = anywhere. */
  readonly askedTo: number | undefined;
  /** The greatest end of any window the lane ever had; greater than `askedTo` only after a repair. */
  readonly coveredTo: number | undefined;
  readonly waiting: number;
  readonly waitingBytes: number;
}

/** All SQL about lanes. */
export type Lanes = ReturnType<typeof openLanes>;

/** The account of a lane that is not known. */
export const NO_ACCOUNT: Account = {
  asked: 0,
  ...zeroes(),
  waitingBytes: 0,
  askedTo: undefined,
  heldFrom: undefined,
  latest: undefined,
};

/** Prepares the statements. */
// deno-lint-ignore explicit-module-boundary-types -- the object is the type
export function openLanes(db: DatabaseSync) {
  const find = db.prepare("SELECT * FROM lane WHERE search = ? AND destination = ?");
  const ids = db.prepare("SELECT id FROM lane");
  const list = db.prepare("SELECT search, destination FROM lane ORDER BY search, destination");
  const add = db.prepare(
    "INSERT INTO lane (search, destination) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const sums = FATES.map((fate) => `${fate} = ${fate} + :${fate}`).join(", ");
  const change = db.prepare(
    `UPDATE lane SET asked = asked + :asked, ${sums},
      waiting_bytes = waiting_bytes + :waitingBytes WHERE id = :id`,
  );
  const move = db.prepare("UPDATE lane SET asked_to = ?, covered_to = ? WHERE id = ?");
  const latest = db.prepare(
    `UPDATE lane SET latest_from = ?, latest_to = ?, latest_at = ?, latest_digest = ?
      WHERE id = ? AND coalesce(latest_to <= ?, TRUE)`,
  );
  const obtain = ({ search, destination }: LaneName): LaneState => {
    const found = find.get(search, destination);
    if (found !== undefined) return stateOf(found);
    add.run(search, destination);
    return stateOf(find.get(search, destination) ?? {});
  };
  return {
    /** The lane, made if there is none yet. */
    obtain,

    find(lane: LaneName): LaneState | undefined {
      const row = find.get(lane.search, lane.destination);
      return row === undefined ? undefined : stateOf(row);
    },

    /** The account, without what only the other tables know. */
    account(lane: LaneName): Account {
      const row = find.get(lane.search, lane.destination);
      return row === undefined ? NO_ACCOUNT : accountOf(row);
    },

    ids: (): number[] => ids.all().map((row) => integerOf(row, "id")),

    list: (): LaneName[] => list.all().map(nameOf),

    /** Counts; `asked` follows from the others. */
    count(id: number, { waitingBytes = 0, ...fates }: AccountChange) {
      const changes = { ...zeroes(), ...fates };
      const asked = FATES.reduce((sum, fate) => sum + changes[fate], 0);
      change.run({ id, asked, waitingBytes, ...changes });
    },

    /** Sets the checkpoint. */
    move(id: number, { askedTo, coveredTo }: Pick<LaneState, "askedTo" | "coveredTo">) {
      move.run(askedTo ?? null, coveredTo ?? null, id);
    },

    /** Remembers the newest delivery: a contiguous window that is pushed again later is none. */
    noteDelivery(
      id: number,
      { latest: { from, to, at, digest }, windows }: {
        readonly latest: LatestDelivery;
        readonly windows: OutboxEntry["windows"];
      },
    ) {
      const newerThan = windows === "contiguous" ? to : Number.MAX_SAFE_INTEGER;
      latest.run(from, to, at, digest, id, newerThan);
    },
  };
}

function zeroes(): Record<Fate, number> {
  return {
    delivered: 0,
    empty: 0,
    waiting: 0,
    rejected: 0,
    expired: 0,
    unknown: 0,
    replaced: 0,
    dropped: 0,
    skipped: 0,
  };
}

function nameOf(row: Row): LaneName {
  return { search: textOf(row, "search"), destination: textOf(row, "destination") };
}

function stateOf(row: Row): LaneState {
  return {
    id: integerOf(row, "id"),
    askedTo: optionalIntegerOf(row, "asked_to"),
    coveredTo: optionalIntegerOf(row, "covered_to"),
    waiting: integerOf(row, "waiting"),
    waitingBytes: integerOf(row, "waiting_bytes"),
  };
}

function accountOf(row: Row): Account {
  const counters = zeroes();
  for (const fate of FATES) counters[fate] = integerOf(row, fate);
  return {
    asked: integerOf(row, "asked"),
    ...counters,
    waitingBytes: integerOf(row, "waiting_bytes"),
    askedTo: optionalIntegerOf(row, "asked_to"),
    heldFrom: undefined,
    latest: latestOf(row),
  };
}

function latestOf(row: Row): LatestDelivery | undefined {
  const digest = optionalTextOf(row, "latest_digest");
  if (digest === undefined) return undefined;
  return {
    from: integerOf(row, "latest_from"),
    to: integerOf(row, "latest_to"),
    at: integerOf(row, "latest_at"),
    digest,
  };
}
