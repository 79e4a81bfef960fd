import { StatementError } from "../leql/statement_error.ts";
import { getLog } from "../log.ts";
import { ApiError, badRequest, plainError } from "./api_error.ts";
import type { LogCatalog, SimulatedLog } from "./log_catalog.ts";
import { managementJson } from "./management_json.ts";
import { finishedBody, runningBody } from "./query_answer.ts";
import { type QueryRequest, readGottenQuery, readPostedQuery } from "./query_request.ts";
import { type LimitedKind, RateLimiter, type RateLimits } from "./rate_limits.ts";
import { isContinuationId, RunningQueries } from "./running_queries.ts";
import { StatementCache } from "./statement_cache.ts";

/** How the API behaves. */
export interface LogSearchApiOptions {
  readonly catalog: LogCatalog;
  /** What `x-api-key` must be. */
  readonly apiKey: string;
  /** Polls until a query is finished: 0 answers at once, `Infinity` never finishes. */
  readonly polls: number;
  /** The status of the first answer of a query that runs. */
  readonly firstStatus: 200 | 202;
  /** How long a link lives without being polled, milliseconds. */
  readonly linkLifeMs: number;
  readonly limits: RateLimits;
  /** What links have between the host and `/query`. */
  readonly linkPrefix: "" | "/log_search";
  /** Unix milliseconds. */
  readonly now: () => number;
}

interface Asked {
  readonly request: Request;
  readonly url: URL;
  /** Where links lead. */
  readonly origin: string;
  /** Without prefix and slashes at its ends, cut at the slashes. */
  readonly path: readonly string[];
  readonly now: number;
}

/** The log search API: from request to response. Paths work with and without `/log_search` before them. */
export class LogSearchApi {
  readonly #options: LogSearchApiOptions;
  readonly #limiter: RateLimiter;
  readonly #queries: RunningQueries;
  readonly #statements = new StatementCache();

  constructor(options: LogSearchApiOptions) {
    this.#options = options;
    this.#limiter = new RateLimiter(options.limits);
    this.#queries = new RunningQueries(options.linkLifeMs);
  }

  /** Answers a request; never rejects. */
  async handle(request: Request): Promise<Response> {
    const headers = new Headers({
      "Date": new Date(this.#options.now()).toUTCString(),
      "R7-Correlation-Id": request.headers.get("r7-correlation-id") ?? crypto.randomUUID(),
    });
    try {
      return await this.#answer(this.#asked(request), headers);
    } catch (error) {
      const { status, body } = asApiError(error);
      return jsonResponse(JSON.stringify(body), { status, headers });
    }
  }

  #asked(request: Request): Asked {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/log_search(?=\/)/, "").replace(/^\/|\/$/g, "");
    return {
      request,
      url,
      origin: url.origin + this.#options.linkPrefix,
      path: path.split("/").map(decoded),
      now: this.#options.now(),
    };
  }

