import { isPlaceholder } from "../config/read_value.ts";
import { regionAddress } from "../config/region_address.ts";
import { LogSearchError } from "../errors.ts";
import { type Account, findAccount, openAccount } from "../log_search/account.ts";
import { isLogKey } from "../log_search/log_directory.ts";
import type { KnownLog } from "../log_search/log_names.ts";
import type { Secret } from "../secret.ts";
import type { ApiPlace } from "./answers.ts";

/** A person waits for it, so it is not as patient as the daemon. */
const DEADLINE_MS = 20_000;
/** A simulator is of this machine, and answers at once. */
const SIMULATOR_DEADLINE_MS = 3_000;
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

/** Whether a place is of this machine, where a simulator may listen. */
export function isOfThisMachine(place: ApiPlace): boolean {
  return place.kind === "url" && LOOPBACK_REGEXP.test(new URL(place.url).hostname);
}

/** Whether an API answered, and would not take the key. */
export function isKeyRefused({ status }: LogSearchError): boolean {
  return status === 401 || status === 403;
}

/**
 * Opens the account that a key belongs to.
 *
 * @throws {LogSearchError} If the API cannot be reached, or refuses the key.
 */
export async function openPlace(
  place: ApiPlace,
  { apiKey, signal, deadlineMs }: ListOptions,
): Promise<Account> {
  const usualMs = isOfThisMachine(place) ? SIMULATOR_DEADLINE_MS : DEADLINE_MS;
  return await openAccount(addressOf(place), {
    apiKey,
    signal,
    deadlineMs: deadlineMs ?? usualMs,
  });
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
  const { logs } = await openAccount(addressOf(place), { apiKey, signal, deadlineMs });
  return listedLogs(logs);
}

/** Logs as a config names them, in their order. */
export function listedLogs(logs: readonly KnownLog[]): readonly ListedLog[] {
  const names = Map.groupBy(logs, fullName);
  return logs.map((log) => toListed(log, { alike: names.get(fullName(log))?.length ?? 1 }));
}

/**
 * Lists the logs of a simulator, if one listens at an address of this machine.
 *
 * @param options.apiKey The key that simulators take unless they are told another.
 * @returns `undefined` if the address is of another machine, or the key is refused.
 * @throws {LogSearchError} If nothing answers there.
 */
export async function listSimulated(
  place: ApiPlace,
  options: ListOptions,
): Promise<readonly ListedLog[] | undefined> {
  if (!isOfThisMachine(place)) return undefined;
  try {
    return await listLogs(place, { ...options, deadlineMs: SIMULATOR_DEADLINE_MS });
  } catch (error) {
    if (error instanceof LogSearchError && isKeyRefused(error)) return undefined;
    throw error;
  }
}

/** Finds the place, of some, whose API takes a key. */
export async function findPlace(
  places: readonly ApiPlace[],
  { deadlineMs = DEADLINE_MS, ...options }: ListOptions,
): Promise<ApiPlace | undefined> {
  const apis = places.map((place) => ({ place, url: addressOf(place) }));
  const found = await findAccount(apis, { ...options, deadlineMs });
  return found?.api.place;
}

function fullName({ name, sets: [set] }: KnownLog): string {
  return set === undefined ? name : `${set}/${name}`;
}

function toListed(log: KnownLog, { alike }: { readonly alike: number }): ListedLog {
  const name = fullName(log);
  const unfit = UNFIT_NAME_REGEXP.test(name) || isPlaceholder(name) || isLogKey(name);
  return { name, logs: alike > 1 || unfit ? log.id : name };
}
