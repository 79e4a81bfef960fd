import type { Salvaged } from "./salvage.ts";

/** Says in one line what became of a damaged store. */
export function reportOf(
  saved: Salvaged,
  { place, reason, copy }: {
    readonly place: string;
    readonly reason: string;
    /** Where the damaged file is now. */
    readonly copy: string;
  },
): string {
  return `Cannot read all of the store ${place}: ${reason}; it goes on with a new one. ` +
    `${savedText(saved)}\n` +
    `  hint: the damaged file is kept as ${copy}; look at the health of the disk`;
}

/** Says what was kept and what was lost. */
export function savedText({ lanes, payloads, lostPayloads, ledgerLines }: Salvaged): string {
  const lost = lostPayloads === 0 ? "" : `; lost: ${count(lostPayloads, "payload")} that waited`;
  return `Kept: ${count(lanes, "lane")}, ${count(payloads, "payload")} that wait, ` +
    `${count(ledgerLines, "line")} of the ledger${lost}`;
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
