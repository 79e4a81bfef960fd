import type { DestinationConfig, SearchConfig } from "../config/config.ts";
import { ServiceError, StoreError } from "../errors.ts";
import type { LogSearch, Turn } from "../log_search/query.ts";
import type { ServiceHost } from "../service_host/service_host.ts";
import type { LaneResult, OutboxEntry, Store, StoredRun, Window } from "../store/store.ts";
import { carryTrace, traced } from "../trace.ts";
import type { Lane } from "./lane.ts";
import { type ReportOptions, RunReporter } from "./run_report.ts";
import { stepAttributes } from "./step_attributes.ts";
import type { Target } from "./targets.ts";

/** One destination that a run is for, and the lane that pushes there. */
export interface Track {
  readonly target: Target;
  readonly lane: Lane;
}

/** What a run was answered. */
export interface Answer {
  /** Milliseconds the query took, its wait for its turn included. */
  readonly queryMs: number;
  /** JSON, by destination; without those that the answer gave nothing for. */
  readonly payloads: ReadonlyMap<string, string>;
}

/** What a run is made from. */
export interface RunInput extends Pick<ReportOptions, "latenessMs" | "onReport"> {
  readonly search: SearchConfig;
  readonly tracks: readonly Track[];
  readonly window: Window;
  readonly turn: Turn;
  readonly logSearch: LogSearch;
  readonly store: Store;
  /** Finds the sandbox of a service. */
  readonly hostOf: (service: string) => ServiceHost;
  /** Told of what the services made of the answer, before anything is pushed. */
  readonly onAnswer: (answer: Answer) => void;
  /** Told when payloads were dropped because too many wait. */
  readonly onDropped: (destination: DestinationConfig, count: number) => void;
  /** Aborted when nothing more is waited for: the run gives up where it stands. */
  readonly signal: AbortSignal;
}

/**
 * How a run ended: what it gave is on disk, or with the lanes; the window was not over yet by the clock of the API; or the
 * disk did not take a contiguous window, which must be asked again.
 */
export type RunEnd =
  | { readonly kind: "done" }
  | { readonly kind: "early"; /** Milliseconds until it is over. */ readonly waitMs: number }
  | { readonly kind: "unstored" };

/**
 * Runs a search once: asks about a window, has the services transform the answer, and stores what they made of it
 * together with the checkpoint. Pushing is left to the lanes.
 *
 * @throws {LogSearchError} If the query got no answer.
 * @throws The reason of a signal, if aborted.
 */
export function runSearch(input: RunInput): Promise<RunEnd> {
  const attributes = () => stepAttributes(input.search.name, input.window);
  const ended = ({ kind }: RunEnd) => ({ outcome: kind });
  return traced({ name: "run", attributes, ended }, () => doRun(input));
}

async function doRun(input: RunInput): Promise<RunEnd> {
  const { search, logSearch, signal, window, turn } = input;
  const started = performance.now();
  const logs = await logSearch.resolveLogs(search.logs, { signal });
  const query = { logs, statement: search.statement, ...window };
  const { body, askedAt = Infinity } = await traced(
    { name: "query" },
    () => logSearch.query(query, { signal, turn }),
  );
  if (search.windows === "contiguous" && askedAt < window.to) {
    return { kind: "early", waitMs: window.to - askedAt };
  }
  const queryMs = performance.now() - started;
  const results = await Promise.all(input.tracks.map((track) => resultFor(track, body, input)));
  input.onAnswer({ queryMs, payloads: payloadsOf(results) });
  return await handOver(results, input, { ...input, started, queryMs });
}

function payloadsOf(results: readonly LaneResult[]): ReadonlyMap<string, string> {
  return new Map(
    results.flatMap((result) =>
      result.form === "payload" ? [[result.destination, result.text] as const] : []
    ),
  );
}

async function resultFor(
  { target }: Track,
  body: string,
  { hostOf }: RunInput,
): Promise<LaneResult> {
  const { config, destination } = target;
  try {
    const attributes = () => ({ "leexport.service": config.service });
    const transformed = await traced(
      { name: "transform", attributes },
      () => hostOf(config.service).transform(destination, body),
    );
    return transformed.kind === "payload"
      ? { destination: config.name, form: "payload", text: transformed.payload }
      : { destination: config.name, form: "empty", reason: transformed.reason };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // The lane tries again, and tells what is wrong.
    return { destination: config.name, form: "answer", text: body };
  }
}

async function handOver(
  results: readonly LaneResult[],
  input: RunInput,
  report: Omit<ReportOptions, "destinations">,
): Promise<RunEnd> {
  const { store, search, window, tracks } = input;
  const destinations = tracks.map(({ target }) => target.config.name);
  const reporter = new RunReporter({ ...report, destinations });
  const haste = input.turn.class === "live" ? "live" : "backlog";
  try {
    const added = await store.addRun(storedRun(results, input));
    for (const [index, { lane, target: { config } }] of tracks.entries()) {
      const { entry, dropped = 0 } = added.get(config.name) ?? {};
      if (dropped > 0) input.onDropped(config, dropped);
      if (entry !== undefined) {
        carryTrace(entry);
        lane.add(entry, { haste, onOutcome: reporter.take });
      } else reporter.take(nothingToPush(results[index]!, input.tracks[index]!));
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (search.windows === "contiguous") return { kind: "unstored" };
    for (const [index, { lane }] of tracks.entries()) {
      const result = results[index]!;
      if (result.form === "empty") reporter.take(nothingToPush(result, tracks[index]!));
      else lane.addLoose(looseEntry(result, { search: search.name, window }), reporter.take);
    }
  }
  return { kind: "done" };
}

function storedRun(
  results: readonly LaneResult[],
  { search, window, tracks }: RunInput,
): StoredRun {
  const dropBeyond = new Map(
    tracks.flatMap(({ target: { config } }) =>
      config.outboxLimit.whenFull === "drop_oldest" ? [[config.name, config.outboxLimit]] : []
    ),
  );
  const { name, windows } = search;
  return { search: name, window, windows, results, dropBeyond, now: Date.now() };
}

function nothingToPush(result: LaneResult, { target: { config } }: Track) {
  const reason = result.form === "empty" ? result.reason : "it had been asked about before";
  return { destination: config, outcome: "empty", reason, fault: "none", tries: 0 } as const;
}

function looseEntry(
  { destination, form, text }: Extract<LaneResult, { readonly text: string }>,
  { search, window }: { readonly search: string; readonly window: Window },
): OutboxEntry {
  return {
    id: 0,
    lane: { search, destination },
    window,
    windows: "sliding",
    form,
    text,
    digest: "",
    addedAt: Date.now(),
    tries: 0,
    isUnknown: false,
  };
}
