import type { DestinationStatus, SearchStatus, Status } from "../../src/status/status.ts";

/** When the documents of the tests are true. */
export const NOW = Date.UTC(2026, 10, 24, 14, 6, 11);

/** A destination that is well. */
export function destinationOf(rest: Partial<DestinationStatus> = {}): DestinationStatus {
  return {
    name: "destination",
    where: "config.ini:19",
    service: "geckoboard",
    endpoint: "geckoboard at push.geckoboard.com",
    health: "ok",
    latest: { from: NOW - 3_661_000, to: NOW - 61_000, at: NOW - 60_000 },
    ageMs: 61_000,
    waiting: { payloads: 0, bytes: 0 },
    waitingSince: undefined,
    rejected: 0,
    account: { delivered: 7 },
    nextTryAt: undefined,
    picture: 1,
    troubles: [],
    ...rest,
  };
}

/** A search that is well. */
export function searchOf(name: string, rest: Partial<SearchStatus> = {}): SearchStatus {
  return {
    name,
    where: "config.ini:12",
    statement: "where(status>=500) calculate(count) timeslice(60)",
    logs: ["Production/nginx"],
    windows: "sliding",
    periodSeconds: 60,
    state: "waiting",
    health: "ok",
    pausedAt: undefined,
    nextRunAt: NOW + 48_000,
    latestRun: {
      at: NOW - 12_000,
      outcome: "ok",
      window: undefined,
      queryMs: 210,
      totalMs: 320,
      latenessMs: 2,
    },
    history: [],
    troubles: [],
    destinations: [destinationOf()],
    ...rest,
  };
}

/** A program that runs and is well, unless its searches are not. */
export function statusOf(
  searches: readonly SearchStatus[],
  rest: Partial<Status["program"]> = {},
): Status {
  const isFailing = searches.some(({ health }) => health === "failing");
  return {
    program: {
      version: "0.1.0",
      state: "running",
      at: NOW,
      health: isFailing ? "failing" : "ok",
      pid: 4711,
      startedAt: NOW - 8_000_000,
      configFile: "config.ini",
      configTakenAt: NOW - 8_000_000,
      actions: "with token",
      troubles: [],
      queriesLeft: 57,
      ...rest,
    },
    searches,
  };
}

/** A search whose payloads were refused. */
export const REFUSED = searchOf("errors per minute", {
  health: "failing",
  destinations: [
    destinationOf({
      health: "failing",
      rejected: 3,
      troubles: [{
        message:
          'Cannot push to "geckoboard": push.geckoboard.com answered 401 Unauthorized; 3 payloads were refused and are kept',
        hint: "correct api_key of [[geckoboard]], then run leexport retry",
        since: NOW - 240_000,
        where: "config.ini:19",
      }],
    }),
  ],
});

/** A search whose question got no answer since yesterday. */
export const UNANSWERED = searchOf("ログイン失敗 per country, all regions", {
  health: "failing",
  latestRun: undefined,
  nextRunAt: undefined,
  state: "running",
  troubles: [{
    message:
      'Cannot run search "ログイン失敗 per country, all regions": rest.logentries.com answered 503',
    hint: undefined,
    since: NOW - 86_400_000,
    where: "config.ini:31",
  }],
  destinations: [
    destinationOf({
      ageMs: 86_400_000,
      waiting: { payloads: 1234, bytes: 999 },
      waitingSince: NOW - 90_000_000,
    }),
    destinationOf({ name: "destination_history" }),
  ],
});

/** What a person may see in the middle of the night. */
export const NIGHT = statusOf([
  searchOf("requests"),
  REFUSED,
  searchOf("paused one", { health: "paused", state: "paused", pausedAt: NOW - 1 }),
  UNANSWERED,
  searchOf("brand new", {
    health: "new",
    state: "starting",
    latestRun: undefined,
    destinations: [destinationOf({ health: "new", latest: undefined, ageMs: undefined })],
  }),
]);
