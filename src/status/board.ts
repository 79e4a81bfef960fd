/**
 * Gathers what happens in the engine into what is true now. Events change records in memory, each in constant time; a
 * document is made of them when somebody asks.
 *
 * @module
 */

import type { Config, SearchConfig } from "../config/config.ts";
import { endpointName } from "../engine/endpoints.ts";
import type { EngineEvent } from "../engine/event.ts";
import type { Store } from "../store/store.ts";
import { DestinationRecord } from "./destination_record.ts";
import { EndpointRecords } from "./endpoint_records.ts";
import { ProgramRecord } from "./program_record.ts";
import { SearchRecord } from "./search_record.ts";
import { searchStatus } from "./search_status.ts";
import type { StatusSource } from "./source.ts";
import type { ProgramStatus, Status, StatusChange, Trouble } from "./status.ts";

/** What a board is made from. */
export interface StatusBoardOptions {
  readonly store: Store;
  readonly version: string;
  readonly pid: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Queries that the API would still take. */
  readonly queriesLeft: () => number | undefined;
}

/** How often searches are looked at whose values only grow old, milliseconds. */
const AGEING_MS = 5_000;

/** Payloads that are kept to be drawn hold this many characters altogether, and each its share: no picture shows more. */
const LARGEST_KEPT = 33_554_432;
const LARGEST_DRAWN = 65_536;

type Applied = Extract<EngineEvent, { kind: "applied" }>;

/** The latest facts of a program, by search. */
export class StatusBoard implements StatusSource {
  readonly #options: StatusBoardOptions;
  readonly #record: ProgramRecord;
  /** In the order of the config. */
  #searches = new Map<string, SearchRecord>();
  readonly #endpoints = new EndpointRecords();
  #revision = 1;
  #orderRevision = 1;
  /** The number of the newest picture. It begins with the time, so that no life of the program repeats one. */
  #pictures: number;
  #agedAt = -Infinity;
  #storeTroubleSince: number | undefined;
  /** Searches of which a value is stale. */
  #stale: ReadonlySet<string> = new Set();

  constructor(options: StatusBoardOptions) {
    this.#options = options;
    this.#pictures = options.now() * 1000;
    this.#record = new ProgramRecord(options.now());
  }

  /** Takes what happens. */
  readonly observe = (event: EngineEvent): void => {
    const now = this.#options.now();
    switch (event.kind) {
      case "applied":
        return this.#apply(event, now);
      case "config_refused":
        this.#record.refused(event, now);
        this.#revision++;
        return;
      case "endpoint":
        return this.#changeEndpoint(event.name, event.state);
      default: {
        const name = nameOf(event);
        const record = this.#searches.get(name);
        if (record === undefined) return;
        this.#take(record, { event, now });
        record.revision = ++this.#revision;
      }
    }
  };

  /** Says that the program ends. */
  stopping(): void {
    this.#record.stopping();
  }

  status(): Status {
    const now = this.#options.now();
    this.#age(now);
    return {
      program: this.#program(now),
      searches: Array.from(this.#searches.values(), (record) => this.#show(record, now)),
    };
  }

  changesSince(revision: number): { readonly revision: number; readonly change: StatusChange } {
    const now = this.#options.now();
    this.#age(now);
    const changed = [...this.#searches.values()].filter((record) => record.revision > revision);
    const change = {
      program: this.#program(now),
      searches: changed.map((record) => this.#show(record, now)),
      ...(this.#orderRevision > revision && { order: [...this.#searches.keys()] }),
    };
    return { revision: this.#revision, change };
  }

  payload(
    search: string,
    destination: string,
  ): { readonly picture: number; readonly text: string } | undefined {
    return this.#searches.get(search)?.destinations.get(destination)?.payload;
  }

  #apply({ config, started }: Applied, now: number): void {
    const before = this.#searches;
    this.#record.applied(config, now);
    const paused = this.#options.store.paused();
    const endpoints = new Set<string>();
    this.#searches = new Map(config.searches.map((search) => {
      const known = before.get(search.name);
      const destinations = this.#destinationsOf(search, { known, config });
      for (const { endpoint } of destinations.values()) endpoints.add(endpoint);
      const place = { file: config.file, destinations, now };
      const record = known !== undefined && !started.has(search.name)
        ? known
        : new SearchRecord(search, place);
      if (record === known) record.keep(search, place);
      else if (known !== undefined) record.follow(known);
      record.pausedAt = paused.get(search.name);
      record.revision = ++this.#revision;
      return [search.name, record];
    }));
    this.#endpoints.keepOnly(endpoints);
    this.#orderRevision = ++this.#revision;
  }

  /** A destination keeps what is known of it for as long as it pushes to the same place. */
  #destinationsOf(
    search: SearchConfig,
    { known, config }: { readonly known: SearchRecord | undefined; readonly config: Config },
  ): ReadonlyMap<string, DestinationRecord> {
    return new Map(search.destinations.map((destination) => {
      const { name, service } = destination;
      const endpoint = endpointName(destination, config.services.get(service)!);
      const kept = known?.destinations.get(name);
      if (kept !== undefined && kept.endpoint === endpoint) {
        kept.config = destination;
        return [name, kept];
      }
      const { latest } = this.#options.store.account({ search: search.name, destination: name });
      return [name, new DestinationRecord(destination, { endpoint, latest })];
    }));
  }

