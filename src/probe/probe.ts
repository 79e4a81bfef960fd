import type { Config } from "../config/config.ts";
import { Turns } from "../service_host/turns.ts";
import type { Finding } from "./finding.ts";
import { type Place, placesOf } from "./places.ts";
import { tryKey } from "./try_key.ts";
import { tryLogs } from "./try_logs.ts";
import { tryPlace } from "./try_place.ts";

const PLACES_AT_ONCE = 20;

/** What probing needs besides the config. */
export interface ProbeOptions {
  /** Addresses of other regions of the API, by name: a key that is refused is tried there. */
  readonly regions: ReadonlyMap<string, string>;
  /** How long one destination may take to be reached; default 5,000. */
  readonly deadlineMs?: number;
}

/**
 * Tries what a config needs of others, as far as that can be done without pushing: the API key, every log, and whether
 * every destination can be reached. Each is tried once, however many searches use it.
 *
 * @returns The key, then the logs, then the destinations, in the order of the config.
 */
export async function probe(
  config: Config,
  { regions, deadlineMs = 5_000 }: ProbeOptions,
): Promise<readonly Finding[]> {
  const [account, places] = await Promise.all([
    tryAccount(config, regions),
    tryPlaces(placesOf(config), deadlineMs),
  ]);
  return [...account, ...places];
}

async function tryAccount(
  { logSearch, searches }: Config,
  regions: ReadonlyMap<string, string>,
): Promise<readonly Finding[]> {
  const { finding, account } = await tryKey(logSearch, { regions });
  return [finding, ...await tryLogs(searches, account)];
}

async function tryPlaces(
  places: readonly Place[],
  deadlineMs: number,
): Promise<readonly Finding[]> {
  const turns = new Turns(PLACES_AT_ONCE);
  return await Promise.all(places.map(async (place) => {
    await turns.take();
    try {
      return await tryPlace(place, { deadlineMs });
    } finally {
      turns.give();
    }
  }));
}
