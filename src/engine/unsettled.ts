import type { LaneName, OutboxEntry, Settlement } from "../store/store.ts";

/** An entry whose end the disk has not taken yet. */
export interface UnsettledEntry {
  readonly entry: OutboxEntry;
  readonly settlement: Settlement;
}

/** What the disk could not be told, by lane: it outlives a lane that a changed config replaces. */
export class Unsettled {
  readonly #byLane = new Map<string, UnsettledEntry>();

  of(lane: LaneName): UnsettledEntry | undefined {
    return this.#byLane.get(idOf(lane));
  }

  keep(unsettled: UnsettledEntry): void {
    this.#byLane.set(idOf(unsettled.entry.lane), unsettled);
  }

  forget(lane: LaneName): void {
    this.#byLane.delete(idOf(lane));
  }
}

function idOf({ search, destination }: LaneName): string {
  return JSON.stringify([search, destination]);
}
