import { dice, pick } from "./dice.ts";
import type { Moment } from "./moments.ts";

/**
 * When the program is killed: some time after its start, at the very moment that its surroundings see a step (before
 * the next one can happen), or a little later.
 */
export type KillPoint =
  | { readonly kind: "time"; readonly afterMs: number }
  | { readonly kind: "moment"; readonly moment: Moment; readonly nth: number }
  | {
    readonly kind: "after";
    readonly moment: Moment;
    readonly nth: number;
    readonly afterMs: number;
  };

/** How often each kind comes. */
const SHARES = {
  "while it starts": 1,
  "at any time": 2,
  "query arrives": 2,
  "query answered": 2,
  "after a query": 3,
  "push arrives": 2,
  "push answered": 2,
  "after a push": 4,
};

/** Steps of a kind before the one that it is about, at most: some lives are short, some go on for a while. */
const MOST_QUERIES = 12;
const MOST_PUSHES = 24;
const LONGEST_START_MS = 500;
const LONGEST_TIME_MS = 2_500;
/** A transaction and its way to the disk fit in. */
const LONGEST_AFTER_MS = 25;

/** Plans the nth killing of a run. */
export function killPoint(seed: number, kill: number): KillPoint {
  const roll = (name: string) => dice(seed, "kill", kill, name);
  const kind = pick(roll("kind"), SHARES);
  const most = kind.includes("query") ? MOST_QUERIES : MOST_PUSHES;
  const nth = 1 + Math.floor(most * roll("nth"));
  const afterMs = Math.floor(LONGEST_AFTER_MS * roll("after"));
  switch (kind) {
    case "while it starts":
      return { kind: "time", afterMs: Math.floor(LONGEST_START_MS * roll("time")) };
    case "at any time":
      return { kind: "time", afterMs: Math.floor(LONGEST_TIME_MS * roll("time")) };
    case "after a query":
      return { kind: "after", moment: "query answered", nth, afterMs };
    case "after a push":
      return { kind: "after", moment: "push answered", nth, afterMs };
    default:
      return { kind: "moment", moment: kind, nth };
  }
}

/** Says a kill point in words: `3 ms after push answered 7`. */
export function describeKillPoint(point: KillPoint): string {
  if (point.kind === "time") return `${point.afterMs} ms after the start`;
  const moment = `${point.moment} ${point.nth}`;
  return point.kind === "moment" ? moment : `${point.afterMs} ms after ${moment}`;
}
