/**
 * What leexport tells of itself while it does not run: made of the config, and of what the store remembers.
 *
 * @module
 */

import { resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { endpointName } from "../engine/endpoints.ts";
import { FATES, NO_ACCOUNT } from "../store/lanes.ts";
import type { LaneStanding, Standing } from "../store/standing.ts";
import { VERSION } from "../version.ts";
import type { DestinationStatus, Health, SearchStatus, Status, Trouble } from "./status.ts";

/** What the document counts; what waits, it tells apart. */
const COUNTED = ["asked" as const, ...FATES.filter((fate) => fate !== "waiting")];

/** What is known of a search without asking the store. */
export type KnownSearch =
  & Pick<SearchStatus, "name" | "where" | "statement" | "logs" | "windows" | "periodSeconds">
  & { readonly destinations: readonly KnownDestination[] };

/** What is known of a destination without asking the store. */
export type KnownDestination = Pick<DestinationStatus, "name" | "where" | "service" | "endpoint">;

/** What an offline document is made of. */
export interface OfflineFacts {
  /** Path of the config file. */
  readonly configFile: string;
  readonly actions: Status["program"]["actions"];
  /** Whether the config wants the status to be served. */
  readonly served: "somewhere" | "nowhere";
  readonly searches: readonly KnownSearch[];
  readonly standing: Standing;
  /** Of the config file and the store. */
  readonly troubles: readonly Trouble[];
  /** Unix milliseconds. */
  readonly now: number;
}

/** Makes the document. */
export function offlineStatus(facts: OfflineFacts): Status {
  const { configFile, actions, standing: { holder }, now } = facts;
  const troubles = [...facts.troubles, ...ownTrouble(facts)];
  const lanes = Map.groupBy(facts.standing.lanes, ({ lane }) => lane.search);
  const searches = facts.searches.map((search) =>
    searchOf(search, { lanes: lanes.get(search.name) ?? [], facts })
  );
  const isFailing = troubles.length > 0 || searches.some(({ health }) => health === "failing");
  return {
    program: {
      version: VERSION,
      state: holder === undefined ? "not running" : "running",
      at: now,
      health: isFailing ? "failing" : "ok",
      pid: holder,
      startedAt: undefined,
      configFile: resolve(configFile),
      configTakenAt: undefined,
      actions,
      troubles,
      queriesLeft: undefined,
    },
    searches,
  };
}

function ownTrouble(facts: OfflineFacts): readonly Trouble[] {
  const { standing: { holder }, served, now } = facts;
  if (holder === undefined) return [rest(facts)];
  return served === "nowhere" ? [] : [silence(holder, now)];
}

/** Nobody has the store. When it was let go of is not known, but when the newest payload was taken. */
function rest({ configFile, standing: { lanes }, now }: OfflineFacts): Trouble {
  const latest = Math.max(...lanes.map(({ account: { latest } }) => latest?.at ?? -Infinity));
  return {
    message: "leexport does not run, and nothing has been pushed",
    hint: `leexport start -c ${configFile}`,
    since: latest === -Infinity ? now : latest,
    where: undefined,
  };
}

/** Somebody has the store, and yet nobody has answered. */
function silence(holder: number, now: number): Trouble {
  return {
    message: `Cannot ask leexport: it runs as process ${holder}, but does not serve its status`,
    hint: "look into its log for the reason; status_address counts from the next start",
    since: now,
    where: undefined,
  };
}

/** What a config tells of its searches. */
export function searchesOf({ file, searches, services }: Config): KnownSearch[] {
  return searches.map(({ name, line, statement, logs, windows, periodSeconds, destinations }) => ({
    name,
    where: `${file}:${line}`,
    statement,
    logs,
    windows,
    periodSeconds,
    destinations: destinations.map((destination) => {
      const service = services.get(destination.service);
      return {
        name: destination.name,
        where: `${file}:${destination.line}`,
        service: destination.service,
        endpoint: service === undefined ? destination.service : endpointName(destination, service),
      };
    }),
  }));
}

/** What a store tells of the searches of a config that cannot be used. */
export function searchesIn({ lanes }: Standing, configFile: string): KnownSearch[] {
  const searches = Map.groupBy(lanes, ({ lane }) => lane.search);
  return [...searches].map(([name, own]) => ({
    name,
    where: configFile,
    statement: "",
    logs: [],
    windows: own.some(({ account }) => account.askedTo !== undefined) ? "contiguous" : "sliding",
    periodSeconds: 0,
    destinations: own.map(({ lane: { destination } }) => ({
      name: destination,
      where: configFile,
      service: destination,
      endpoint: destination,
    })),
  }));
}

function searchOf(
  search: KnownSearch,
  { lanes, facts }: { readonly lanes: readonly LaneStanding[]; readonly facts: OfflineFacts },
): SearchStatus {
  const pausedAt = facts.standing.paused.get(search.name);
  const destinations = search.destinations.map((destination) =>
    destinationOf(destination, {
      standing: lanes.find(({ lane }) => lane.destination === destination.name),
      facts,
    })
  );
  return {
    ...search,
    state: facts.standing.holder === undefined ? "not running" : "waiting",
    health: pausedAt === undefined ? worstOf(destinations) : "paused",
    pausedAt,
    nextRunAt: undefined,
    latestRun: undefined,
    history: [],
    troubles: [],
    destinations,
  };
}

function worstOf(destinations: readonly DestinationStatus[]): Health {
  const found = new Set(destinations.map(({ health }) => health));
  if (found.has("failing")) return "failing";
  return found.has("ok") ? "ok" : "new";
}

function destinationOf(
  destination: KnownDestination,
  { standing, facts }: {
    readonly standing: LaneStanding | undefined;
    readonly facts: OfflineFacts;
  },
): DestinationStatus {
  const account = standing?.account ?? NO_ACCOUNT;
  const { latest, waiting, waitingBytes } = account;
  const { holder } = facts.standing;
  const troubles = standing === undefined ? [] : [...troublesOf(destination, { standing, holder })];
  const isNew = account.asked === 0;
  // What nobody keeps up to date is not well, however well it was.
  const isFailing = troubles.length > 0 || (holder === undefined && !isNew);
  return {
    ...destination,
    health: isFailing ? "failing" : isNew ? "new" : "ok",
    latest: latest && { from: latest.from, to: latest.to, at: latest.at },
    ageMs: latest && Math.max(0, facts.now - latest.to),
    waiting: { payloads: waiting, bytes: waitingBytes },
    waitingSince: standing?.waitingSince,
    rejected: standing?.retryable.length ?? 0,
    account: Object.fromEntries(COUNTED.map((fate) => [fate, account[fate]])),
    nextTryAt: undefined,
    picture: undefined,
    troubles,
  };
}

function* troublesOf(
  { service, where }: KnownDestination,
  { standing: { account, waitingSince, retryable }, holder }: {
    readonly standing: LaneStanding;
    readonly holder: number | undefined;
  },
): Generator<Trouble> {
  const [oldest, newest] = [retryable[0], retryable.at(-1)];
  if (oldest !== undefined && newest !== undefined) {
    const kept = retryable.length === 1
      ? "1 payload was refused and is kept"
      : `${retryable.length} payloads were refused and are kept`;
    yield {
      message: `Cannot push to "${service}": ${newest.reason}; ${kept}`,
      hint: `put right what it was refused for, ${
        holder === undefined ? "start leexport, " : ""
      }then run leexport retry`,
      since: oldest.at,
      where,
    };
  }
  if (waitingSince !== undefined) {
    const waits = account.waiting === 1 ? "1 payload waits" : `${account.waiting} payloads wait`;
    yield {
      message: holder === undefined
        ? `Cannot push to "${service}": leexport does not run, and ${waits}`
        : `Cannot push to "${service}" at the moment: ${waits}`,
      hint: holder === undefined ? "start leexport" : "look into its log for the reason",
      since: waitingSince,
      where,
    };
  }
}
