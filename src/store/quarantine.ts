import type { StoredEntry } from "./outbox.ts";
import type { LaneName } from "./store.ts";
import type { Tables } from "./tables.ts";

/**
 * Sets a payload aside that is not what it was when it was stored. Its window, if contiguous, is asked for again: the
 * checkpoint goes back to it, and it counts as never asked. A sliding one counts as replaced, by the one that comes next.
 */
export function quarantine(
  { lanes, outbox, ledger }: Tables,
  { entry, lane, now }: {
    readonly entry: StoredEntry;
    readonly lane: LaneName;
    readonly now: number;
  },
): void {
  const row = outbox.find(entry.id);
  if (row === undefined) return;
  const { id, askedTo, coveredTo } = lanes.obtain(lane);
  const { window, text } = entry;
  ledger.quarantine({ ...lane, window, text, reason: "its digest does not match", at: now });
  outbox.remove(entry.id);
  const replaced = entry.windows === "sliding" ? 1 : 0;
  lanes.count(id, { waiting: -1, replaced, waitingBytes: -row.bytes });
  if (entry.windows === "sliding") return;
  lanes.move(id, { askedTo: Math.min(askedTo ?? window.from, window.from), coveredTo });
}
