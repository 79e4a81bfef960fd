import type { StatusSource } from "../../src/status/source.ts";
import type { DestinationStatus, SearchStatus, Status } from "../../src/status/status.ts";

/** A document whose searches are written into it one by one. */
export class KnownStatus implements StatusSource {
  readonly #searches = new Map<string, { search: SearchStatus; revision: number }>();
  readonly #payloads = new Map<string, { picture: number; text: string }>();
  #revision = 1;
  /** How many documents and changes were read. */
  reads = 0;

  constructor(names: readonly string[]) {
    for (const name of names) this.write(searchNamed(name));
  }

  /** Writes a search, or writes it anew. */
  write(search: SearchStatus): void {
    this.#searches.set(search.name, { search, revision: ++this.#revision });
  }

  /** Gives a destination a payload. */
  keep(search: string, destination: string, payload: { picture: number; text: string }): void {
    this.#payloads.set(JSON.stringify([search, destination]), payload);
  }

  status(): Status {
    this.reads++;
    return { program: PROGRAM, searches: [...this.#searches.values()].map(({ search }) => search) };
  }

  changesSince(revision: number) {
    this.reads++;
    const changed = [...this.#searches.values()].filter((entry) => entry.revision > revision);
    const searches = changed.map(({ search }) => search);
    return { revision: this.#revision, change: { program: PROGRAM, searches } };
  }

  payload(search: string, destination: string) {
    return this.#payloads.get(JSON.stringify([search, destination]));
  }
}

const PROGRAM: Status["program"] = {
  version: "1.0.0",
  state: "running",
  at: 1_764_000_000_000,
  health: "ok",
  pid: 1,
  startedAt: 1_763_990_000_000,
  configFile: "config.ini",
  configTakenAt: 1_763_990_000_000,
  actions: "with token",
  troubles: [],
  queriesLeft: undefined,
};

/** A search that has not run yet. */
export function searchNamed(name: string, changed: Partial<SearchStatus> = {}): SearchStatus {
  return {
    name,
    where: "config.ini:12",
    statement: "calculate(count)",
    logs: ["Shop/access"],
    windows: "sliding",
    periodSeconds: 60,
    state: "waiting",
    health: "new",
    pausedAt: undefined,
    nextRunAt: undefined,
    latestRun: undefined,
    history: [],
    troubles: [],
    destinations: [DESTINATION],
    ...changed,
  };
}

const DESTINATION: DestinationStatus = {
  name: "destination",
  where: "config.ini:19",
  service: "dummy",
  endpoint: "dummy",
  health: "new",
  latest: undefined,
  ageMs: undefined,
  waiting: { payloads: 0, bytes: 0 },
  waitingSince: undefined,
  rejected: 0,
  account: {},
  nextTryAt: undefined,
  picture: undefined,
  troubles: [],
};
