/**
 * What happens to an entry of the outbox between being added and being settled.
 *
 * An entry may be gone by the time its push is to begin: a newer sliding payload took its place, or it was dropped. It may
 * be gone by the time its push has ended, too, if the file was damaged meanwhile: a contiguous window that was delivered
 * then enters the ledger all the same, so that it is not asked for again.
 *
 * @module
 */

import { advance, isCovered } from "./checkpoint.ts";
import { digestOf } from "./digest.ts";
import type { OutboxRow } from "./outbox.ts";
import type { OutboxEntry, Settlement } from "./store.ts";
import type { Tables } from "./tables.ts";

const ENCODER = new TextEncoder();

/** Marks the beginning of a push. */
export function markPush(tables: Tables, { id }: OutboxEntry): "begun" | "gone" {
  if (tables.outbox.find(id) === undefined) return "gone";
  tables.outbox.mark(id);
  return "begun";
}

/** Lets an entry wait again; a sliding one that has grown old meanwhile makes room for the newer one. */
export function endPush(tables: Tables, { id }: OutboxEntry): void {
  const row = tables.outbox.find(id);
  if (row === undefined) return;
  if (!isOutdated(row, tables)) return tables.outbox.tryAgain(id);
  tables.outbox.remove(id);
  tables.lanes.count(row.lane, { waiting: -1, replaced: 1, waitingBytes: -row.bytes });
}

function isOutdated({ id, lane, windows }: OutboxRow, tables: Tables): boolean {
  if (windows === "contiguous") return false;
  return tables.outbox.rows(lane).some((other) => other.windows === "sliding" && other.id > id);
}

/** Puts the payload in the place of the answer that it was made of. */
export function replaceAnswer(
  tables: Tables,
  { entry, text }: { readonly entry: OutboxEntry; readonly text: string },
): OutboxEntry {
  const digest = digestOf(text);
  const bytes = ENCODER.encode(text).length;
  const row = tables.outbox.find(entry.id);
  if (row !== undefined) {
    tables.outbox.replace(entry.id, { text, digest });
    tables.lanes.count(row.lane, { waitingBytes: bytes - row.bytes });
  }
  return { ...entry, form: "payload", text, digest };
}

/** Moves an entry from the outbox to the ledger. */
export function settle(
  tables: Tables,
  { entry, settlement }: { readonly entry: OutboxEntry; readonly settlement: Settlement },
): void {
  const { outcome } = settlement;
  const row = tables.outbox.find(entry.id);
  if (row === undefined) return settleLost(tables, { entry, settlement });
  tables.outbox.remove(row.id);
  tables.lanes.count(row.lane, { waiting: -1, [outcome]: 1, waitingBytes: -row.bytes });
  enter(tables, { lane: row.lane, entry, settlement });
}

function enter(
  { lanes, ledger, rejected }: Tables,
  { lane, entry, settlement }: {
    readonly lane: number;
    readonly entry: OutboxEntry;
    readonly settlement: Settlement;
  },
): void {
  const { window, windows, form, digest, text } = entry;
  const { outcome, reason, at } = settlement;
  if (windows === "contiguous") {
    ledger.add(lane, { window, outcome, count: 1, settledAt: at, digest, reason });
  }
  if (outcome === "delivered") {
    lanes.noteDelivery(lane, { latest: { ...window, at, digest }, windows });
  }
  if (outcome === "rejected") {
    rejected.keep(lane, { window, form, text, digest, reason: reason ?? "", at });
  }
}

/** The same window may wait again under another number, because it was asked for again after a repair. */
function settleLost(
  tables: Tables,
  { entry, settlement }: { readonly entry: OutboxEntry; readonly settlement: Settlement },
): void {
  const { window, windows } = entry;
  if (windows === "sliding" || settlement.outcome !== "delivered") return;
  const lane = tables.lanes.obtain(entry.lane);
  const again = tables.outbox.after(lane.id, window.from);
  if (again?.window.from === window.from && again.window.to === window.to) {
    return settle(tables, { entry: { ...entry, id: again.id }, settlement });
  }
  if (isCovered(window, { lane, tables })) return;
  tables.lanes.count(lane.id, { delivered: 1 });
  enter(tables, { lane: lane.id, entry, settlement });
  const coveredTo = Math.max(lane.coveredTo ?? window.to, window.to);
  tables.lanes.move(lane.id, { ...lane, coveredTo });
  if (lane.askedTo === window.from) advance(window, { lane, tables });
}
