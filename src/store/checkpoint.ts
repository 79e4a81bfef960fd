/**
 * The checkpoint of a lane says where its next contiguous window begins. A window that begins elsewhere is not taken, so
 * that none is left out and none is taken twice, whoever asks for what.
 *
 * After a repair the checkpoint may have gone back to a gap, with windows behind it that are there already. `coveredTo`
 * remembers how far they reach; only before it anything has to be looked up. Once the gap is filled, the checkpoint jumps
 * over what is there.
 *
 * @module
 */

import type { LaneState } from "./lanes.ts";
import type { SkippedWindows, Window } from "./store.ts";
import type { Tables } from "./tables.ts";

/** Says whether a contiguous window is the next one of a lane. */
export function isNext(window: Window, { lane, tables }: LaneOf): boolean {
  if (lane.askedTo !== undefined && lane.askedTo !== window.from) return false;
  return !isCovered(window, { lane, tables });
}

/** Says whether a lane already has some of a stretch of time, settled or waiting. */
export function isCovered({ from, to }: Window, { lane, tables }: LaneOf): boolean {
  if (lane.coveredTo === undefined || from >= lane.coveredTo) return false;
  const settled = tables.ledger.before(lane.id, to);
  const waiting = tables.outbox.before(lane.id, to)?.window;
  return (settled?.to ?? from) > from || (waiting?.to ?? from) > from;
}

/** Moves the checkpoint of a lane behind a window that it has taken. */
export function advance({ to }: Window, { lane, tables }: LaneOf): void {
  const coveredTo = Math.max(lane.coveredTo ?? to, to);
  let askedTo = to;
  while (askedTo < coveredTo) {
    const next = firstFrom(askedTo, { lane, tables });
    if (next?.from !== askedTo) break;
    askedTo = next.to;
  }
  tables.lanes.move(lane.id, { askedTo, coveredTo });
}

/** Finds where the windows behind the checkpoint begin that are there already; `undefined` without a repair. */
export function heldFrom({ lane, tables }: LaneOf): number | undefined {
  const { askedTo, coveredTo } = lane;
  if (askedTo === undefined || coveredTo === undefined || askedTo >= coveredTo) return undefined;
  return firstFrom(askedTo, { lane, tables })?.from;
}

function firstFrom(instant: number, { lane, tables }: LaneOf): Window | undefined {
  const settled = tables.ledger.after(lane.id, instant);
  const waiting = tables.outbox.after(lane.id, instant)?.window;
  if (settled === undefined || waiting === undefined) return settled ?? waiting;
  return settled.from < waiting.from ? settled : waiting;
}

interface LaneOf {
  readonly lane: LaneState;
  readonly tables: Tables;
}

/** Sets the checkpoint of those lanes that have none. */
export function beginLanes(
  tables: Tables,
  { search, destinations, askedTo }: {
    readonly search: string;
    readonly destinations: readonly string[];
    readonly askedTo: number;
  },
): void {
  for (const destination of destinations) {
    const lane = tables.lanes.obtain({ search, destination });
    if (lane.askedTo === undefined) tables.lanes.move(lane.id, { ...lane, askedTo });
  }
}

/** Moves checkpoints over windows that nobody is going to ask for. */
export function skip(
  tables: Tables,
  { search, destinations, window, count, reason, now }: SkippedWindows,
): void {
  for (const destination of destinations) {
    const lane = tables.lanes.obtain({ search, destination });
    if (count < 1 || !isNext(window, { lane, tables })) continue;
    const ended = { outcome: "skipped", settledAt: now, digest: undefined, reason } as const;
    tables.ledger.add(lane.id, { window, count, ...ended });
    tables.lanes.count(lane.id, { skipped: count });
    advance(window, { lane, tables });
  }
}
