import type { LogSearchConfig } from "../config/config.ts";
import { LogSearchError } from "../errors.ts";
import { LogSearchClient } from "../log_search/client.ts";
import type { KnownLog } from "../log_search/log_names.ts";
import type { Finding } from "./finding.ts";

/** How long one API may take to list its logs. */
const DEADLINE_MS = 15_000;

/** An API that takes the key. */
export interface Account {
  readonly client: LogSearchClient;
  readonly logs: readonly KnownLog[];
}

/** What became of a key, and where its logs can be looked up, if anywhere. */
export interface KeyTrial {
  readonly finding: Finding;
  readonly account: Account | undefined;
}

/**
 * Tries the API key by listing the logs of the account; where it is refused, in other regions too, all at once.
 *
 * @param logSearch Whom the config asks, with which key.
 * @param options.regions Addresses of other regions, by name.
 */
export async function tryKey(
  logSearch: LogSearchConfig,
  { regions }: { readonly regions: ReadonlyMap<string, string> },
): Promise<KeyTrial> {
  const { url, line } = logSearch;
  const common = { tried: "API key", line } as const;
  const listed = await list(logSearch);
  if (!(listed instanceof LogSearchError)) {
    const { length } = listed.logs;
    const found = `${new URL(url).host} lists ${length === 1 ? "1 log" : `${length} logs`}`;
    return { finding: { ...common, outcome: "ok", found }, account: listed };
  }
  const failed = { ...common, outcome: "failed", found: listed.message } as const;
  if (listed.status !== 401 && listed.status !== 403) {
    return { finding: { ...failed, hint: listed.hint }, account: undefined };
  }
  const home = await homeOf(logSearch, regions);
  if (home === undefined) {
    const found = regions.size === 0
      ? failed.found
      : `${failed.found}; no other region takes the key`;
    return { finding: { ...failed, found, hint: listed.hint }, account: undefined };
  }
  const found = `${failed.found}; the key belongs to region ${home.region}`;
  const hint =
    `write region = ${home.region} into [LE], in place of the region or url that is there`;
  return { finding: { ...failed, found, hint }, account: home.account };
}

/** The first region, in the order given, that takes the key. */
async function homeOf(
  { apiKey }: Pick<LogSearchConfig, "apiKey">,
  regions: ReadonlyMap<string, string>,
): Promise<{ readonly region: string; readonly account: Account } | undefined> {
  const trials = await Promise.all(
    [...regions].map(async ([region, url]) => ({ region, account: await list({ url, apiKey }) })),
  );
  for (const { region, account } of trials) {
    if (!(account instanceof LogSearchError)) return { region, account };
  }
  return undefined;
}

async function list(
  { url, apiKey }: Pick<LogSearchConfig, "url" | "apiKey">,
): Promise<Account | LogSearchError> {
  const client = new LogSearchClient({
    url,
    apiKey,
    deadlineMs: DEADLINE_MS,
    pacing: { maxRetries: 0 },
  });
  try {
    return { client, logs: await client.listLogs({ signal: new AbortController().signal }) };
  } catch (error) {
    if (error instanceof LogSearchError) return error;
    throw error;
  }
}
