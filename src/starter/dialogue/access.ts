import { log } from "@clack/prompts";
import { otherRegions } from "../../config/region_address.ts";
import { LOG_SEARCH_KEYS, REGIONS } from "../../config/schema.ts";
import { LogSearchError } from "../../errors.ts";
import { Secret } from "../../secret.ts";
import { withHint } from "../../with_hint.ts";
import {
  addressOf,
  findPlace,
  isKeyRefused,
  type ListedLog,
  listLogs,
  listSimulated,
} from "../account.ts";
import type { ApiPlace, Draft } from "../answers.ts";
import { API_KEY_VARIABLE } from "../complete_draft.ts";
import type { Asker } from "./asker.ts";
import { faultOf } from "./fault_of.ts";
import { askSecret, type ChosenSecret, findSecret, type SecretSources } from "./secret_choice.ts";

const KEY_FILE = "log-search.key";
const OTHER_ADDRESS = "another address";

const FIND = { value: "find", label: "Try the key in every region" } as const;
const OTHER_KEY = { value: "key", label: "Give another key" } as const;
const OTHER_PLACE = { value: "place", label: "Choose another region or address" } as const;
const GO_ON = { value: "go on", label: "Go on, and type the name of the log" } as const;

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
  const first = await firstTry(draft, options);
  let { place, key } = first;
  if (draft.logs !== undefined || first.listing === "given up") {
    return { place, key, logs: undefined };
  }
  for (;;) {
    const listed = await list(place, { key, ...options });
    if (!(listed instanceof LogSearchError)) return { place, key, logs: listed };
    const next = await askWhatNow(place, { failure: listed, ...options });
    if (next === "go on" || key.secret === undefined) return { place, key, logs: undefined };
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

interface FirstTry {
  readonly place: ApiPlace;
  readonly key: ChosenSecret;
  readonly listing: "to do" | "given up";
}

/** Nobody is asked for the key of an address of this machine where nobody listens. */
async function firstTry(draft: Draft, options: AccessOptions): Promise<FirstTry> {
  let place = draft.place ?? await askPlace(options);
  const { apiKey: written } = draft;
  if (written !== undefined) {
    return { place, key: await findSecret(written, options.sources), listing: "to do" };
  }
  for (;;) {
    const key = await simulatorKeyFor(place, options);
    if (!(key instanceof LogSearchError)) {
      return { place, key: key ?? await askKey(options), listing: "to do" };
    }
    tellFailure(key);
    const next = await options.ask.choose("What now?", [OTHER_PLACE, GO_ON]);
    if (next === "go on") return { place, key: await askKey(options), listing: "given up" };
    place = await askPlace(options);
  }
}

/** A simulator's key need not be asked for; `undefined` if none is there. */
async function simulatorKeyFor(
  place: ApiPlace,
  { simulatorKey, ask: { signal } }: AccessOptions,
): Promise<ChosenSecret | LogSearchError | undefined> {
  const secret = new Secret(simulatorKey);
  try {
    if (await listSimulated(place, { apiKey: secret, signal }) === undefined) return undefined;
  } catch (error) {
    if (error instanceof LogSearchError) return error;
    throw error;
  }
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
): Promise<readonly ListedLog[] | LogSearchError | undefined> {
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
    tellFailure(error);
    return error;
  }
}

function tellFailure({ message, hint }: LogSearchError): void {
  log.error(withHint(`Cannot list the logs: ${message}`, hint));
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

/** Another key is of use where one was refused, another address where nobody answers. */
async function askWhatNow(
  place: ApiPlace,
  { ask, failure }: AccessOptions & { readonly failure: LogSearchError },
): Promise<"key" | "place" | "find" | "go on"> {
  const find = otherRegions(addressOf(place)).size > 0 ? [FIND] : [];
  const ways = isKeyRefused(failure)
    ? [...find, OTHER_KEY, OTHER_PLACE, GO_ON]
    : [OTHER_PLACE, OTHER_KEY, GO_ON];
  return await ask.choose<"key" | "place" | "find" | "go on">("What now?", ways);
}