  async #answer(asked: Asked, headers: Headers): Promise<Response> {
    const { request, path, now } = asked;
    if (request.headers.get("x-api-key") !== this.#options.apiKey) {
      throw new ApiError(401, { message: "Unauthorized" });
    }
    if (path.join("/") === "validate") {
      return jsonResponse(`{"message":"Authorized"}`, { status: 200, headers });
    }
    const kind = limitedKind(path);
    if (kind === undefined) throw plainError(404);
    const allowance = this.#limiter.take(kind, { now });
    for (const [name, value] of allowance.headers) headers.set(name, value);
    if (allowance.isExceeded) {
      headers.set("content-type", "text/plain");
      return new Response("API rate limit exceeded", { status: 429, headers });
    }
    const isPost = path.join("/") === "query/logs";
    if (request.method !== (isPost ? "POST" : "GET")) throw plainError(405);
    const { status, body } = kind === "management"
      ? this.#management(asked)
      : kind === "polls"
      ? this.#poll(asked)
      : await this.#query(asked, headers);
    return jsonResponse(body, { status, headers });
  }

  #management({ path, origin }: Asked): Answered {
    const { catalog } = this.#options;
    const body = managementJson(path.slice(1).join("/"), { catalog, origin });
    if (body === undefined) throw plainError(404);
    return { status: 200, body: JSON.stringify(body) };
  }

  async #query(asked: Asked, headers: Headers): Promise<Answered> {
    const { request, url, origin, now } = asked;
    const keys = this.#keysOfPath(asked);
    const wanted = keys === undefined
      ? await readPostedQuery(request, { url, now })
      : readGottenQuery(request, { url, now, logs: keys });
    const logs = wanted.logs.map((id) => this.#log(id));
    if (logs.some(({ recording }) => recording.isBeyondRetention(wanted.window))) {
      headers.set("x-beyond-retention", "true");
      headers.set("x-beyond-retention-message", "The window begins before the oldest event");
    }
    const prepared = this.#statements.get(wanted.statement);
    if (prepared.shape !== undefined) refusePaging(wanted);
    const query = { request: wanted, prepared, logs: [...new Set(logs)], askedAt: now };
    if (this.#options.polls === 0) return { status: 200, body: finishedBody(query, { origin }) };
    const running = this.#queries.start(query);
    return {
      status: this.#options.firstStatus,
      body: runningBody(running, { origin, progress: 0 }),
    };
  }

  /** The log keys that a path names; `undefined` where the body names them. */
  #keysOfPath({ path: [, kind, id], url }: Asked): readonly string[] | undefined {
    const { catalog } = this.#options;
    if (kind === "logs") return id?.split(":").filter((key) => key !== "");
    const sets = id === undefined
      ? url.searchParams.getAll("logset_name").map((name) => catalog.setNamed(name))
      : [catalog.set(id)];
    if (sets.length === 0) throw badRequest("logset_name is missing");
    return sets.flatMap((set) => {
      if (set === undefined) throw plainError(404);
      return set.logs.map((log) => log.id);
    });
  }

  #log(id: string): SimulatedLog {
    const log = this.#options.catalog.log(id);
    if (log === undefined) throw plainError(404);
    return log;
  }

  #poll({ path: [, id = ""], origin, now }: Asked): Answered {
    if (!isContinuationId(id)) throw badRequest("The continuation id is malformed");
    const query = this.#queries.poll(id, { now });
    if (query === undefined) throw plainError(404);
    const { polls } = this.#options;
    if (query.polls < polls) {
      const progress = Math.floor(100 * query.polls / (polls + 1));
      return { status: 200, body: runningBody(query, { origin, progress }) };
    }
    this.#queries.finish(query);
    return { status: 200, body: finishedBody(query, { origin }) };
  }
}

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** Which limit a path counts against; `undefined` if there is no such path. */
function limitedKind([root, kind, id, more]: readonly string[]): LimitedKind | undefined {
  if (root === "management") return "management";
  if (root !== "query" || kind === undefined || more !== undefined) return undefined;
  if (kind === "logs" || kind === "logsets") return "queries";
  return id === undefined && kind.includes(":") ? "polls" : undefined;
}

function refusePaging({ paging }: QueryRequest): void {
  if (paging.perPage === undefined && paging.after === undefined) return;
  throw badRequest("Pagination is not supported with statistic queries", { code: 101009 });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest("The path is malformed");
  }
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StatementError) {
    const hint = error.hint === undefined ? "" : `; ${error.hint}`;
    return badRequest(`${error.message}${hint} (at character ${error.offset + 1})`);
  }
  getLog("simulator").error(`Cannot answer a request: ${error}`);
  return new ApiError(500, { message: "HTTP 500 Internal Server Error" });
}

function jsonResponse(
  body: string,
  { status, headers }: { readonly status: number; readonly headers: Headers },
): Response {
  headers.set("content-type", "application/json");
  return new Response(body, { status, headers });
}
