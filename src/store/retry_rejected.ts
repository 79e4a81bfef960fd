import { digestOf } from "./digest.ts";
import type { RetryableRow } from "./rejected.ts";
import type { LaneName, Requeued } from "./store.ts";
import type { Life, Tables } from "./tables.ts";

const ENCODER = new TextEncoder();

/**
 * Moves what can be pushed again from the rejected payloads of a lane to its outbox: somebody has put right what they
 * were refused for.
 */
export function retryRejected(
  tables: Tables,
  { lane: name, life, now }: {
    readonly lane: LaneName;
    readonly life: Life;
    readonly now: number;
  },
): Requeued {
  const lane = tables.lanes.find(name);
  if (lane === undefined) return { requeued: 0, left: 0 };
  const kept = tables.rejected.count(lane.id);
  // A repair may have kept payloads that the account no longer counts.
  const rows = tables.rejected.retryable(lane.id).slice(0, tables.lanes.account(name).rejected);
  for (const row of rows) requeue(row, { tables, lane: lane.id, life, now });
  const left = tables.rejected.count(lane.id);
  return { requeued: kept - left, left };
}

/** A payload that is not what it was stays. */
function requeue(
  row: RetryableRow,
  { tables, lane, life, now }: {
    readonly tables: Tables;
    readonly lane: number;
    readonly life: Life;
    readonly now: number;
  },
): void {
  const payload = tables.rejected.read(row.id);
  if (payload === undefined || digestOf(payload.text) !== payload.digest) return;
  const { window, form, text, digest } = payload;
  const windows = row.line === undefined ? "sliding" : "contiguous";
  const entry = { id: life.nextId(), lane, window, windows, form, text, digest } as const;
  tables.outbox.add({ ...entry, addedAt: now });
  tables.rejected.remove(row.id);
  if (row.line !== undefined) tables.ledger.remove(row.line);
  const waitingBytes = ENCODER.encode(text).length;
  tables.lanes.count(lane, { rejected: -1, waiting: 1, waitingBytes });
}
