import { firstAtOrAfter } from "../leql/evaluate.ts";
import type { PreparedStatement } from "../leql/prepared_statement.ts";
import { clauseOf } from "../leql/statement.ts";
import type { SimulatedLog } from "./log_catalog.ts";
import type { QueryRequest } from "./query_request.ts";

const DEFAULT_PER_PAGE = 50;
/** Events of one millisecond that sequence numbers tell apart. */
const EVENTS_PER_MS = 1_000_000n;

interface FoundEvent {
  readonly log: SimulatedLog;
  readonly time: number;
  readonly text: string;
}

/** A page of an event search. */
export interface EventPage {
  /** The JSON of its events, a list. */
  readonly eventsJson: string;
  /** Parameters of the request for the next page; `undefined` at the end. */
  readonly next: { readonly from: number; readonly sequenceNumber: string } | undefined;
  readonly matched: number;
}

/**
 * Finds a page of events: the oldest of the window first, or with `most_recent_first` or `limit(n)` the newest ones.
 * The newest ones come on one page only.
 *
 * @param prepared A statement without `calculate` and `groupby`.
 * @param logs The logs to look at.
 * @param request What was asked.
 * @param options.now Nothing that is yet to happen is shown.
 * @param options.origin Where links lead.
 */
export function eventPage(
  prepared: PreparedStatement,
  logs: readonly SimulatedLog[],
  request: QueryRequest,
  { now, origin }: { readonly now: number; readonly origin: string },
): EventPage {
  const found = foundEvents(prepared, logs, { ...request, now });
  const { perPage = DEFAULT_PER_PAGE, after, order } = request.paging;
  const limit = Number(clauseOf(prepared.statement, "limit")?.counts[0]?.text ?? Infinity);
  const numbered = numberEvents(found);
  const matched = numbered.length;
  if (order === "most recent first" || limit !== Infinity) {
    const newest = numbered.slice(-Math.min(limit, order === "oldest first" ? limit : perPage));
    return { eventsJson: eventsJson(newest.reverse(), origin), next: undefined, matched };
  }
  const wanted = after === undefined
    ? numbered
    : numbered.filter(({ number }) => number > BigInt(after));
  const page = wanted.slice(0, perPage);
  const last = page.at(-1);
  const next = last === undefined || wanted.length === page.length
    ? undefined
    : { from: last.time, sequenceNumber: String(last.number) };
  return { eventsJson: eventsJson(page, origin), next, matched };
}

function foundEvents(
  prepared: PreparedStatement,
  logs: readonly SimulatedLog[],
  { window, now }: Pick<QueryRequest, "window"> & { readonly now: number },
): readonly FoundEvent[] {
  const found: FoundEvent[] = [];
  for (const log of logs) {
    for (const { shift, from, to } of log.recording.segments(window, { now })) {
      const { times, events } = prepared.matched(log.recording);
      const end = firstAtOrAfter(times, to - shift);
      for (let index = firstAtOrAfter(times, from - shift); index < end; index++) {
        const text = log.recording.table.texts[events?.[index] ?? index] ?? "";
        found.push({ log, time: (times[index] ?? 0) + shift, text });
      }
    }
  }
  return found.sort((a, b) => a.time - b.time);
}

/** Gives every event a number by its time and its place within the millisecond. */
function numberEvents(found: readonly FoundEvent[]): (FoundEvent & { readonly number: bigint })[] {
  let place = 0n;
  return found.map((event, index) => {
    place = found[index - 1]?.time === event.time ? place + 1n : 0n;
    return { ...event, number: BigInt(event.time) * EVENTS_PER_MS + place };
  });
}

/** Written by hand, because a sequence number is larger than the numbers of this language. */
function eventsJson(
  events: readonly (FoundEvent & { readonly number: bigint })[],
  origin: string,
): string {
  const written = events.map(({ log, time, text, number }) => {
    const context =
      `${origin}/query/context/${number}?per_page=50&timestamp=${time}&log_keys=${log.id}&context_type=SURROUND`;
    const rest = JSON.stringify({
      sequence_number_str: String(number),
      log_id: log.id,
      message: text,
      links: [{ rel: "Context", href: context }],
    });
    return `{"labels":[],"timestamp":${time},"sequence_number":${number},${rest.slice(1)}`;
  });
  return `[${written.join(",")}]`;
}
