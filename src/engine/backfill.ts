import type { Config, SearchConfig } from "../config/config.ts";
import { LogSearchClient } from "../log_search/client.ts";
import { queriesPerWindow, queryPace } from "../config/query_demand.ts";
import type { Account } from "../store/account.ts";
import type { Store, Window } from "../store/store.ts";
import { Endpoints } from "./endpoints.ts";
import { Phase } from "./phase.ts";
import { logEvent } from "./run_log.ts";
import { RunningSearch } from "./running_search.ts";
import { ServiceHosts } from "./service_hosts.ts";
import { UnderWay } from "./under_way.ts";
import { Unsettled } from "./unsettled.ts";

/** What a backfill is made from. */
export interface BackfillOptions {
  /** One of the config's, with contiguous windows. */
  readonly search: SearchConfig;
  /** Whole windows, Unix milliseconds. */
  readonly stretch: Window;
  /** Of this backfill alone: where it stands, and what waits to be pushed. */
  readonly store: Store;
  /** Ends the backfill in good order; another one with the same store goes on where it was. */
  readonly signal: AbortSignal;
  /** Aborted when what is under way is not waited for either. */
  readonly givingUp: AbortSignal;
}

/** How a backfill ended: all was asked and pushed; it was interrupted; or the API refused to answer. */
export type BackfillEnd = "complete" | "interrupted" | "refused";

/**
 * Asks and pushes the windows of a past stretch, in order and as the daemon does it, behind all live searches on the key.
 *
 * @param config The config that holds the search.
 */
export async function runBackfill(
  config: Config,
  { search, stretch, store, signal, givingUp }: BackfillOptions,
): Promise<BackfillEnd> {
  await using hosts = new ServiceHosts();
  hosts.apply(config.services, () => Promise.resolve());
  const logSearch = new LogSearchClient({
    ...config.logSearch,
    reservedPerWindow: queriesPerWindow(queryPace(config.searches)),
  });
  const running = new RunningSearch(search, {
    phase: new Phase(0, 1),
    first: 0,
    after: Promise.resolve(),
    state: "going",
    stretch,
  }, {
    store,
    endpoints: new Endpoints(logEvent),
    hosts,
    underWay: new UnderWay(),
    unsettled: new Unsettled(),
    config: () => config,
    logSearch: () => logSearch,
    givingUp,
    observe: logEvent,
  });
  const interrupt = () => void running.end();
  signal.addEventListener("abort", interrupt, { once: true });
  await running.asked;
  await running.delivered(signal);
  await running.end();
  signal.removeEventListener("abort", interrupt);
  const { done, total } = backfilled(search, { stretch, store });
  if (done >= total) return "complete";
  return signal.aborted ? "interrupted" : "refused";
}

/** How far a backfill has come: windows that every destination has taken or that have ended otherwise. */
export function backfilled(
  search: SearchConfig,
  { stretch, store }: Pick<BackfillOptions, "stretch" | "store">,
): { readonly done: number; readonly total: number } {
  const { name, destinations } = search;
  const settled = destinations.map(({ name: destination }) => {
    const { asked, waiting } = store.account({ search: name, destination });
    return asked - waiting;
  });
  return { done: Math.min(...settled), total: windowsIn(search, stretch) };
}

/** How many windows a stretch has. */
export function windowsIn({ periodSeconds }: SearchConfig, { from, to }: Window): number {
  return Math.ceil((to - from) / (periodSeconds * 1000));
}

/** What has become of a backfill's windows, by destination. */
export function backfillAccounts(
  { name, destinations }: SearchConfig,
  store: Store,
): ReadonlyMap<string, Account> {
  return new Map(
    destinations.map(({ name: destination }) =>
      [destination, store.account({ search: name, destination })] as const
    ),
  );
}
