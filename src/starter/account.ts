import { isPlaceholder } from "../config/read_value.ts";
import { regionAddress } from "../config/region_address.ts";
import { LogSearchError } from "../errors.ts";
import { LogSearchClient } from "../log_search/client.ts";
import { isLogKey } from "../log_search/log_directory.ts";
import type { KnownLog } from "../log_search/log_names.ts";
import type { Secret } from "../secret.ts";
import type { ApiPlace } from "./answers.ts";

/** A person waits for it, so it is not as patient as the daemon. */
const DEADLINE_MS = 20_000;
/** A simulator is of this machine, and answers at once. */
const SIMULATOR_DEADLINE_MS = 3_000;
const PACING = { maxRetries: 1 };
const LOOPBACK_REGEXP = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;
/** What would make several logs of one name in a config, or is not kept there. */
const UNFIT_NAME_REGEXP = /[:,\r\n]|^\s|\s$/;

/** A log as a config names it. */
export interface ListedLog {
  /** For `logs`: the name, or the key of a log that its name does not tell from another. */
  readonly logs: string;
  /** `Set/Log`, or `Log`. */
  readonly name: string;
}

/** How the logs of an account are listed. */
export interface ListOptions {
  readonly apiKey: Secret;
  /** Gives up when aborted. */
  readonly signal: AbortSignal;
  /** How long a person has to wait at most. */
  readonly deadlineMs?: number;
}

/** The address of the API, as a config would be understood. */
export function addressOf(place: ApiPlace): string {
  return place.kind === "url" ? place.url.replace(/\/+$/, "") : regionAddress(place.region);
}

/**
 * Lists the logs that a key may read.
 *
 * @returns In the order of their names.
 * @throws {LogSearchError} If the API cannot be reached, or refuses the key.
 */
export async function listLogs(
  place: ApiPlace,
  { apiKey, signal, deadlineMs = DEADLINE_MS }: ListOptions,
): Promise<readonly ListedLog[]> {
  const url = addressOf(place);
  const client = new LogSearchClient({ url, apiKey, deadlineMs, pacing: PACING });
  const logs = await client.listLogs({ signal });
  const names = Map.groupBy(logs, fullName);
  return logs.map((log) => toListed(log, { alike: names.get(fullName(log))?.length ?? 1 }));
}

/**
 * Lists the logs of a simulator, if one listens at an address of this machine.
 *
 * @param options.apiKey The key that simulators take unless they are told another.
 * @returns `undefined` if the address is of another machine, nothing answers there, or the key is refused.
 */
export async function listSimulated(
  place: ApiPlace,
  options: ListOptions,
): Promise<readonly ListedLog[] | undefined> {
  if (place.kind !== "url" || !LOOPBACK_REGEXP.test(new URL(place.url).hostname)) return undefined;
  return await listIfAllowed(place, { ...options, deadlineMs: SIMULATOR_DEADLINE_MS });
}

/** Finds the place, of some, whose API takes a key. */
export async function findPlace(
  places: readonly ApiPlace[],
  options: ListOptions,
): Promise<ApiPlace | undefined> {
  const known = await Promise.all(places.map(async (place) => {
    const logs = await listIfAllowed(place, options);
    return logs === undefined ? [] : [place];
  }));
  return known.flat()[0];
}

async function listIfAllowed(
  place: ApiPlace,
  options: ListOptions,
): Promise<readonly ListedLog[] | undefined> {
  try {
    return await listLogs(place, options);
  } catch (error) {
    if (error instanceof LogSearchError) return undefined;
    throw error;
  }
}

function fullName({ name, sets: [set] }: KnownLog): string {
  return set === undefined ? name : `${set}/${name}`;
}

function toListed(log: KnownLog, { alike }: { readonly alike: number }): ListedLog {
  const name = fullName(log);
  const unfit = UNFIT_NAME_REGEXP.test(name) || isPlaceholder(name) || isLogKey(name);
  return { name, logs: alike > 1 || unfit ? log.id : name };
}
