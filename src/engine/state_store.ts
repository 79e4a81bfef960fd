import type { Stretch } from "./backfill_stretch.ts";
import type { ProcessConfig, SearchConfig } from "../config/config.ts";
import { StoreError } from "../errors.ts";
import { openStore } from "../store/open_store.ts";
import type { Store } from "../store/store.ts";
import { storePlace } from "../store/store_place.ts";

/**
 * Opens the store of a daemon.
 *
 * @throws {StoreError} If another process uses it, or a newer version of the program wrote it.
 */
export function openStateStore(process: ProcessConfig): Store {
  return openStore(storePlace(process.state), { ledgerDays: process.ledgerDays });
}

/**
 * Opens the store of a backfill: a file of its own beside the daemon's, found again by what is backfilled.
 *
 * @throws {StoreError} If nothing is kept on disk, or another process uses it.
 */
export function openBackfillStore(
  process: ProcessConfig,
  { search, stretch }: { readonly search: SearchConfig; readonly stretch: Stretch },
): Store {
  const place = storePlace(process.state);
  if (place.kind === "memory") {
    const message =
      "Cannot backfill: with state_dir = none nothing is kept that it could go on from";
    throw new StoreError(message, { hint: "name a folder in state_dir of [Leexport]" });
  }
  const name = encodeURIComponent(search.name).slice(0, 100);
  const fileName = `backfill-${name}-${stretch.from}-${stretch.wholeTo}.db`;
  return openStore(place, { ledgerDays: process.ledgerDays, fileName });
}
