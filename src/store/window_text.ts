import type { Window } from "./store.ts";

/** Writes a window for people: `from 2026-11-24T00:00:00.000Z to 2026-11-24T00:01:00.000Z`. */
export function windowText({ from, to }: Window): string {
  return `from ${timeText(from)} to ${timeText(to)}`;
}

/** Writes an instant, whatever a damaged store says it is. */
export function timeText(instant: number): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? String(instant) : date.toISOString();
}
