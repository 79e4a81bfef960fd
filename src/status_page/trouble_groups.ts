import type { SearchStatus, Trouble } from "../status/status.ts";
import type { View } from "./view.ts";

/** A trouble, and all searches that have it. */
export interface TroubleGroup {
  /** What its troubles have in common, as {@linkcode groupKey} says. */
  readonly key: string;
  readonly trouble: Trouble;
  /** Names; empty if it is a trouble of the program itself. */
  readonly searches: readonly string[];
}

/**
 * Gathers what is wrong: the program's troubles first, then those of the searches. What differs in nothing but the name
 * of the search shares a group, so that one outage is told once.
 */
export function troubleGroups({ program, searches }: View): TroubleGroup[] {
  const groups = new Map<string, { trouble: Trouble; searches: string[] }>();
  for (const trouble of program.troubles) groups.set(trouble.message, { trouble, searches: [] });
  for (const search of searches.values()) {
    for (const trouble of troublesOf(search)) {
      const key = groupKey(search.name, trouble);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { trouble, searches: [search.name] });
      else groups.set(key, joined(group, { trouble, name: search.name }));
    }
  }
  return Array.from(groups, ([key, group]) => ({ key, ...group }));
}

/** What all troubles of a group have in common. */
export function groupKey(search: string, { message }: Trouble): string {
  return message.replaceAll(JSON.stringify(search), "");
}

/** Everything that is wrong with a search: with asking, then with pushing. */
export function troublesOf({ troubles, destinations }: SearchStatus): Trouble[] {
  return [...troubles, ...destinations.flatMap((destination) => destination.troubles)];
}

/** The oldest of equal troubles tells since when. */
function joined(
  { trouble, searches }: { trouble: Trouble; searches: string[] },
  next: { readonly trouble: Trouble; readonly name: string },
): { trouble: Trouble; searches: string[] } {
  if (searches.at(-1) !== next.name) searches.push(next.name);
  return { trouble: next.trouble.since < trouble.since ? next.trouble : trouble, searches };
}
