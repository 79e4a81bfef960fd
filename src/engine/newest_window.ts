import type { SearchConfig } from "../config/config.ts";
import type { Window } from "../store/store.ts";
import { firstCheckpoint } from "./windows.ts";

/**
 * Gives the window that a search asks about when it is run once, outside its schedule.
 *
 * @param now Unix milliseconds.
 * @returns The newest whole one of contiguous windows; a sliding one that ends now.
 */
export function newestWindow(search: SearchConfig, now: number): Window {
  const [periodMs, delayMs] = [search.periodSeconds * 1000, search.delaySeconds * 1000];
  if (search.windows === "contiguous") {
    const from = firstCheckpoint(now, { periodMs, delayMs });
    return { from, to: from + periodMs };
  }
  return { from: now - delayMs - search.rangeSeconds * 1000, to: now - delayMs };
}
