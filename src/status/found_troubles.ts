import type { DestinationStatus, SearchStatus, Status, Trouble } from "./status.ts";

/** A trouble, and whom it concerns. */
export interface FoundTrouble extends Trouble {
  /** Names of searches; empty if it is about the program. */
  readonly searches: readonly string[];
}

/** The worse, the smaller. */
const GRAVITY = { program: 0, refused: 1, rejected: 2, asking: 3, pushing: 4 } as const;

interface Graded {
  readonly trouble: Trouble;
  readonly gravity: number;
  readonly search: string | undefined;
}

/**
 * Gathers every trouble, the worst first: of the program, refused questions, refused payloads, questions without an
 * answer, payloads that wait; of the same kind, the oldest first. What several searches have in common is told once.
 */
export function findTroubles({ program, searches }: Status): FoundTrouble[] {
  const graded = [
    ...program.troubles.map((trouble) => ({
      trouble,
      gravity: GRAVITY.program,
      search: undefined,
    })),
    ...searches.flatMap(troublesOf),
  ];
  const sorted = graded.sort((a, b) => a.gravity - b.gravity || a.trouble.since - b.trouble.since);
  const alike = Map.groupBy(sorted, ({ trouble: { message, hint } }) => `${message}\n${hint}`);
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ search }) => search).filter((name) => name !== undefined);
    return [{ ...first.trouble, searches: [...new Set(names)] }];
  });
}

function troublesOf({ name, state, troubles, destinations }: SearchStatus): Graded[] {
  const gravity = state === "refused" ? GRAVITY.refused : GRAVITY.asking;
  return [
    ...troubles.map((trouble) => ({ trouble, gravity, search: name })),
    ...destinations.flatMap((destination) => pushTroublesOf(destination, name)),
  ];
}

function pushTroublesOf({ rejected, troubles }: DestinationStatus, search: string): Graded[] {
  const gravity = rejected > 0 ? GRAVITY.rejected : GRAVITY.pushing;
  return troubles.map((trouble) => ({ trouble, gravity, search }));
}
