import type { Status } from "./status.ts";

/** Lets time pass over a document: what it holds is as old as it then is. */
export function aged(status: Status, ms: number): Status {
  return {
    program: { ...status.program, at: status.program.at + ms },
    searches: status.searches.map((search) => ({
      ...search,
      destinations: search.destinations.map((destination) => ({
        ...destination,
        ageMs: destination.ageMs === undefined ? undefined : destination.ageMs + ms,
      })),
    })),
  };
}
