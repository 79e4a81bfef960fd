import { LogSearchError } from "../errors.ts";
import type { Secret } from "../secret.ts";
import { LogSearchClient } from "./client.ts";
import type { KnownLog } from "./log_names.ts";

/** An API that takes a key. */
export interface Account {
  readonly client: LogSearchClient;
  /** In the order of their names. */
  readonly logs: readonly KnownLog[];
}

/** With which key, and how patiently. */
export interface AccountOptions {
  readonly apiKey: Secret;
  /** Gives up when aborted. */
  readonly signal: AbortSignal;
  /** How long a person has to wait at most, milliseconds. */
  readonly deadlineMs: number;
}

/**
 * Tries whether an API takes a key, by listing the logs.
 *
 * @param url Base address of the API.
 * @throws {LogSearchError} If it cannot be reached, or refuses the key.
 */
export async function openAccount(
  url: string,
  { apiKey, signal, deadlineMs }: AccountOptions,
): Promise<Account> {
  const client = new LogSearchClient({ url, apiKey, deadlineMs, pacing: { maxRetries: 0 } });
  return { client, logs: await client.listLogs({ signal }) };
}

/**
 * Finds the first of some APIs that takes a key; all are asked at once.
 *
 * @returns `undefined` if none does.
 */
export async function findAccount<Api extends { readonly url: string }>(
  apis: readonly Api[],
  options: AccountOptions,
): Promise<{ readonly api: Api; readonly account: Account } | undefined> {
  const tried = await Promise.all(apis.map(async (api) => {
    try {
      return [{ api, account: await openAccount(api.url, options) }];
    } catch (error) {
      if (error instanceof LogSearchError) return [];
      throw error;
    }
  }));
  return tried.flat()[0];
}
