import type { Config, SearchConfig } from "../config/config.ts";
import { LogSearchError } from "../errors.ts";
import { LogSearchClient } from "../log_search/client.ts";
import { openStore } from "../store/open_store.ts";
import type { Store } from "../store/store.ts";
import type { DeliveryReport } from "./delivery_report.ts";
import { Endpoints } from "./endpoints.ts";
import { Lane } from "./lane.ts";
import { newestWindow } from "./newest_window.ts";
import { logEvent } from "./run_log.ts";
import { runSearch } from "./search_run.ts";
import { ServiceHosts } from "./service_hosts.ts";
import { type Target, targetsOf } from "./targets.ts";
import { UnderWay } from "./under_way.ts";
import { Unsettled } from "./unsettled.ts";
import { wait } from "./wait.ts";

/** A push is tried again for at most this long, or for the search's period if that is shorter. */
const LONGEST_RETRIES_MS = 60_000;

/** How one search of a pass went. */
export type PassResult =
  | {
    readonly search: SearchConfig;
    /** Milliseconds that it took. */
    readonly totalMs: number;
    /** In the order of the config; what still waits was given up. */
    readonly deliveries: readonly DeliveryReport[];
  }
  | { readonly search: SearchConfig; readonly failure: LogSearchError };

interface PassOptions {
  readonly signal: AbortSignal;
  readonly logSearch: LogSearchClient;
  readonly store: Store;
  readonly hosts: ServiceHosts;
  readonly endpoints: Endpoints;
}

/**
 * Runs searches once, all at the same time, without the store of the daemon: a contiguous search asks about its newest
 * window, and no checkpoint moves.
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
  await using store = openStore({ kind: "memory" });
  hosts.apply(config.services, () => Promise.resolve());
  const logSearch = new LogSearchClient(config.logSearch);
  const options = { signal, logSearch, store, hosts, endpoints: new Endpoints(logEvent) };
  await Promise.all(searches.map(async (search) => {
    try {
      onResult(await runOnce(search, { ...options, config }));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof LogSearchError)) throw error;
      onResult({ search, failure: error });
    }
  }));
}

async function runOnce(
  search: SearchConfig,
  { config, signal, logSearch, store, hosts, endpoints }: PassOptions & {
    readonly config: Config;
  },
): Promise<PassResult> {
  const started = performance.now();
  const latest = new Map<string, DeliveryReport>();
  const settled = new Set<string>();
  const allSettled = new AbortController();
  const faults: unknown[] = [];
  const take = (report: DeliveryReport) => {
    const { name } = report.destination;
    if (settled.has(name)) return;
    // That it waits is no news against why it waits.
    if (report.reason !== undefined || !latest.has(name)) latest.set(name, report);
    if (report.outcome !== "waiting") settled.add(name);
    if (settled.size === search.destinations.length) allSettled.abort();
  };
  const lane = (target: Target) =>
    new Lane({
      name: { search: search.name, destination: target.config.name },
      store,
      target: () => target,
      endpoint: endpoints.of(target.config, config.services.get(target.config.service)!),
      hostOf: hosts.finder(),
      underWay: new UnderWay(),
      unsettled: new Unsettled(),
      after: Promise.resolve(),
      onTried: take,
      onFault: (error) => {
        faults.push(error);
        allSettled.abort();
      },
    });
  const tracks = targetsOf(search).map((target) => ({ target, lane: lane(target) }));
  const window = newestWindow(search, Date.now());
  const turn = { class: "live", due: window.to, signal, askers: 1 } as const;
  const giveUp = () => allSettled.abort();
  signal.addEventListener("abort", giveUp);
  try {
    const common = { search, tracks, window, turn, logSearch, store, signal, latenessMs: 0 };
    await runSearch({
      ...common,
      hostOf: hosts.finder(),
      onAnswer() {},
      onDropped() {},
      onReport: ({ deliveries }) => deliveries.forEach(take),
    });
    await wait(Math.min(search.periodSeconds * 1000, LONGEST_RETRIES_MS), allSettled.signal);
  } finally {
    signal.removeEventListener("abort", giveUp);
    await Promise.all(tracks.map(({ lane }) => lane.end()));
  }
  signal.throwIfAborted();
  if (faults.length > 0) throw faults[0];
  const deliveries = search.destinations.map(({ name }) => latest.get(name)!);
  return { search, totalMs: performance.now() - started, deliveries };
}
