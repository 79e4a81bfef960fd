import type { Store } from "../store/store.ts";
import type { DestinationRecord } from "./destination_record.ts";
import type { EndpointRecords } from "./endpoint_records.ts";
import type { SearchRecord } from "./search_record.ts";
import type { DestinationStatus, SearchStatus, Trouble } from "./status.ts";

/** What a record is shown with. */
export interface ShowOptions {
  readonly store: Store;
  readonly endpoints: EndpointRecords;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Makes the document of one search out of its latest facts and its accounts. */
export function searchStatus(record: SearchRecord, options: ShowOptions): SearchStatus {
  const { search, file, pausedAt, history, latestRun } = record;
  const destinations = Array.from(
    record.destinations.values(),
    (destination) => destinationStatus(destination, { ...options, record }),
  );
  const isFailing = destinations.some(({ troubles }) => troubles.length > 0);
  return {
    name: search.name,
    where: `${file}:${search.line}`,
    statement: search.statement,
    logs: search.logs,
    windows: search.windows,
    periodSeconds: search.periodSeconds,
    state: pausedAt === undefined ? record.state : "paused",
    health: record.health(isFailing ? "failing" : "well"),
    pausedAt,
    nextRunAt: pausedAt === undefined ? record.nextRunAt : undefined,
    latestRun,
    history,
    troubles: record.troubles,
    destinations,
  };
}

function destinationStatus(
  destination: DestinationRecord,
  { record, store, endpoints, now }: ShowOptions & { readonly record: SearchRecord },
): DestinationStatus {
  const { config, endpoint, latest, nextTryAt, payload } = destination;
  const lane = { search: record.search.name, destination: config.name };
  const { waiting, waitingBytes, latest: _latest, askedTo: _to, heldFrom: _from, ...account } =
    store
      .account(lane);
  const where = `${record.file}:${config.line}`;
  const isHeld = waiting > 0 || destination.trouble !== undefined;
  // What fails for all is told the same way everywhere, so that it reads as one trouble.
  const held = isHeld ? endpoints.trouble(endpoint) : undefined;
  const trouble: Trouble | undefined = held === undefined
    ? destination.trouble ?? record.staleness(destination, now)
    : { ...held, where };
  const isNew = latest === undefined && !destination.hasBeenTried;
  return {
    name: config.name,
    where,
    service: config.service,
    endpoint,
    health: trouble !== undefined
      ? "failing"
      : record.pausedAt !== undefined
      ? "paused"
      : isNew
      ? "new"
      : "ok",
    latest,
    ageMs: latest === undefined ? undefined : Math.max(0, now - latest.to),
    waiting: { payloads: waiting, bytes: waitingBytes },
    waitingSince: waiting === 0 ? undefined : store.waitingSince(lane),
    rejected: store.retryable(lane),
    account: { ...account },
    nextTryAt,
    picture: payload?.picture,
    troubles: trouble === undefined ? [] : [trouble],
  };
}
