import { LogSearchError } from "../errors.ts";
import type { Account } from "../log_search/account.ts";
import { isLogKey } from "../log_search/log_directory.ts";
import { Secret } from "../secret.ts";
import { withHint } from "../with_hint.ts";
import { addressOf, isKeyRefused, isOfThisMachine, listedLogs, openPlace } from "./account.ts";
import type { ApiPlace, Draft } from "./answers.ts";
import { API_KEY_VARIABLE } from "./complete_draft.ts";
import { type ChosenSecret, findSecret, type SecretSources } from "./dialogue/secret_choice.ts";
import { DEFAULT_QUESTION } from "./question_kinds.ts";

/** What the API is asked with. */
export interface FindOptions {
  readonly sources: SecretSources;
  /** The key that simulators take. */
  readonly simulatorKey: string;
  readonly signal: AbortSignal;
}

/** A draft with what the API knew, and what a person is told of it. */
export interface FoundLogs {
  readonly draft: Draft;
  /** One sentence, perhaps with a hint below; empty if there is nothing to say. */
  readonly told: string;
}

type Opened = { readonly key: ChosenSecret; readonly account: Account };

/**
 * Asks the API of a draft for its logs, if an address and a key are there: the first log is as good as any for trying. A
 * simulator's key need not be named. Whatever is found, a starter can be written.
 */
export async function findLogs(draft: Draft, options: FindOptions): Promise<FoundLogs> {
  const { place } = draft;
  const opened = place === undefined ? undefined : await open(place, { draft, ...options });
  if (opened === undefined) return { draft, told: unasked(draft) };
  if (opened instanceof LogSearchError) return { draft, told: unlisted(draft, opened) };
  const { account, key } = opened;
  const logs = listedLogs(account.logs);
  const asked = draft.logs ?? logs[0]?.logs;
  const found = { ...draft, apiKey: draft.apiKey ?? key.written, logs: asked };
  const host = hostOf(draft.place);
  const unknown = draft.logs === undefined ? undefined : await unknownOf(draft.logs, account);
  if (unknown !== undefined) return { draft: found, told: unknown };
  const count = logs.length === 1 ? "1 log" : `${logs.length} logs`;
  if (asked === undefined) return { draft: found, told: `${host} has no logs; ${placeholder()}` };
  const others = draft.logs === undefined && logs.length > 1 ? "; --log names another" : "";
  return { draft: found, told: `${host} has ${count}, ${asked} is asked about${others}` };
}

/** Tries the keys that may do until one is taken; `undefined` if there is none. */
async function open(
  place: ApiPlace,
  { draft, signal, ...options }: FindOptions & { readonly draft: Draft },
): Promise<Opened | LogSearchError | undefined> {
  let failure: LogSearchError | undefined;
  for (const key of await keysFor(place, { draft, ...options })) {
    if (key.secret === undefined) continue;
    try {
      return { key, account: await openPlace(place, { apiKey: key.secret, signal }) };
    } catch (error) {
      if (!(error instanceof LogSearchError)) throw error;
      failure = error;
      if (!isKeyRefused(error)) return failure;
    }
  }
  return failure;
}

async function keysFor(
  place: ApiPlace,
  { draft, simulatorKey, sources }: Omit<FindOptions, "signal"> & { readonly draft: Draft },
): Promise<readonly ChosenSecret[]> {
  if (draft.apiKey !== undefined) return [await findSecret(draft.apiKey, sources)];
  const usual = await findSecret(`\${env:${API_KEY_VARIABLE}}`, sources);
  if (!isOfThisMachine(place)) return [usual];
  return [{ written: simulatorKey, secret: new Secret(simulatorKey) }, usual];
}

function unasked({ logs }: Draft): string {
  return logs === undefined ? `No API was asked for its logs; ${placeholder()}` : "";
}

function unlisted({ logs, place }: Draft, { message, hint, status }: LogSearchError): string {
  const rest = logs === undefined ? placeholder() : `${logs} was not looked up`;
  const next = status === undefined && place !== undefined && isOfThisMachine(place)
    ? "start what is to answer there, move the new file away, and run leexport init again"
    : hint;
  return withHint(`Cannot list the logs: ${message}; ${rest}`, next);
}

/** What is wrong with the logs that were named; `undefined` if nothing is. */
async function unknownOf(named: string, account: Account): Promise<string | undefined> {
  const logs = named.split(/[,:]/).map((log) => log.trim()).filter((log) => log !== "");
  const ids = new Set(account.logs.map(({ id }) => id.toLowerCase()));
  const missing = logs.find((log) => isLogKey(log) && !ids.has(log.toLowerCase()));
  if (missing !== undefined) return `warning: the account has no log with the key ${missing}`;
  try {
    await account.client.resolveLogs(logs, { signal: new AbortController().signal });
    return undefined;
  } catch (error) {
    if (!(error instanceof LogSearchError)) throw error;
    return withHint(`warning: ${error.message}`, error.hint);
  }
}

function placeholder(): string {
  return `${DEFAULT_QUESTION.logs} is a placeholder, correct logs`;
}

function hostOf(place: ApiPlace | undefined): string {
  return place === undefined ? "" : new URL(addressOf(place)).host;
}
