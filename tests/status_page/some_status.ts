import type {
  DestinationStatus,
  ProgramStatus,
  RunStatus,
  SearchStatus,
  Trouble,
} from "../../src/status/status.ts";

/**
 * Documents for tests, with what a running program would say. Whatever is not asked for is well.
 *
 * @module
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A program that is well. */
export function someProgram(changes: Partial<ProgramStatus> = {}): ProgramStatus {
  const at = Date.now();
  return {
    version: "0.1.0",
    state: "running",
    at,
    health: "ok",
    pid: 4711,
    startedAt: at - 187 * MINUTE,
    configFile: "config.ini",
    configTakenAt: at - 187 * MINUTE,
    actions: "with token",
    troubles: [],
    queriesLeft: 41,
    ...changes,
  };
}

/** A search that is well, with one destination. */
export function someSearch(name: string, changes: Partial<SearchStatus> = {}): SearchStatus {
  const at = Date.now();
  const history = Array.from({ length: 40 }, (_, index) => someRun(at - (40 - index) * MINUTE));
  return {
    name,
    where: "config.ini:12",
    statement: "where(status>=500) calculate(count) timeslice(60)",
    logs: ["Shop/access"],
    windows: "sliding",
    periodSeconds: 60,
    state: "waiting",
    health: "ok",
    pausedAt: undefined,
    nextRunAt: at + 20 * SECOND,
    latestRun: someRun(Date.now(), { outcome: "waiting" }),
    history,
    troubles: [],
    destinations: [someDestination()],
    ...changes,
  };
}

/** A run that went well; how long it took follows from when it was. */
export function someRun(at: number, changes: Partial<RunStatus> = {}): RunStatus {
  const totalMs = 300 + (at / MINUTE | 0) * 7919 % 900;
  const window = { from: at - 60 * MINUTE, to: at };
  return { at, outcome: "ok", window, queryMs: totalMs - 80, totalMs, latenessMs: 12, ...changes };
}

/** A destination that takes everything. */
export function someDestination(changes: Partial<DestinationStatus> = {}): DestinationStatus {
  const at = Date.now() - 40 * SECOND;
  return {
    name: "destination",
    where: "config.ini:19",
    service: "geckoboard",
    endpoint: "geckoboard at push.geckoboard.com",
    health: "ok",
    latest: { from: at - 60 * MINUTE, to: at, at: at + 900 },
    ageMs: 40 * SECOND,
    waiting: { payloads: 0, bytes: 0 },
    waitingSince: undefined,
    rejected: 0,
    account: { delivered: 186 },
    nextTryAt: undefined,
    picture: 1,
    troubles: [],
    ...changes,
  };
}

/** A destination that is down. */
export function someTrouble(changes: Partial<Trouble> = {}): Trouble {
  return {
    message: "Cannot push to geckoboard: push.geckoboard.com answered 503",
    hint: "nothing: payloads wait and are pushed once it answers; see its status page",
    since: Date.now() - 5 * MINUTE,
    where: "config.ini:19",
    ...changes,
  };
}

/** A search whose destination is down. */
export function failingSearch(name: string, trouble: Partial<Trouble> = {}): SearchStatus {
  const search = someSearch(name);
  const destination = someDestination({
    health: "failing",
    waiting: { payloads: 5, bytes: 12_300 },
    waitingSince: Date.now() - 5 * MINUTE,
    nextTryAt: Date.now() + 30 * SECOND,
    troubles: [someTrouble(trouble)],
  });
  const history = search.history.map((run, index) =>
    index < 35 ? run : { ...run, outcome: "waiting" as const }
  );
  return {
    ...search,
    health: "failing",
    history,
    latestRun: someRun(Date.now(), { outcome: "waiting" }),
    destinations: [destination],
  };
}
