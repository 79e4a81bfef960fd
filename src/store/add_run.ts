import { advance, isNext } from "./checkpoint.ts";
import { digestOf } from "./digest.ts";
import type { LaneState } from "./lanes.ts";
import type { OutboxRow } from "./outbox.ts";
import type { Added, LaneResult, OutboxEntry, StoredRun } from "./store.ts";
import type { Life, Tables } from "./tables.ts";

const ENCODER = new TextEncoder();

/**
 * Adds what a run gave to the lanes of its search.
 *
 * @param options.life Knows which entries are being pushed, and numbers the new ones.
 * @returns By destination.
 */
export function addRun(
  tables: Tables,
  { run, life }: { readonly run: StoredRun; readonly life: Life },
): Map<string, Added> {
  const { results } = run;
  return new Map(
    results.map((result) => [result.destination, addResult(result, { run, life, tables })]),
  );
}

interface Surroundings {
  readonly run: StoredRun;
  readonly life: Life;
  readonly tables: Tables;
}

const NOTHING: Added = { taken: "no", entry: undefined, replaced: 0, dropped: 0 };

function addResult(result: LaneResult, surroundings: Surroundings): Added {
  const { run, tables } = surroundings;
  const { destination } = result;
  const lane = tables.lanes.obtain({ search: run.search, destination });
  const isContiguous = run.windows === "contiguous";
  if (isContiguous && !isNext(run.window, { lane, tables })) return NOTHING;
  const added = result.form === "empty"
    ? addNothing(result.reason, { lane, ...surroundings })
    : addPayload(result, { lane, ...surroundings });
  if (isContiguous) advance(run.window, { lane, tables });
  return added;
}

function addNothing(
  reason: string,
  { lane, run, tables }: Surroundings & { readonly lane: LaneState },
): Added {
  tables.lanes.count(lane.id, { empty: 1 });
  if (run.windows === "contiguous") {
    const ended = { outcome: "empty", count: 1, digest: undefined, reason } as const;
    tables.ledger.add(lane.id, { window: run.window, settledAt: run.now, ...ended });
  }
  return { ...NOTHING, taken: "yes" };
}

function addPayload(
  { destination, form, text }: LaneResult & { readonly form: OutboxEntry["form"] },
  { lane, run, tables, life }: Surroundings & { readonly lane: LaneState },
): Added {
  const { window, windows, now: addedAt } = run;
  const replaced = windows === "sliding" ? removeOlder({ lane, life, tables }) : EMPTY_HEAP;
  const id = life.nextId();
  const digest = digestOf(text);
  const bytes = ENCODER.encode(text).length;
  const common = { id, window, windows, form, text, digest, addedAt };
  tables.outbox.add({ ...common, lane: lane.id });
  const dropped = dropOldest({ ...run, destination, lane, life, tables }, {
    payloads: lane.waiting + 1 - replaced.payloads,
    bytes: lane.waitingBytes + bytes - replaced.bytes,
    kept: id,
  });
  tables.lanes.count(lane.id, {
    waiting: 1 - replaced.payloads - dropped.payloads,
    replaced: replaced.payloads,
    dropped: dropped.payloads,
    waitingBytes: bytes - replaced.bytes - dropped.bytes,
  });
  const entry = {
    ...common,
    lane: { search: run.search, destination },
    tries: 0,
    isUnknown: false,
  };
  return { taken: "yes", entry, replaced: replaced.payloads, dropped: dropped.payloads };
}

/** How much was taken out. */
interface Heap {
  readonly payloads: number;
  readonly bytes: number;
}

const EMPTY_HEAP: Heap = { payloads: 0, bytes: 0 };

interface InLane {
  readonly lane: LaneState;
  readonly life: Life;
  readonly tables: Tables;
}

/** A payload whose push has begun stays: who knows whether it arrives. */
function removeOlder({ lane, life, tables }: InLane): Heap {
  if (lane.waiting === 0) return EMPTY_HEAP;
  const older = [...tables.outbox.rows(lane.id)]
    .filter(({ id, windows }) => windows === "sliding" && !life.begun.has(id));
  for (const { id } of older) tables.outbox.remove(id);
  return { payloads: older.length, bytes: older.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The newest payload stays even if it alone is larger than what is allowed. */
function dropOldest(
  { lane, life, tables, destination, dropBeyond, now }:
    & InLane
    & Pick<StoredRun, "dropBeyond" | "now">
    & { readonly destination: string },
  { payloads, bytes, kept }: Heap & { readonly kept: number },
): Heap {
  const limit = dropBeyond?.get(destination);
  const isWithin = (dropped: Heap) =>
    limit === undefined ||
    (payloads - dropped.payloads <= limit.payloads && bytes - dropped.bytes <= limit.bytes);
  let dropped = EMPTY_HEAP;
  if (isWithin(dropped)) return dropped;
  const doomed: OutboxRow[] = [];
  for (const row of tables.outbox.rows(lane.id)) {
    if (isWithin(dropped)) break;
    if (row.id === kept || life.begun.has(row.id)) continue;
    doomed.push(row);
    dropped = { payloads: dropped.payloads + 1, bytes: dropped.bytes + row.bytes };
  }
  for (const row of doomed) drop(row, { tables, now });
  return dropped;
}

function drop(
  { id, lane, window, windows }: OutboxRow,
  { tables, now }: { readonly tables: Tables; readonly now: number },
): void {
  tables.outbox.remove(id);
  if (windows === "sliding") return;
  const reason = "the outbox was full";
  const ended = { outcome: "dropped", count: 1, digest: undefined, reason } as const;
  tables.ledger.add(lane, { window, settledAt: now, ...ended });
}
