import type { Config, SearchConfig } from "../config/config.ts";
import { LogSearchError } from "../errors.ts";
import { LogSearchClient } from "../log_search/client.ts";
import { type RunReport, runSearch } from "./search_run.ts";
import { ServiceHosts } from "./service_hosts.ts";
import { targetsOf } from "./targets.ts";

/** A push is tried again for at most this long, or for the search's period if that is shorter. */
const LONGEST_RETRIES_MS = 60_000;

/** How one search of a pass went. */
export type PassResult =
  | { readonly search: SearchConfig; readonly report: RunReport }
  | { readonly search: SearchConfig; readonly failure: LogSearchError };

/**
 * Runs searches once, all at the same time.
 *
 * @param config The config they belong to.
 * @param options.searches Those to run.
 * @param options.signal Gives up when aborted; pushes that wait to be tried again end.
 * @param options.onResult Told of each search as soon as it has ended; not of those that were given up.
 */
export async function runPass(
  config: Config,
  { searches, signal, onResult }: {
    readonly searches: readonly SearchConfig[];
    readonly signal: AbortSignal;
    readonly onResult: (result: PassResult) => void;
  },
): Promise<void> {
  await using hosts = new ServiceHosts();
  hosts.apply(config.services, () => Promise.resolve());
  const logSearch = new LogSearchClient(config.logSearch);
  await Promise.all(searches.map(async (search) => {
    const retriesMs = Math.min(search.periodSeconds * 1000, LONGEST_RETRIES_MS);
    try {
      const report = await runSearch({
        search,
        targets: targetsOf(search),
        logSearch,
        hostOf: hosts.finder(),
        now: Date.now(),
        pushUntil: performance.now() + retriesMs,
        signal,
        draining: signal,
      });
      onResult({ search, report });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof LogSearchError)) throw error;
      onResult({ search, failure: error });
    }
  }));
}
