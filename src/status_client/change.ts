import type { SearchStatus, Status, StatusChange } from "../status/status.ts";

/** Brings a document up to date. */
export function changed(status: Status, { program, searches, order }: StatusChange): Status {
  const known = new Map(status.searches.map((search) => [search.name, search]));
  for (const search of searches) known.set(search.name, search);
  const names = order ?? [...known.keys()];
  const found = names.map((name) => known.get(name));
  return { program, searches: found.filter((search): search is SearchStatus => !!search) };
}
