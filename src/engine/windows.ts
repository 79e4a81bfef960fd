/**
 * Which window of a search is asked next. Windows are `[k * period, (k + 1) * period)` of Unix time, so neither time
 * zones nor leap days nor the moment of a start move them. Each lane has a checkpoint, and its windows follow each other
 * from there without gap or overlap, also when the period changes: the first one then reaches to the next multiple of
 * the new period.
 *
 * Lanes with the same checkpoint move together and share one query. A lane without room in its outbox stays behind
 * alone, and catches up when there is room again.
 *
 * @module
 */

import type { CatchUp } from "../config/config.ts";
import type { Window } from "../store/store.ts";

/** How the windows of a search follow each other. */
export interface WindowPlan {
  /** Milliseconds, a whole number of seconds. */
  readonly periodMs: number;
  /** How long after its end a window is asked about, milliseconds. */
  readonly delayMs: number;
  readonly catchUp: CatchUp;
  /** Missed windows that ended longer ago are left out, milliseconds. */
  readonly catchUpLimitMs: number;
}

/** Where a lane stands. */
export interface LanePlace {
  readonly destination: string;
  /** Up to when its windows have been taken up, Unix milliseconds. */
  readonly askedTo: number;
  /** Whether its outbox takes more. */
  readonly hasRoom: boolean;
  /** Where windows begin that it has already, after a repair of the store, Unix milliseconds. */
  readonly heldFrom?: number | undefined;
}

/** Ask about a window; `class` says whether it has only just ended. */
export interface AskStep {
  readonly kind: "ask";
  readonly destinations: readonly string[];
  readonly window: Window;
  readonly class: "live" | "catch_up";
}

/** Leave windows out, as policy wants it. */
export interface SkipStep {
  readonly kind: "skip";
  readonly destinations: readonly string[];
  /** From the first one's beginning to the last one's end. */
  readonly window: Window;
  readonly count: number;
  /** The key of the config that wants it. */
  readonly reason: "catch_up" | "catch_up_limit";
}

/** What to do next; `wait`: nothing before an instant, Unix milliseconds, or earlier if a lane gets room. */
export type WindowStep = AskStep | SkipStep | { readonly kind: "wait"; readonly until: number };

/**
 * Says where the windows of a new search begin: with the newest one that can be asked already.
 *
 * @param now Unix milliseconds.
 * @returns Unix milliseconds, a multiple of the period.
 */
export function firstCheckpoint(
  now: number,
  { periodMs, delayMs }: Pick<WindowPlan, "periodMs" | "delayMs">,
): number {
  return lastMultiple(now - delayMs, periodMs) - periodMs;
}

/**
 * Says what a search does next: what has only just ended first, then what was missed, the oldest first.
 *
 * @param lanes The lanes of the search, at least one.
 * @param options.now Unix milliseconds.
 */
export function nextStep(
  lanes: readonly LanePlace[],
  { now, ...plan }: WindowPlan & { readonly now: number },
): WindowStep {
  const { periodMs, delayMs } = plan;
  const end = lastMultiple(now - delayMs, periodMs);
  const due = lanes.filter(({ askedTo, hasRoom }) => hasRoom && askedTo < end);
  if (due.length === 0) return { kind: "wait", until: nextEnd(lanes, { end, periodMs }) + delayMs };
  const places = lanes.map(({ askedTo }) => askedTo);
  const lead = Math.max(...due.map(({ askedTo }) => askedTo));
  // Lanes that are due although another has gone on have been left behind.
  const askedTo = lead === Math.max(...places)
    ? lead
    : Math.min(...due.map(({ askedTo }) => askedTo));
  const train = due.filter((lane) => lane.askedTo === askedTo);
  const heldFrom = train[0]?.heldFrom;
  const destinations = train.filter((lane) => lane.heldFrom === heldFrom)
    .map(({ destination }) => destination);
  return stepOf(askedTo, { end, now, destinations, heldFrom, ...plan });
}

function stepOf(
  askedTo: number,
  { end, now, destinations, heldFrom = Infinity, periodMs, delayMs, catchUp, catchUpLimitMs }:
    & WindowPlan
    & Pick<LanePlace, "heldFrom">
    & {
      readonly end: number;
      readonly now: number;
      readonly destinations: readonly string[];
    },
): AskStep | SkipStep {
  const firstEnd = lastMultiple(askedTo, periodMs) + periodMs;
  const ask = (to: number, kind: "live" | "catch_up"): AskStep => {
    const window = { from: askedTo, to: Math.min(to, heldFrom) };
    return { kind: "ask", destinations, window, class: kind };
  };
  const skip = (wanted: number, reason: SkipStep["reason"]): SkipStep => {
    const to = Math.min(wanted, heldFrom);
    const count = Math.ceil((to - firstEnd) / periodMs) + 1;
    return { kind: "skip", destinations, window: { from: askedTo, to }, count, reason };
  };
  if (firstEnd === end) return ask(end, "live");
  if (catchUp === "skip") return skip(end, "catch_up");
  if (catchUp === "newest") return skip(end - periodMs, "catch_up");
  const oldest = lastMultiple(now - delayMs - catchUpLimitMs, periodMs);
  const limit = Math.min(oldest, end - periodMs);
  if (limit > askedTo) return skip(limit, "catch_up_limit");
  return ask(catchUp === "merge" ? end : firstEnd, "catch_up");
}

/** The end of the next window that will be over; of lanes that were asked too early by a clock set back, theirs. */
function nextEnd(
  lanes: readonly LanePlace[],
  { end, periodMs }: { readonly end: number; readonly periodMs: number },
): number {
  const ends = lanes.map(({ askedTo }) =>
    lastMultiple(Math.max(askedTo, end), periodMs) + periodMs
  );
  return Math.min(...ends);
}

function lastMultiple(time: number, periodMs: number): number {
  return Math.floor(time / periodMs) * periodMs;
}
