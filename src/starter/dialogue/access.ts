import { log, select, spinner, text } from "@clack/prompts";
import { otherRegions } from "../../config/region_address.ts";
import { LOG_SEARCH_KEYS, REGIONS } from "../../config/schema.ts";
import { LogSearchError } from "../../errors.ts";
import { Secret } from "../../secret.ts";
import { withHint } from "../../with_hint.ts";
import { addressOf, findPlace, type ListedLog, listLogs, listSimulated } from "../account.ts";
import type { ApiPlace, Draft } from "../answers.ts";
import { API_KEY_VARIABLE } from "../complete_draft.ts";
import { answerTo, faultOf } from "./prompt.ts";
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

/** What the questions about the account need besides the draft. */
export interface AccessOptions {
  readonly sources: SecretSources;
  /** The key that simulators take. */
  readonly simulatorKey: string;
  readonly signal: AbortSignal;
}

/** Asks for the address and the key, and tries them, until the logs can be listed or the person goes on without. */
export async function askAccess(draft: Draft, options: AccessOptions): Promise<Access> {
  let place = draft.place ?? await askPlace(options.sources.folder);
  let access = await tryAccess(place, { ...options, written: draft.apiKey });
  while (access.logs === undefined && access.key.secret !== undefined) {
    const next = await askWhatNow(place);
    if (next === "go on") break;
    if (next === "place") place = await askPlace(options.sources.folder);
    if (next === "find") place = await find(place, { key: access.key, signal: options.signal });
    const written = next === "key" ? undefined : access.key.written;
    access = await retryAccess({ place, key: access.key }, { ...options, written });
  }
  return access;
}

async function askPlace(folder: string): Promise<ApiPlace> {
  const region = await answerTo(select({
    message: "Which region is the account in?",
    options: [
      ...REGIONS.map((region) => ({ value: region })),
      { value: OTHER_ADDRESS, label: "Another address: a simulator, a proxy" },
    ],
  }));
  if (region !== OTHER_ADDRESS) return { kind: "region", region };
  const url = await answerTo(text({
    message: "At which address is the log search API?",
    placeholder: "http://127.0.0.1:8080",
    validate: (text) => faultOf(LOG_SEARCH_KEYS.url, { text, folder }),
  }));
  return { kind: "url", url };
}

type TryOptions = AccessOptions & {
  /** The key as the config has it, if that is known. */
  readonly written: string | undefined;
};

async function tryAccess(place: ApiPlace, options: TryOptions): Promise<Access> {
  const { written, simulatorKey, signal, sources } = options;
  if (written === undefined) {
    const secret = new Secret(simulatorKey);
    const logs = await listSimulated(place, { apiKey: secret, signal });
    if (logs !== undefined) {
      log.info("A simulator answers there; its key is known");
      return { place, key: { written: simulatorKey, secret }, logs };
    }
  }
  const key = written === undefined ? await askKey(sources) : await findSecret(written, sources);
  return { place, key, logs: await list(place, { key, signal }) };
}

/** A key that was typed is not asked for again because the address was wrong. */
async function retryAccess(
  { place, key }: Pick<Access, "place" | "key">,
  options: TryOptions,
): Promise<Access> {
  if (options.written === undefined || key.secret === undefined) {
    return await tryAccess(place, { ...options, written: undefined });
  }
  return { place, key, logs: await list(place, { key, signal: options.signal }) };
}

async function askKey(sources: SecretSources): Promise<ChosenSecret> {
  return await askSecret("log search API key", {
    variable: API_KEY_VARIABLE,
    file: KEY_FILE,
    sources,
  });
}

async function list(
  place: ApiPlace,
  { key: { secret }, signal }: { readonly key: ChosenSecret; readonly signal: AbortSignal },
): Promise<readonly ListedLog[] | undefined> {
  if (secret === undefined) {
    log.warn("Cannot list the logs yet: the key is not there");
    return undefined;
  }
  const waiting = spinner();
  waiting.start(`Asking ${new URL(addressOf(place)).host} for its logs`);
  try {
    const logs = await listLogs(place, { apiKey: secret, signal });
    waiting.stop(logs.length === 1 ? "There is 1 log" : `There are ${logs.length} logs`);
    return logs;
  } catch (error) {
    waiting.error("No logs");
    if (!(error instanceof LogSearchError)) throw error;
    log.error(withHint(`Cannot list the logs: ${error.message}`, error.hint));
    return undefined;
  }
}

/** Tries the key in every other region of the vendor's. */
async function find(
  place: ApiPlace,
  { key: { secret }, signal }: { readonly key: ChosenSecret; readonly signal: AbortSignal },
): Promise<ApiPlace> {
  if (secret === undefined) return place;
  const regions = [...otherRegions(addressOf(place)).keys()];
  const places = regions.map((region): ApiPlace => ({ kind: "region", region }));
  const waiting = spinner();
  waiting.start("Trying the key in every region");
  const found = await findPlace(places, { apiKey: secret, signal });
  if (found === undefined) waiting.error("No other region knows the key");
  else waiting.stop(`Found: ${new URL(addressOf(found)).host}`);
  return found ?? place;
}

async function askWhatNow(place: ApiPlace): Promise<"key" | "place" | "find" | "go on"> {
  const find = { value: "find" as const, label: "Try the key in every region" };
  return await answerTo(select({
    message: "What now?",
    options: [
      ...otherRegions(addressOf(place)).size > 0 ? [find] : [],
      { value: "key", label: "Give another key" },
      { value: "place", label: "Choose another region or address" },
      { value: "go on", label: "Go on, and type the name of the log" },
    ],
  }));
}
