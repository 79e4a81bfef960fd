import type { Health, SearchStatus } from "../status/status.ts";

/** Which searches somebody wants to see. */
export interface Wanted {
  /** Part of a name, in any case. */
  readonly text: string;
  readonly which: "all" | "failing";
}

const RANK: Readonly<Record<Health, number>> = { failing: 0, ok: 1, new: 1, paused: 1 };

/**
 * Chooses what the list shows: what fails comes first, the rest follows in the order of the config.
 *
 * @param searches In the order of the config.
 */
export function selectSearches(
  searches: Iterable<SearchStatus>,
  { text, which }: Wanted,
): SearchStatus[] {
  const part = text.trim().toLowerCase();
  return [...searches]
    .filter(({ health }) => which === "all" || health === "failing")
    .filter(({ name }) => name.toLowerCase().includes(part))
    .sort((a, b) => RANK[a.health] - RANK[b.health]);
}
