import { duration } from "../draw/progress.ts";

const DAY_MS = 86_400_000;

/** How instants are written. */
export interface InstantOptions {
  /** Unix milliseconds. */
  readonly now: number;
  /** `Europe/Berlin`; `undefined` = that of this machine. */
  readonly timeZone: string | undefined;
}

/** Writes since when something is: `for 4 min, since 14:02:11`; with the day unless it began in the last 20 hours. */
export function sinceText(since: number, { now, timeZone }: InstantOptions): string {
  const isRecent = now - since < 20 * DAY_MS / 24;
  const time = new Date(since).toLocaleTimeString("en-GB", { timeZone, hourCycle: "h23" });
  const day = new Date(since).toLocaleDateString("sv-SE", { timeZone });
  return `for ${agoText(since, now)}, since ${isRecent ? time : `${day} ${time}`}`;
}

/** Writes how long ago something was: `12 s`. */
export function agoText(instant: number, now: number): string {
  return duration(Math.floor(Math.max(0, now - instant) / 1000));
}
