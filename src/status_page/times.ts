/**
 * Times as a person says them. Pure: `now` is given, Unix milliseconds; so are all instants.
 *
 * @module
 */

/** How an instant is told: `12 s ago`, `14:03:22 (12 s ago)`, `in 12 s`, or `12 s` for an age. */
export type TimeForm = "ago" | "since" | "until" | "age";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const DAY_AND_CLOCK = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** Says how long something takes: `840 ms`, `1.2 s`, `45 s`, `12 min`, `3 h 5 min`, `2 days`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  return span(ms);
}

/** Says how long ago or ahead something is, in whole seconds or more: `0 s`, `45 s`, `12 min`. */
export function span(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  const minutes = Math.floor(ms % HOUR / MINUTE);
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ""}`;
  const days = Math.floor(ms / DAY);
  return days === 1 ? "1 day" : `${days} days`;
}

/** Tells an instant in one of the forms. */
export function relative(form: TimeForm, { at, now }: { at: number; now: number }): string {
  if (form === "age") return span(now - at);
  if (form === "until") return at - now < 1000 ? "now" : `in ${span(at - now)}`;
  const ago = now - at < 1000 ? "just now" : `${span(now - at)} ago`;
  return form === "ago" ? ago : `${clockTime(at, { now })} (${ago})`;
}

/** Tells an instant by the clock of the reader; with the day if it is not today. */
export function clockTime(at: number, { now }: { now: number }): string {
  const same = new Date(at).toDateString() === new Date(now).toDateString();
  return (same ? CLOCK : DAY_AND_CLOCK).format(at);
}
