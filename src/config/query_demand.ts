import type { SearchConfig } from "./config.ts";
import { Pace } from "./pace.ts";

/** Queries that an account may start in 15 minutes, unless the vendor has agreed to another number. */
export const USUAL_RATE_LIMIT = 1500;
const QUARTER_SECONDS = 900;

/** Sums up what a search asks: searches with the same question ask the API once. */
export function questionOf(search: SearchConfig): string {
  const { logs, statement, windows, periodSeconds, rangeSeconds, delaySeconds } = search;
  return JSON.stringify([logs, statement, windows, periodSeconds, rangeSeconds, delaySeconds]);
}

/** How often the questions of searches are asked. */
export function queryPace(searches: readonly SearchConfig[]): Pace {
  const pace = new Pace();
  const periods = new Map(searches.map((search) => [questionOf(search), search.periodSeconds]));
  periods.forEach((period) => pace.add(period));
  return pace;
}

/** How many queries a pace makes in the 15 minutes that the API counts. */
export function queriesPerWindow(pace: Pace): number {
  return pace.timesIn(QUARTER_SECONDS);
}
