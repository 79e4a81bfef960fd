import { LogSearchApi } from "../../src/simulator/log_search_api.ts";
import { type LogCatalog, openLogs } from "../../src/simulator/log_catalog.ts";
import { NO_LIMITS, REAL_LIMITS } from "../../src/simulator/rate_limits.ts";
import { API_KEY } from "../config_text.ts";
import { type RawAnswer, type RawRequest, reply } from "../servers/raw_http_server.ts";
import { startClosableServer } from "./closable_server.ts";
import type { Window } from "./count_of.ts";
import { dice } from "./dice.ts";

/** The simulator at an address that can go away, on a clock that can be set, with limits that are enforced. */
export interface LimitedApi extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Key of its only log, whose events have an `id` from 1 to 5. */
  readonly log: string;
  /** Windows of the queries that it has answered. */
  readonly asked: readonly Window[];
  /** Queries that were too many. */
  readonly tooMany: number;
  /** Refuses connections. */
  refuse(): void;
  /** Takes connections again. */
  open(): Promise<void>;
  /** What it counts in a window; asked without counting against the limit. */
  count(statement: string, window: Window): Promise<number>;
}

const EVENTS = 2_000;
const IDS = 5;
const FIRST = Date.UTC(2026, 0, 1);
/** So that neighbouring windows of a minute hold different numbers. */
const LONGEST_GAP_MS = 4_000;

/** Starts it. */
export async function startLimitedApi(
  { now, queries, windowMs }: {
    /** Unix milliseconds. */
    readonly now: () => number;
    /** How many queries may be asked in `windowMs`. */
    readonly queries: number;
    readonly windowMs: number;
  },
): Promise<LimitedApi> {
  const catalog = await openEvents(now());
  const usual = { catalog, apiKey: API_KEY, now, polls: 0, firstStatus: 200 } as const;
  const links = { linkLifeMs: 20_000, linkPrefix: "" } as const;
  const limited = new LogSearchApi({
    ...usual,
    ...links,
    limits: { ...REAL_LIMITS, queries, windowMs },
  });
  const unlimited = new LogSearchApi({ ...usual, ...links, limits: NO_LIMITS });
  const log = catalog.logs[0]?.id ?? "";
  const asked: Window[] = [];
  let tooMany = 0;
  const server = await startClosableServer(async (raw) => {
    const response = await limited.handle(requestOf(raw, server.url));
    if (response.status === 429) tooMany++;
    else if (raw.method === "POST") asked.push(JSON.parse(raw.body).leql.during);
    return await answerOf(response, now());
  });
  return {
    url: server.url,
    log,
    asked,
    get tooMany() {
      return tooMany;
    },
    refuse: () => server.close(),
    open: () => server.open(),
    async count(statement, during) {
      const body = JSON.stringify({ logs: [log], leql: { statement, during } });
      const headers = { "x-api-key": API_KEY, "content-type": "application/json" };
      const request = new Request(`${server.url}/query/logs`, { method: "POST", headers, body });
      const answer = await (await unlimited.handle(request)).json();
      return answer.statistics.count;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function openEvents(startedAt: number): Promise<LogCatalog> {
  let time = FIRST;
  const lines = Array.from({ length: EVENTS }, (_, index) => {
    time += Math.floor(LONGEST_GAP_MS * dice(1, "gap", index));
    return JSON.stringify({ time: new Date(time).toISOString(), id: index % IDS + 1 });
  });
  const file = await Deno.makeTempFile({ prefix: "leexport-events-" });
  try {
    await Deno.writeTextFile(file, lines.join("\n"));
    return await openLogs([{ name: "events", file }], { replay: "looping", startedAt });
  } finally {
    await Deno.remove(file);
  }
}

function requestOf({ method, path, headers, body }: RawRequest, url: string): Request {
  return new Request(url + path, { method, headers, ...(method === "GET" ? {} : { body }) });
}

/** With the clock of this API instead of the machine's. */
async function answerOf(response: Response, now: number): Promise<RawAnswer> {
  const headers = { ...Object.fromEntries(response.headers), date: new Date(now).toUTCString() };
  return reply(await response.text(), { status: response.status, headers });
}
