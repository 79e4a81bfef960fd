import { log } from "@clack/prompts";
import { otherRegions } from "../../config/region_address.ts";
import { LOG_SEARCH_KEYS, REGIONS } from "../../config/schema.ts";
import { LogSearchError } from "../../errors.ts";
import { Secret } from "../../secret.ts";
import { withHint } from "../../with_hint.ts";
import { addressOf, findPlace, type ListedLog, listLogs, listSimulated } from "../account.ts";
import type { ApiPlace, Draft } from "../answers.ts";
import { API_KEY_VARIABLE } from "../complete_draft.ts";
import type { Asker } from "./asker.ts";
import { faultOf } from "./fault_of.ts";
import { askSecret, type ChosenSecret, findSecret, type SecretSources } from "./secret_choice.ts";

const KEY_FILE = "log-search.key";
const OTHER_ADDRESS = "another address";

/** Whom to ask with which key, and what there is to ask about. */
export interface Access {
  readonly place: ApiPlace;
  readonly key: ChosenSecret;
  /** `undefined` if they could not be listed. */
  readonly logs: readonly ListedLog[] | undefined;
}

/** What the questions about the account need. */
export interface AccessOptions {
  readonly ask: Asker;
  readonly sources: SecretSources;
  /** The key that simulators take. */
  readonly simulatorKey: string;
}

/**
 * Asks for the address and the key, and tries them, until the logs can be listed or the person goes on without. A log
 * that is known already need not be listed.
 */
export async function askAccess(draft: Draft, options: AccessOptions): Promise<Access> {
  let place = draft.place ?? await askPlace(options);
  let key = draft.apiKey === undefined
    ? await firstKey(place, options)
    : await findSecret(draft.apiKey, options.sources);
  if (draft.logs !== undefined) return { place, key, logs: undefined };
  for (;;) {
    const logs = await list(place, { key, ...options });
    if (logs !== undefined || key.secret === undefined) return { place, key, logs };
    const next = await askWhatNow(place, options);
    if (next === "go on") return { place, key, logs };
    if (next === "place") place = await askPlace(options);
    if (next === "find") place = await find(place, { secret: key.secret, ...options });
    if (next === "key") key = await askKey(options);
  }
}

async function askPlace({ ask, sources: { folder } }: AccessOptions): Promise<ApiPlace> {
  const region = await ask.choose("Which region is the account in?", [
    ...REGIONS.map((region) => ({ value: region })),
    { value: OTHER_ADDRESS, label: "Another address: a simulator, a proxy" },
  ]);
  if (region !== OTHER_ADDRESS) return { kind: "region", region };
  const url = await ask.type("At which address is the log search API?", {
    example: "http://127.0.0.1:8080",
    fault: (text) => faultOf(LOG_SEARCH_KEYS.url, { text, folder }),
  });
  return { kind: "url", url };
}

/** A simulator's key need not be asked for. */
async function firstKey(place: ApiPlace, options: AccessOptions): Promise<ChosenSecret> {
  const { simulatorKey, ask: { signal } } = options;
  const secret = new Secret(simulatorKey);
  const logs = await listSimulated(place, { apiKey: secret, signal });
  if (logs === undefined) return await askKey(options);
  log.info("A simulator answers there; its key is known");
  return { written: simulatorKey, secret };
}

async function askKey({ ask, sources }: AccessOptions): Promise<ChosenSecret> {
  return await askSecret("log search API key", {
    variable: API_KEY_VARIABLE,
    file: KEY_FILE,
    sources,
    ask,
  });
}

async function list(
  place: ApiPlace,
  { key: { secret }, ask: { signal } }: AccessOptions & { readonly key: ChosenSecret },
): Promise<readonly ListedLog[] | undefined> {
  if (secret === undefined) {
    log.warn("Cannot list the logs yet: the key is not there");
    return undefined;
  }
  log.step(`Asking ${new URL(addressOf(place)).host} for its logs`);
  try {
    const logs = await listLogs(place, { apiKey: secret, signal });
    log.success(logs.length === 1 ? "There is 1 log" : `There are ${logs.length} logs`);
    return logs;
  } catch (error) {
    if (!(error instanceof LogSearchError)) throw error;
    log.error(withHint(`Cannot list the logs: ${error.message}`, error.hint));
    return undefined;
  }
}

/** Tries the key in every other region of the vendor's. */
async function find(
  place: ApiPlace,
  { secret, ask: { signal } }: AccessOptions & { readonly secret: Secret },
): Promise<ApiPlace> {
  const regions = [...otherRegions(addressOf(place)).keys()];
  const places = regions.map((region): ApiPlace => ({ kind: "region", region }));
  log.step(`Trying the key in ${regions.join(", ")}`);
  const found = await findPlace(places, { apiKey: secret, signal });
  if (found === undefined) log.error("No other region takes the key");
  return found ?? place;
}

async function askWhatNow(
  place: ApiPlace,
  { ask }: AccessOptions,
): Promise<"key" | "place" | "find" | "go on"> {
  const find = { value: "find" as const, label: "Try the key in every region" };
  return await ask.choose("What now?", [
    ...otherRegions(addressOf(place)).size > 0 ? [find] : [],
    { value: "key" as const, label: "Give another key" },
    { value: "place" as const, label: "Choose another region or address" },
    { value: "go on" as const, label: "Go on, and type the name of the log" },
  ]);
}
