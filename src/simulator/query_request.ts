import type { Window } from "../leql/slices.ts";
import { badRequest, plainError } from "./api_error.ts";
import { parseTimeRange } from "./time_range.ts";

/** What a query asks, checked. */
export interface QueryRequest {
  /** Log keys as given. */
  readonly logs: readonly string[];
  readonly statement: string;
  readonly window: Window;
  /** As given; `undefined` if the window was given by its ends. */
  readonly timeRange: string | undefined;
  readonly paging: Paging;
}

/** How the events of an event search are turned over; what was not given is `undefined`. */
export interface Paging {
  /** Events on a page, 1 to 500. */
  readonly perPage: number | undefined;
  /** The event after which the page begins. */
  readonly after: string | undefined;
  readonly order: "oldest first" | "most recent first";
}

/**
 * Reads the body of `POST /query/logs`.
 *
 * @throws {ApiError} 400 or 415.
 */
export async function readPostedQuery(
  request: Request,
  { url, now }: { readonly url: URL; readonly now: number },
): Promise<QueryRequest> {
  if (!isJson(request)) throw plainError(415);
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw badRequest("The body is not JSON");
  }
  const leql = memberOf(body, "leql") ?? {};
  const during = memberOf(leql, "during");
  const logs = memberOf(body, "logs");
  if (!Array.isArray(logs) || logs.length === 0 || !logs.every((log) => typeof log === "string")) {
    throw badRequest("logs must be a list of at least one log key");
  }
  const statement = memberOf(leql, "statement") ?? "";
  if (typeof statement !== "string") throw badRequest("leql.statement must be a text");
  return {
    logs,
    statement,
    ...windowOf({
      from: memberOf(during, "from"),
      to: memberOf(during, "to"),
      timeRange: memberOf(during, "time_range"),
    }, { now }),
    paging: readPaging(url.searchParams),
  };
}

/**
 * Reads the parameters of `GET /query/logs/…` and its like.
 *
 * @param logs The log keys that the path names.
 * @throws {ApiError} 400 or 415.
 */
export function readGottenQuery(
  request: Request,
  { url, logs, now }: { readonly url: URL; readonly logs: readonly string[]; readonly now: number },
): QueryRequest {
  if (request.headers.has("content-type") && !isJson(request)) throw plainError(415);
  const parameters = url.searchParams;
  const number = (name: string) => {
    const text = parameters.get(name);
    return text === null ? undefined : /^-?\d+$/.test(text) ? Number(text) : text;
  };
  return {
    logs,
    statement: parameters.get("query") ?? "",
    ...windowOf({
      from: number("from"),
      to: number("to"),
      timeRange: parameters.get("time_range") ?? undefined,
    }, { now }),
    paging: readPaging(parameters),
  };
}

function isJson(request: Request): boolean {
  return /^application\/json\s*(?:;|$)/i.test(request.headers.get("content-type") ?? "");
}

/** A member of an object; `undefined` also where it is null. */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1] ?? undefined;
}

function windowOf(
  { from, to, timeRange }: { from: unknown; to: unknown; timeRange: unknown },
  { now }: { readonly now: number },
): Pick<QueryRequest, "window" | "timeRange"> {
  const hasEnds = from !== undefined || to !== undefined;
  if (timeRange !== undefined && hasEnds) {
    throw badRequest("leql.during must hold either from and to, or time_range");
  }
  if (typeof timeRange === "string") {
    const window = parseTimeRange(timeRange, { now });
    if (window === undefined) throw badRequest(`time_range "${timeRange}" is not understood`);
    return { window, timeRange };
  }
  if (!isInstant(from) || !isInstant(to)) {
    throw badRequest("leql.during must hold from and to in milliseconds, or time_range");
  }
  if (from >= to) throw badRequest("from must be before to");
  return { window: { from, to }, timeRange: undefined };
}

function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value) && Math.abs(Number(value)) <= 8.64e15;
}

function readPaging(parameters: URLSearchParams): Paging {
  const perPage = parameters.get("per_page");
  const after = parameters.get("sequence_number");
  if (perPage !== null && !(/^\d{1,3}$/.test(perPage) && +perPage >= 1 && +perPage <= 500)) {
    throw badRequest("per_page must be a number from 1 to 500");
  }
  if (after !== null && !/^\d{1,19}$/.test(after)) {
    throw badRequest("sequence_number must be a number");
  }
  return {
    perPage: perPage === null ? undefined : Number(perPage),
    after: after ?? undefined,
    order: parameters.get("most_recent_first") === "true" ? "most recent first" : "oldest first",
  };
}
