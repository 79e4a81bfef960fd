import type { Window } from "../store/store.ts";

/** What the traces of a run and of its pushes are found by. */
export function stepAttributes(
  search: string,
  { from, to }: Window,
): Readonly<Record<string, string>> {
  return {
    "leexport.search": search,
    "leexport.window.from": new Date(from).toISOString(),
    "leexport.window.to": new Date(to).toISOString(),
  };
}
