import { evaluate, firstAtOrAfter, type Segment } from "../leql/evaluate.ts";
import { badRequest } from "./api_error.ts";
import { eventPage } from "./event_page.ts";
import type { QueryRequest } from "./query_request.ts";
import type { AskedQuery, RunningQuery } from "./running_queries.ts";
import { partialJson, statisticsJson } from "./statistics_json.ts";

/** Events of all turns of a recording that one query may look at. */
const MOST_EVENTS = 50_000_000;

/**
 * Writes the body of a query that runs.
 *
 * @param query The query.
 * @param options.origin Where links lead.
 * @param options.progress Whole per cent, 0 to 99.
 */
export function runningBody(
  query: RunningQuery,
  { origin, progress }: { readonly origin: string; readonly progress: number },
): string {
  const { id, request, prepared } = query;
  const timeRange = request.timeRange === undefined
    ? ""
    : `?time_range=${encodeURIComponent(request.timeRange).replaceAll("%20", "+")}`;
  return JSON.stringify({
    logs: request.logs,
    progress,
    events: [],
    ...prepared.shape === undefined ? {} : { partial: partialJson(prepared, request.window) },
    id,
    links: [{ rel: "Self", href: `${origin}/query/${id}${timeRange}` }],
    leql: leqlJson(request),
  });
}

/**
 * Answers a query.
 *
 * @param query The query.
 * @param options.origin Where links lead.
 * @returns The body of the finished answer.
 * @throws {ApiError} 400 if the window holds too many events.
 * @throws {StatementError} If the statement cannot be evaluated.
 */
export function finishedBody(
  query: AskedQuery,
  { origin }: { readonly origin: string },
): string {
  const started = performance.now();
  const { request, prepared, logs, askedAt } = query;
  const segments = logs.flatMap(({ recording }) =>
    recording.segments(request.window, { now: askedAt })
  );
  const checked = countEvents(segments);
  if (checked > MOST_EVENTS) {
    throw badRequest(
      `The window holds ${checked} events; this simulator looks at ${MOST_EVENTS} at most`,
    );
  }
  if (prepared.shape === undefined) return eventsBody(query, { origin });
  const answer = evaluate(prepared, segments, request.window);
  const all = logs.reduce((sum, { recording }) => sum + recording.table.length, 0);
  const allBytes = logs.reduce((sum, { bytes }) => sum + bytes, 0);
  return JSON.stringify({
    logs: request.logs,
    statistics: statisticsJson(answer, prepared, request.window),
    search_stats: {
      duration_ms: Math.round(performance.now() - started),
      bytes_all: allBytes,
      bytes_checked: Math.round(allBytes * checked / Math.max(1, all)),
      events_all: all,
      events_checked: checked,
      events_matched: answer.matched,
      index_factor: Math.max(0, 1 - checked / Math.max(1, all)),
    },
    leql: leqlJson(request),
  });
}

function eventsBody(query: AskedQuery, { origin }: { readonly origin: string }): string {
  const { request, prepared, logs, askedAt } = query;
  const page = eventPage(prepared, logs, request, { now: askedAt, origin });
  const links = page.next === undefined
    ? {}
    : { links: [{ rel: "Next", href: nextHref(request, { ...page.next, origin }) }] };
  const rest = JSON.stringify({ leql: leqlJson(request), ...links });
  return `{"logs":${JSON.stringify(request.logs)},"events":${page.eventsJson},${rest.slice(1)}`;
}

function nextHref(
  { logs, statement, window, paging }: QueryRequest,
  { from, sequenceNumber, origin }: {
    readonly from: number;
    readonly sequenceNumber: string;
    readonly origin: string;
  },
): string {
  const parameters = new URLSearchParams({
    from: String(from),
    to: String(window.to),
    per_page: String(paging.perPage ?? 50),
    sequence_number: sequenceNumber,
    next_page: "true",
    query: statement,
  });
  return `${origin}/query/logs/${logs.join(":")}?${parameters}`;
}

function countEvents(segments: readonly Segment[]): number {
  return segments.reduce(
    (sum, { log: { table }, shift, from, to }) =>
      sum + Math.max(
        0,
        firstAtOrAfter(table.times, to - shift) -
          firstAtOrAfter(table.times, from - shift),
      ),
    0,
  );
}

function leqlJson({ statement, window, timeRange }: QueryRequest): object {
  const timeRangeMember = timeRange === undefined ? {} : { time_range: timeRange };
  return { statement, during: { ...window, ...timeRangeMember } };
}
