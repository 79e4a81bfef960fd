import { digestOf } from "./digest.ts";
import type { LedgerLine, NumberedLine } from "./ledger.ts";
import type { Tables } from "./tables.ts";

/** Lines that are looked at in one go, which must not hold up other writes. */
const CHUNK = 500;

/** Up to where the ledger of a lane has been folded. */
export interface FoldPosition {
  readonly lane: number;
  /** Where the next line may begin, Unix milliseconds. */
  readonly from: number;
}

/**
 * Makes neighbouring old lines of a lane into one, where windows that touch ended alike: so the ledger stays small and
 * still shows that nothing is missing.
 *
 * @param options.before Lines of windows that ended before it are old, Unix milliseconds.
 * @param options.position Where to begin.
 * @returns Where to go on; `undefined` once the lane is done.
 */
export function foldLedger(
  { ledger }: Tables,
  { before, position: { lane, from } }: {
    readonly before: number;
    readonly position: FoldPosition;
  },
): FoldPosition | undefined {
  const lines = ledger.old(lane, { from, before, limit: CHUNK });
  for (const group of groupAlike(lines)) {
    const [first] = group;
    if (first === undefined || group.length === 1) continue;
    for (const { id } of group) ledger.remove(id);
    ledger.add(lane, joined(group, first));
  }
  const last = lines.at(-1);
  if (last === undefined || lines.length < CHUNK) return undefined;
  // What was just joined may go on in the next chunk.
  return { lane, from: groupAlike(lines).at(-1)?.[0]?.window.from ?? last.window.to };
}

function groupAlike(lines: readonly NumberedLine[]): NumberedLine[][] {
  const groups: NumberedLine[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isAlike = last?.window.to === line.window.from && last.outcome === line.outcome;
    if (isAlike && last.reason === line.reason) group?.push(line);
    else groups.push([line]);
  }
  return groups;
}

function joined(group: readonly NumberedLine[], first: NumberedLine): LedgerLine {
  const digests = group.map(({ digest }) => digest ?? "");
  return {
    window: { from: first.window.from, to: Math.max(...group.map(({ window }) => window.to)) },
    outcome: first.outcome,
    count: group.reduce((sum, { count }) => sum + count, 0),
    settledAt: Math.max(...group.map(({ settledAt }) => settledAt)),
    digest: digests.every((digest) => digest === "") ? undefined : digestOf(digests.join("\n")),
    reason: first.reason,
  };
}
