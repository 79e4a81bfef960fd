import type { ProgramStatus, SearchStatus, Status, StatusChange } from "../status/status.ts";

/** What the page knows: the newest document, kept so that a change is quickly worked in. */
export interface View {
  readonly program: ProgramStatus;
  /** By name, in the order of the config. */
  readonly searches: ReadonlyMap<string, SearchStatus>;
}

/** Takes a whole document. */
export function viewOf({ program, searches }: Status): View {
  return { program, searches: new Map(searches.map((search) => [search.name, search])) };
}

/**
 * Works a change in. Searches that did not change stay the same objects, so that nothing is drawn again for them.
 *
 * @returns A new view; the one before is not touched.
 */
export function changedView(view: View, { program, searches, order }: StatusChange): View {
  const known = new Map(view.searches);
  for (const search of searches) known.set(search.name, search);
  if (order === undefined) return { program, searches: known };
  const ordered = new Map<string, SearchStatus>();
  for (const name of order) {
    const search = known.get(name);
    if (search !== undefined) ordered.set(name, search);
  }
  return { program, searches: ordered };
}
