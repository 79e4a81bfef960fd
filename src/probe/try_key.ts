import type { LogSearchConfig } from "../config/config.ts";
import { LogSearchError } from "../errors.ts";
import {
  type Account,
  type AccountOptions,
  findAccount,
  openAccount,
} from "../log_search/account.ts";
import type { Finding } from "./finding.ts";

/** How long one API may take to list its logs. */
const DEADLINE_MS = 15_000;

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
  const { url, line, apiKey } = logSearch;
  const options = { apiKey, signal: new AbortController().signal, deadlineMs: DEADLINE_MS };
  const common = { tried: "API key", line } as const;
  const listed = await accountOrRefusal(url, options);
  if (!(listed instanceof LogSearchError)) {
    const { length } = listed.logs;
    const found = `${new URL(url).host} lists ${length === 1 ? "1 log" : `${length} logs`}`;
    return { finding: { ...common, outcome: "ok", found }, account: listed };
  }
  const failed = { ...common, outcome: "failed", found: listed.message } as const;
  if (listed.status !== 401 && listed.status !== 403) {
    return { finding: { ...failed, hint: listed.hint }, account: undefined };
  }
  const apis = Array.from(regions, ([region, url]) => ({ region, url }));
  const home = await findAccount(apis, options);
  if (home === undefined) {
    const found = regions.size === 0
      ? failed.found
      : `${failed.found}; no other region takes the key`;
    return { finding: { ...failed, found, hint: listed.hint }, account: undefined };
  }
  const found = `${failed.found}; the key belongs to region ${home.api.region}`;
  const hint =
    `write region = ${home.api.region} into [LE], in place of the region or url that is there`;
  return { finding: { ...failed, found, hint }, account: home.account };
}

async function accountOrRefusal(
  url: string,
  options: AccountOptions,
): Promise<Account | LogSearchError> {
  try {
    return await openAccount(url, options);
  } catch (error) {
    if (error instanceof LogSearchError) return error;
    throw error;
  }
}
