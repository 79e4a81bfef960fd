import type { SearchState, SearchStatus } from "../status/status.ts";
import type { View } from "./view.ts";

/**
 * What the page says in whole sentences. Pure.
 *
 * @module
 */

const NUMBERS = new Intl.NumberFormat("en");

/** How many of something, with its noun: `1 search`, `2,000 searches`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${NUMBERS.format(count)} ${count === 1 ? one : many}`;
}

/** How large something is: `512 bytes`, `12 KiB`, `3.4 MiB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return counted(bytes, "byte");
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KiB"] : [bytes / 1024 / 1024, "MiB"];
  return `${value < 10 ? value.toFixed(1) : NUMBERS.format(Math.round(value))} ${unit}`;
}

/** What a search is doing, in a word or two. */
export const STATE_WORDS: Readonly<Record<SearchState, string>> = {
  "starting": "starts",
  "waiting": "waits for its next run",
  "running": "runs now",
  "refused": "refused by the API; only a change helps",
  "paused": "paused",
  "not running": "not running",
};

/** How many searches are in which health. */
export function countHealth(searches: Iterable<SearchStatus>): Record<string, number> {
  const counts: Record<string, number> = { failing: 0, ok: 0, new: 0, paused: 0 };
  for (const { health } of searches) counts[health] = (counts[health] ?? 0) + 1;
  return counts;
}

/** The verdict over everything, in one sentence: `2 of 12 searches fail`. */
export function verdict({ program, searches }: View): string {
  if (program.state === "not running") return "leexport is not running";
  if (program.state === "stopping") return "leexport is stopping";
  const { failing = 0, ok = 0, paused = 0 } = countHealth(searches.values());
  const all = searches.size;
  if (all === 0) return "There is no search yet";
  if (failing > 0) return share(failing, all, ["fails", "fail"]);
  if (program.health === "failing") return "leexport itself has a trouble";
  if (ok === all) return share(ok, all, ["is well", "are well"]);
  if (paused === all) return share(paused, all, ["is paused", "are paused"]);
  if (ok === 0) return `${counted(all, "search", "searches")} will run soon`;
  return `${share(ok, all, ["is well", "are well"])}, none fails`;
}

/** Says of how many of all searches something holds: `The search fails`, `2 of 12 searches fail`. */
function share(count: number, all: number, [one, many]: readonly [string, string]): string {
  if (all === 1) return `The search ${one}`;
  const searches = counted(all, "search", "searches");
  if (count === all) return `All ${searches} ${many}`;
  return `${NUMBERS.format(count)} of ${searches} ${count === 1 ? one : many}`;
}

/** What somebody who listens is told: which searches began to fail, which are well again; empty if none did. */
export function healthNews(before: View, after: View): string {
  const failing: string[] = [];
  const well: string[] = [];
  for (const [name, { health }] of after.searches) {
    const earlier = before.searches.get(name)?.health;
    if (earlier === health) continue;
    if (health === "failing") failing.push(name);
    else if (earlier === "failing") well.push(name);
  }
  return [sentence(failing, "fails", "fail"), sentence(well, "no longer fails", "no longer fail")]
    .filter((part) => part !== "").join(" ");
}

function sentence(names: readonly string[], one: string, many: string): string {
  if (names.length === 0) return "";
  if (names.length === 1) return `Search ${names[0]} ${one}.`;
  return names.length <= 3
    ? `Searches ${names.join(", ")} ${many}.`
    : `${counted(names.length, "search", "searches")} ${many}.`;
}
