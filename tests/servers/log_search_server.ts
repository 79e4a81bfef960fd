/**
 * A log search API on a loopback port: answers queries as the real one does, unless a script says otherwise.
 *
 * ```ts
 * await using api = await startLogSearchServer({ script: [running({ progress: 40 }), finished()] });
 * await using slow = await startLogSearchServer({ polls: 3 }); // 202 and Self, three polls, then finished
 * await using broken = await startLogSearchServer({ answer: () => drop("reset") });
 * ```
 *
 * @module
 */
import { seriesAnswer } from "../../src/testing.ts";
import {
  json,
  type RawAnswer,
  type RawRequest,
  reply,
  startRawHttpServer,
} from "./raw_http_server.ts";

/** A query as it was posted. */
export interface PostedQuery {
  readonly logs: readonly string[];
  readonly leql: {
    readonly statement: string;
    readonly during: { readonly from: number; readonly to: number };
  };
}

/** A log as `GET /management/logs` lists it. */
export interface ListedLog {
  readonly id: string;
  readonly name: string;
  /** Names of its log sets. */
  readonly sets?: readonly string[];
}

/** What is done about one request: fixed, or made from it and from the server's address. */
export type LogSearchAnswer = RawAnswer | ((request: RawRequest, url: string) => RawAnswer);

/** How the API behaves. */
export interface LogSearchServerOptions {
  /** Answers to the first requests, whatever they are, in the order of their arrival. */
  readonly script?: readonly LogSearchAnswer[];
  /** Answers the requests after the script; where it gives `undefined` the API itself answers. */
  readonly answer?: (request: RawRequest, index: number) => LogSearchAnswer | undefined;
  /** The only key that is taken; default any. */
  readonly apiKey?: string;
  /** In front of every path: `/log_search`. */
  readonly prefix?: string;
  /** How many polls a query takes; default 0, finished at once. */
  readonly polls?: number;
  /** How long a link lives without a poll, milliseconds; default 20,000. */
  readonly linkLifeMs?: number;
  /** `statistics` of a finished query; default a count of 155 in ten slices. */
  readonly statistics?: (query: PostedQuery) => unknown;
  /** The logs of the account; if given, a query on any other log is refused. */
  readonly logs?: readonly ListedLog[];
}

