import type { SearchConfig } from "../config/config.ts";
import type { LogSearchError } from "../errors.ts";
import type { RunReport } from "../engine/run_report.ts";
import { queryLine } from "../engine/run_log.ts";
import type { DestinationRecord } from "./destination_record.ts";
import { runOutcomeOf } from "./run_outcome.ts";
import type { Health, RunMark, RunStatus, SearchState, Trouble } from "./status.ts";

/** Runs that are remembered. */
const LONGEST_HISTORY = 40;
/** How much later than it should be a value may be before it is stale, besides two periods. */
const LATENESS_MS = 60_000;

/** The latest facts of one search. */
export class SearchRecord {
  search: SearchConfig;
  /** Path of the config file. */
  file: string;
  state: SearchState = "starting";
  pausedAt: number | undefined;
  nextRunAt: number | undefined;
  latestRun: RunStatus | undefined;
  readonly history: RunMark[] = [];
  /** By name, in the order of the config. */
  destinations: ReadonlyMap<string, DestinationRecord>;
  /** The number of its latest change. */
  revision = 0;
  /** Since when it has been asking, Unix milliseconds. */
  #since: number;
  #queryTrouble: Trouble | undefined;
  #missed: { readonly trouble: Trouble; readonly runs: number } | undefined;
  #runs = 0;

  constructor(
    search: SearchConfig,
    { file, destinations, now }: {
      readonly file: string;
      readonly destinations: ReadonlyMap<string, DestinationRecord>;
      readonly now: number;
    },
  ) {
    this.search = search;
    this.file = file;
    this.destinations = destinations;
    this.#since = now;
  }

  /** Takes over what the search did before it was changed. */
  follow({ history, latestRun }: SearchRecord): void {
    this.history.push(...history);
    this.latestRun = latestRun;
  }

  /** Takes the search as a newer config has it: unchanged, but perhaps on other lines. */
  keep(
    search: SearchConfig,
    { file, destinations }: Pick<SearchRecord, "file" | "destinations">,
  ): void {
    this.search = search;
    this.file = file;
    this.destinations = destinations;
  }

  /** Takes that it asks again. */
  resumed(now: number): void {
    this.pausedAt = undefined;
    this.#since = now;
  }

  /** What is wrong with asking. */
  get troubles(): readonly Trouble[] {
    return [this.#queryTrouble, this.#missed?.trouble].filter((trouble) => trouble !== undefined);
  }

  begun(): void {
    this.state = "running";
    this.nextRunAt = undefined;
    // One run that was not late shows that it keeps up again.
    if (this.#missed !== undefined && this.#missed.runs < this.#runs) this.#missed = undefined;
    this.#runs++;
  }

  planned(dueAt: number): void {
    this.state = "waiting";
    this.nextRunAt = dueAt;
  }

  /** Takes that the API answered: what is left is to push. */
  answered(): void {
    this.state = "waiting";
    this.#queryTrouble = undefined;
  }

  ran(report: RunReport, now: number): void {
    const { window, queryMs, totalMs, latenessMs, deliveries } = report;
    for (const { destination, outcome, reason } of deliveries) {
      if (outcome === "empty") this.destinations.get(destination.name)?.gotNothing(reason);
    }
    this.#remember({
      at: now,
      outcome: runOutcomeOf(report),
      window,
      queryMs: Math.round(queryMs),
      totalMs: Math.round(totalMs),
      // A timer may ring a fraction of a millisecond early.
      latenessMs: Math.max(0, Math.round(latenessMs)),
    });
  }

  queryFailed(error: LogSearchError, now: number): void {
    this.state = error.failure === "stop" ? "refused" : "waiting";
    const hint = error.hint ?? "it is asked again by itself; look at the API if that lasts";
    this.#queryTrouble = {
      message: `Cannot ask: ${error.message}`,
      hint: error.failure === "stop"
        ? `${hint}; then leexport reload, or run it now on the status page`
        : hint,
      since: this.#queryTrouble?.since ?? now,
      where: `${this.file}:${queryLine(error, this.search)}`,
    };
    this.#remember({
      at: now,
      outcome: "failed",
      window: undefined,
      queryMs: undefined,
      totalMs: undefined,
      latenessMs: undefined,
    });
  }

  faulted(error: unknown, now: number): void {
    const said = error instanceof Error ? error.message : String(error);
    this.#queryTrouble = {
      message: `Cannot run: the program has a fault (${said})`,
      hint: "please report it with the lines that log_level = debug gives",
      since: this.#queryTrouble?.since ?? now,
      where: undefined,
    };
  }

  missed(count: number, now: number): void {
    const { periodSeconds, line } = this.search;
    const runs = count === 1 ? "1 run was" : `${count} runs were`;
    this.#missed = {
      runs: this.#runs,
      trouble: {
        message: `A run took longer than the period of ${periodSeconds} s: ${runs} left out`,
        hint: "ask less often, or about a shorter time",
        since: this.#missed?.trouble.since ?? now,
        where: `${this.file}:${line}`,
      },
    };
  }

  /** The trouble of a destination whose newest value is older than it should be, though nothing failed. */
  staleness({ latest, emptyBecause, config }: DestinationRecord, now: number): Trouble | undefined {
    if (this.pausedAt !== undefined || latest === undefined) return undefined;
    const { periodSeconds, delaySeconds } = this.search;
    const oldest = (2 * periodSeconds + delaySeconds) * 1000 + LATENESS_MS;
    const since = Math.max(latest.to, this.#since) + oldest;
    if (now <= since) return undefined;
    const why = emptyBecause === undefined ? "" : `: ${emptyBecause}`;
    return {
      message: `Nothing new came for ${config.service}${why}`,
      hint: emptyBecause === undefined
        ? "look at the other troubles of this search, and at the log"
        : "see whether the log still has such events: leexport query shows them",
      since,
      where: `${this.file}:${config.line}`,
    };
  }

  /** How the search fares. @param destinations Whether any of them has a trouble. */
  health(destinations: "failing" | "well"): Health {
    if (this.pausedAt !== undefined) return "paused";
    if (destinations === "failing" || this.troubles.length > 0) return "failing";
    return this.history.length === 0 ? "new" : "ok";
  }

  #remember(run: RunStatus): void {
    const { at, outcome, totalMs } = run;
    this.latestRun = run;
    this.history.push({ at, outcome, totalMs });
    if (this.history.length > LONGEST_HISTORY) this.history.shift();
  }
}
