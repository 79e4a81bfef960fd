import type { Config, StatePlace, StatusConfig } from "../config/config.ts";
import { type Problem, StoreError } from "../errors.ts";
import { STORE_FILE } from "../store/open_store.ts";
import { NO_STANDING, readStanding, type Standing } from "../store/standing.ts";
import { storePlace } from "../store/store_place.ts";
import { offlineStatus, searchesIn, searchesOf } from "./offline.ts";
import type { Status, Trouble } from "./status.ts";

/** The config of an offline document, as far as it can be used. */
export interface OfflineConfig {
  /** Path of the file. */
  readonly file: string;
  readonly state: StatePlace;
  readonly status: Pick<StatusConfig, "address" | "token">;
  /** `undefined`: it cannot be used; the store tells what it knows. */
  readonly config: Config | undefined;
  /** Why it cannot be used. */
  readonly problems: readonly Problem[];
}

/**
 * Makes the document from the config and the store's file while no daemon runs.
 *
 * @param now Unix milliseconds.
 */
export function readOffline(
  { file, state, status, config, problems }: OfflineConfig,
  now: number,
): Status {
  const { standing, troubles } = standingAt(state, now);
  return offlineStatus({
    configFile: file,
    actions: status.token === undefined ? "none" : "with token",
    served: status.address.kind === "none" ? "nowhere" : "somewhere",
    searches: config === undefined ? searchesIn(standing, file) : searchesOf(config),
    standing,
    troubles: [...troublesOf(problems, now), ...troubles],
    now,
  });
}

function standingAt(
  state: StatePlace,
  now: number,
): { readonly standing: Standing; readonly troubles: readonly Trouble[] } {
  const place = storePlace(state);
  if (place.kind !== "folder") return { standing: NO_STANDING, troubles: [] };
  try {
    return { standing: readStanding(`${place.path}/${STORE_FILE}`), troubles: [] };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { message, hint } = error;
    return {
      standing: NO_STANDING,
      troubles: [{ message, hint, since: now, where: undefined }],
    };
  }
}

function troublesOf(problems: readonly Problem[], now: number): Trouble[] {
  return problems.filter(({ severity }) => severity === "error")
    .map(({ message, hint, file, line }) => ({
      message,
      hint,
      since: now,
      where: `${file}:${line}`,
    }));
}