/** A log search API that keeps what it is asked. */
export interface LogSearchServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` with the prefix. */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly requests: readonly RawRequest[];
  /** `POST /query/logs`, in short, for each request. */
  readonly log: readonly string[];
  /** The bodies of all posted queries. */
  readonly queries: readonly PostedQuery[];
  /** Resolves once `count` requests have been received since the start. */
  received(count: number): Promise<void>;
}

/** Starts an API. */
export async function startLogSearchServer(
  options: LogSearchServerOptions = {},
): Promise<LogSearchServer> {
  const requests: RawRequest[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  const api = new Api(options);
  const server = await startRawHttpServer((request) => {
    const index = requests.push(request) - 1;
    waiting = waiting.filter(({ count, resolve }) => {
      if (requests.length < count) return true;
      resolve();
      return false;
    });
    const { script = [], answer } = options;
    const step = index < script.length ? script[index] : answer?.(request, index);
    if (step === undefined) return api.answer(request, url);
    return typeof step === "function" ? step(request, url) : step;
  });
  const url = server.url + (options.prefix ?? "");
  return {
    url,
    host: server.host,
    requests,
    get log() {
      return requests.map(({ method, path }) => `${method} ${path}`);
    },
    get queries() {
      return requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
    },
    received(count) {
      if (requests.length >= count) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ count, resolve });
      return promise;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A finished answer. */
export function finished(
  { status = 200, headers = {}, ...members }: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** Further or other members of the body. */
    readonly [member: string]: unknown;
  } = {},
): RawAnswer {
  return json({ logs: [], statistics: countStatistics({ from: 0, to: 600_000 }), ...members }, {
    status,
    headers,
  });
}

/** An answer of a query that is still running, with a link to poll. */
export function running(
  { progress = 0, status = 202, rel = "Self", href, headers = {} }: {
    readonly progress?: number;
    readonly status?: number;
    readonly rel?: string;
    /** Default a fresh link of this server. */
    readonly href?: string | ((url: string) => string);
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): LogSearchAnswer {
  return (_request, url) => {
    const id = continuationId();
    const link = typeof href === "function" ? href(url) : href ?? `${url}/query/${id}`;
    return json(runningBody({ id, progress, links: [{ rel, href: link }] }), { status, headers });
  };
}

/** "Too many requests", as the API words it. */
export function tooMany(headers: Readonly<Record<string, string>> = {}): RawAnswer {
  return reply("API rate limit exceeded", {
    status: 429,
    headers: { "content-type": "text/plain", ...headers },
  });
}

/** A refusal with the API's JSON. */
export function refusal(status: number, message: string): RawAnswer {
  return json({ message }, { status });
}

/** A continuation id as the API builds them: its colons, the last one included, belong to it. */
export function continuationId(): string {
  return `${crypto.randomUUID()}:1:${"a".repeat(40)}::${"b".repeat(40)}:`;
}

/** `statistics` of a count of 155 in ten slices. */
export function countStatistics(
  { from, to }: { readonly from: number; readonly to: number },
): unknown {
  const slices = Array.from({ length: 10 }, (_, index) => 11 + index);
  const { statistics } = JSON.parse(seriesAnswer(slices, { from, to }));
  return statistics;
}

function runningBody(members: Readonly<Record<string, unknown>>): unknown {
  return {
    logs: [],
    events: [],
    partial: { stats: { global_timeseries: { count: 0 } }, groups: [], status: 200, count: 0 },
    ...members,
  };
}

/** The API itself, where no script speaks. */
class Api {
  readonly #options: LogSearchServerOptions;
  readonly #running = new Map<string, { query: PostedQuery; polls: number; at: number }>();

  constructor(options: LogSearchServerOptions) {
    this.#options = options;
  }

  answer(request: RawRequest, url: string): RawAnswer {
    const { apiKey, prefix = "" } = this.#options;
    const key = request.headers.get("x-api-key");
    if (key === null || (apiKey !== undefined && key !== apiKey)) {
      return refusal(401, "Unauthorized");
    }
    const [path = ""] = request.path.slice(prefix.length).split("?");
    if (!request.path.startsWith(prefix)) return refusal(404, "HTTP 404 Not Found");
    if (request.method === "POST" && /^\/query\/logs\/?$/.test(path)) {
      return this.#post(request, url);
    }
    if (path === "/management/logs") return json({ logs: this.#logs().map(toLog) });
    if (path === "/management/logsets") return json({ logsets: toLogsets(this.#logs()) });
    return this.#poll(path.replace("/query/", ""), url);
  }

  #logs(): readonly ListedLog[] {
    return this.#options.logs ?? [];
  }

  #post(request: RawRequest, url: string): RawAnswer {
    const type = request.headers.get("content-type") ?? "";
    if (!type.startsWith("application/json")) {
      return refusal(415, "HTTP 415 Unsupported Media Type");
    }
    const query = readQuery(request.body);
    if (query === undefined) return refusal(400, "logs, leql.statement, from and to must be given");
    if (query.logs.some((log) => !this.#knows(log))) return refusal(404, "HTTP 404 Not Found");
    const { polls = 0 } = this.#options;
    if (polls === 0) return this.#finish(query);
    const id = continuationId();
    this.#running.set(id, { query, polls, at: performance.now() });
    return this.#stillRunning({ id, left: polls, status: 202 }, url);
  }

  #knows(log: string): boolean {
    return this.#options.logs?.some(({ id }) => id === log) ?? true;
  }

  #poll(id: string, url: string): RawAnswer {
    const { linkLifeMs = 20_000 } = this.#options;
    const entry = this.#running.get(id);
    const now = performance.now();
    if (entry === undefined || now - entry.at > linkLifeMs) {
      return refusal(404, "HTTP 404 Not Found");
    }
    entry.at = now;
    if (--entry.polls > 0) return this.#stillRunning({ id, left: entry.polls, status: 200 }, url);
    this.#running.delete(id);
    return this.#finish(entry.query);
  }

  #stillRunning(
    { id, left, status }: { readonly id: string; readonly left: number; readonly status: number },
    url: string,
  ): RawAnswer {
    const { polls = 0 } = this.#options;
    const progress = Math.floor((polls - left) / polls * 100);
    const links = [{ rel: "Self", href: `${url}/query/${id}` }];
    return json(runningBody({ id, progress, links }), { status });
  }

  #finish(query: PostedQuery): RawAnswer {
    const { statistics = ({ leql }) => countStatistics(leql.during) } = this.#options;
    return json({ logs: query.logs, statistics: statistics(query), leql: query.leql });
  }
}

function readQuery(body: string): PostedQuery | undefined {
  try {
    const { logs, leql } = JSON.parse(body);
    const { statement, during: { from, to } } = leql;
    const isWhole = Array.isArray(logs) && logs.length > 0 && typeof statement === "string" &&
      Number.isInteger(from) && Number.isInteger(to);
    return isWhole ? { logs, leql: { statement, during: { from, to } } } : undefined;
  } catch {
    return undefined;
  }
}

function toLog({ id, name, sets = [] }: ListedLog): unknown {
  const logsets_info = sets.map((set) => ({ id: `set-${set}`, name: set, links: [] }));
  return { id, name, tokens: [], structures: [], source_type: "token", logsets_info, links: [] };
}

function toLogsets(logs: readonly ListedLog[]): unknown[] {
  const names = new Set(logs.flatMap(({ sets = [] }) => sets));
  return [...names].map((set) => ({
    id: `set-${set}`,
    name: set,
    logs_info: logs.filter(({ sets = [] }) => sets.includes(set)).map(({ id, name }) => ({
      id,
      name,
    })),
  }));
}
