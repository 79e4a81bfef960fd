import type { Config, DestinationConfig, SearchConfig } from "../config/config.ts";
import { ServiceError } from "../errors.ts";
import { LogSearchClient } from "../log_search/client.ts";
import type { Window } from "../store/store.ts";
import { newestWindow } from "./newest_window.ts";
import { ServiceHosts } from "./service_hosts.ts";
import { type Target, targetsOf } from "./targets.ts";

/** What a destination would get: a payload (JSON), or nothing, and why; or its module failed. */
export type PreviewedDestination =
  & { readonly destination: DestinationConfig }
  & (
    | { readonly kind: "payload"; readonly payload: string }
    | { readonly kind: "skipped"; readonly reason: string }
    | { readonly kind: "failed"; readonly reason: string; readonly hint: string | undefined }
  );

/** What a search would push. */
export interface Preview {
  readonly window: Window;
  /** Milliseconds the query took. */
  readonly queryMs: number;
  /** In the order of the config. */
  readonly destinations: readonly PreviewedDestination[];
}

/**
 * Asks a search's question once and has every destination's service transform the answer in its sandbox. Pushes nothing
 * and stores nothing: no checkpoint moves.
 *
 * @param config The config that holds the search.
 * @param options.signal Gives up when aborted.
 * @param options.now When the question is asked, Unix milliseconds.
 * @throws {LogSearchError} If the query got no answer.
 * @throws The signal's reason, if aborted.
 */
export async function previewSearch(
  config: Config,
  { search, signal, now = Date.now() }: {
    readonly search: SearchConfig;
    readonly signal: AbortSignal;
    readonly now?: number;
  },
): Promise<Preview> {
  await using hosts = new ServiceHosts();
  hosts.apply(config.services, () => Promise.resolve());
  const logSearch = new LogSearchClient(config.logSearch);
  const started = performance.now();
  const window = newestWindow(search, now);
  const logs = await logSearch.resolveLogs(search.logs, { signal });
  const query = { logs, statement: search.statement, ...window };
  const { body } = await logSearch.query(query, { signal });
  const queryMs = performance.now() - started;
  const destinations = await Promise.all(
    targetsOf(search).map((target) => transformed(target, { body, hosts })),
  );
  signal.throwIfAborted();
  return { window, queryMs, destinations };
}

async function transformed(
  { config, destination }: Target,
  { body, hosts }: { readonly body: string; readonly hosts: ServiceHosts },
): Promise<PreviewedDestination> {
  try {
    const made = await hosts.finder()(config.service).transform(destination, body);
    return { ...made, destination: config };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { kind: "failed", destination: config, reason: error.message, hint: error.hint };
  }
}
