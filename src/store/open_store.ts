/**
 * Checkpoints, outbox and ledger in one SQLite file, which one process holds.
 *
 * Written with a write-ahead log and `synchronous = FULL`: when a promise of the store resolves, the disk has confirmed
 * the write, so that it survives the program being killed and the power being cut. `NORMAL` would be enough for the first
 * but may forget the last commits with the power: a push that was settled would be made again, and one that was marked
 * would look as if it had never begun. What FULL costs, writes that come together share (see group_commit.ts).
 *
 * @module
 */

import { DiskFile } from "./disk_file.ts";
import type { KeptFile } from "./keeper.ts";
import { MemoryFile, MissingFile } from "./other_files.ts";
import { SqliteStore } from "./sqlite_store.ts";
import type { Store } from "./store.ts";
import { Life } from "./tables.ts";

/** Where a store is: in a folder, in memory only, or nowhere because no folder could be chosen. */
export type StorePlace =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "memory" }
  | { readonly kind: "nowhere"; readonly reason: string; readonly hint: string };

/** What may be chosen about a store. */
export interface StoreOptions {
  /** Backfills have a file of their own in the same folder. */
  readonly fileName?: string;
  /** Days after which neighbouring lines of the ledger become one. */
  readonly ledgerDays?: number;
  /** The pause before the first attempt to recover from trouble; each later one is twice as long, up to a minute. */
  readonly recoveryPauseMs?: number;
}

/** Name of the file in the state folder, unless another is chosen. */
export const STORE_FILE = "leexport.db";

const LONGEST_PAUSE_MS = 60_000;

/**
 * Opens a store, or makes it.
 *
 * A folder that cannot be written, a full disk or a damaged file does not keep a store from being opened: see `trouble`.
 *
 * @throws {StoreError} If another process uses it, or a newer version of the program wrote it.
 */
export function openStore(
  place: StorePlace,
  { fileName = STORE_FILE, ledgerDays = 30, recoveryPauseMs = 2000 }: StoreOptions = {},
): Store {
  const life = new Life();
  const pauses = { firstMs: recoveryPauseMs, longestMs: LONGEST_PAUSE_MS };
  return new SqliteStore(fileAt(place, { fileName, life }), { life, pauses, ledgerDays });
}

function fileAt(
  place: StorePlace,
  { fileName, life }: { readonly fileName: string; readonly life: Life },
): KeptFile {
  if (place.kind === "memory") return new MemoryFile();
  if (place.kind === "nowhere") return new MissingFile(fileName, place);
  return new DiskFile(`${place.path}/${fileName}`, { life });
}
