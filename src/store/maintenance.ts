import { foldLedger, type FoldPosition } from "./fold_ledger.ts";
import type { Write } from "./group_commit.ts";
import { integerOf } from "./row.ts";
import type { Tables } from "./tables.ts";

const DAY_MS = 86_400_000;

/** Pages that are given back in one go, which must not hold up the program. */
const PAGES = 500;

/** How a store is worked on. */
export interface Workbench {
  /** Does something in a transaction, with others. */
  readonly write: <T>(write: Write<T>) => Promise<T>;
  /** Does something outside of a transaction, at once; gives 0 if the store cannot be read. */
  readonly alone: (work: (tables: Tables) => number) => number;
}

/** Keeps a store small: folds old lines of the ledger, and gives unused pages back to the disk. */
export class Maintenance {
  readonly #bench: Workbench;
  readonly #ledgerMs: number;
  /** Up to where each lane is folded, so that what does not fold is looked at once. */
  readonly #foldedTo = new Map<number, number>();

  /** @param options.ledgerDays How long each window keeps a line of its own. */
  constructor(bench: Workbench, { ledgerDays }: { readonly ledgerDays: number }) {
    this.#bench = bench;
    this.#ledgerMs = ledgerDays * DAY_MS;
  }

  /**
   * Does what is to be done, in small steps.
   *
   * @param now Unix milliseconds.
   * @throws {StoreError} If the store cannot be written; what is left is done the next time.
   */
  async run(now: number): Promise<void> {
    const before = now - this.#ledgerMs;
    const lanes = await this.#bench.write(({ lanes }) => lanes.ids());
    for (const lane of lanes) await this.#foldLane(lane, before);
    await this.#giveBack();
  }

  async #foldLane(lane: number, before: number): Promise<void> {
    let position: FoldPosition | undefined = { lane, from: this.#foldedTo.get(lane) ?? 0 };
    while (position !== undefined) {
      const { from }: FoldPosition = position;
      this.#foldedTo.set(lane, from);
      position = await this.#bench.write((tables) =>
        foldLedger(tables, { before, position: { lane, from } })
      );
    }
  }

  async #giveBack(): Promise<void> {
    for (let unused = Infinity; unused > PAGES;) {
      const left = this.#bench.alone(giveBackPages);
      if (left >= unused) return;
      unused = left;
      // Others get their turn in between.
      await this.#bench.write(() => {});
    }
  }
}

/** @returns How many pages are unused still. */
function giveBackPages({ db }: Tables): number {
  db.exec(`PRAGMA incremental_vacuum(${PAGES})`);
  return integerOf(db.prepare("PRAGMA freelist_count").get() ?? {}, "freelist_count");
}