  #changeEndpoint(name: string, state: "failing" | "well"): void {
    this.#endpoints.change(name, { state, now: this.#options.now() });
    const revision = ++this.#revision;
    for (const record of this.#searches.values()) {
      const isHere = [...record.destinations.values()].some(({ endpoint }) => endpoint === name);
      if (isHere) record.revision = revision;
    }
  }

  #take(
    record: SearchRecord,
    { event, now }: { readonly event: EngineEvent; readonly now: number },
  ): void {
    switch (event.kind) {
      case "planned":
        return record.planned(event.dueAt);
      case "begun":
        return record.begun();
      case "answered":
        record.answered();
        for (const [name, destination] of record.destinations) {
          const longest = Math.min(LARGEST_DRAWN, LARGEST_KEPT / this.#searches.size);
          const picture = ++this.#pictures;
          destination.answered(event.payloads.get(name), { picture, longest });
        }
        return;
      case "ran":
        return record.ran(event.report, now);
      case "query_failed":
        return record.queryFailed(event.error, now);
      case "tried": {
        const { report, progress, place: { config: { file } } } = event;
        const destination = record.destinations.get(report.destination.name);
        destination?.tried(report, { progress, file, now });
        if (destination?.trouble !== undefined) {
          this.#endpoints.told(destination.endpoint, destination.trouble);
        } else if (destination !== undefined) this.#endpoints.answered(destination.endpoint);
        return;
      }
      case "missed":
        return record.missed(event.count, now);
      case "faulted":
        return record.faulted(event.error, now);
      case "paused":
        record.pausedAt = now;
        return;
      case "resumed":
        record.resumed(now);
    }
  }

  /** Values grow old, and the store gets into trouble, without any event. */
  #age(now: number): void {
    const storeTroubleSince = this.#options.store.trouble?.since;
    if (storeTroubleSince !== this.#storeTroubleSince) this.#revision++;
    this.#storeTroubleSince = storeTroubleSince;
    if (now - this.#agedAt < AGEING_MS) return;
    this.#agedAt = now;
    const stale = new Set<string>();
    for (const [name, record] of this.#searches) {
      for (const destination of record.destinations.values()) {
        if (record.staleness(destination, now) !== undefined) stale.add(name);
      }
    }
    for (const name of stale.symmetricDifference(this.#stale)) {
      const record = this.#searches.get(name);
      if (record !== undefined) record.revision = ++this.#revision;
    }
    this.#stale = stale;
  }

  #show(record: SearchRecord, now: number) {
    const { store } = this.#options;
    return searchStatus(record, { store, endpoints: this.#endpoints, now });
  }

  #program(now: number): ProgramStatus {
    const { version, pid, queriesLeft } = this.#options;
    return this.#record.show({
      version,
      pid,
      queriesLeft: queriesLeft(),
      troubles: this.#troubles(),
      searches: this.#anyFails() ? "failing" : "well",
      now,
    });
  }

  #anyFails(): boolean {
    for (const [name, record] of this.#searches) {
      const destinations = [...record.destinations.values()];
      const isFailing = destinations.some(({ trouble }) => trouble !== undefined);
      if (record.health(isFailing || this.#stale.has(name) ? "failing" : "well") === "failing") {
        return true;
      }
    }
    return false;
  }

  #troubles(): readonly Trouble[] {
    const { trouble } = this.#options.store;
    const ofStore = trouble === undefined ? [] : [{ ...trouble, where: undefined }];
    return [...ofStore, ...this.#endpoints.troubles()];
  }
}

function nameOf(
  event: Exclude<EngineEvent, { kind: "applied" | "config_refused" | "endpoint" }>,
): string {
  if ("place" in event) return event.place.search.name;
  return typeof event.search === "string" ? event.search : event.search.name;
}
