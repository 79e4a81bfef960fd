import type { Config, DestinationConfig, SearchConfig } from "../config/config.ts";
import type { LogSearchError, Problem } from "../errors.ts";
import type { Window } from "../store/store.ts";
import type { DeliveryReport } from "./delivery_report.ts";
import type { RunReport } from "./run_report.ts";
import type { SkipStep } from "./windows.ts";

/** Where a search stands. */
export interface SearchPlace {
  readonly config: Config;
  readonly search: SearchConfig;
}

/** Where a lane stands after a try. */
export interface LaneProgress {
  readonly window: Window;
  /** Tries in a row that failed. */
  readonly failures: number;
  /** Tries in a row that had failed before this one. */
  readonly failuresBefore: number;
}

/** A config file that cannot be used. */
export interface ConfigRefused {
  readonly kind: "config_refused";
  /** A sentence without a full stop. */
  readonly message: string;
  /** What is wrong with the file, as far as it is about a place in it. */
  readonly problems: readonly Problem[];
  /** All that is wrong, as `check` shows it. */
  readonly details: readonly string[];
}

/**
 * What happens in the engine, told when it happens. Instants are Unix milliseconds.
 *
 * - `applied`: a config was taken over; what it no longer holds is gone
 * - `config_refused`: a changed config file cannot be used, so the config before goes on
 * - `planned`: a search runs next at `dueAt`, or as soon as it may
 * - `begun`: a run begins
 * - `answered`: a run has its answer, and what the services made of it (JSON, by destination)
 * - `ran`: every destination of a run has been tried, or has to wait
 * - `query_failed`: a run got no answer; `failures` in a row
 * - `tried`: a payload was pushed, well or not, or was given up
 * - `missed`: a sliding search was still running when it was due
 * - `skipped`, `dropped`: policy left windows out, or payloads
 * - `faulted`: the program itself has a fault
 * - `endpoint`: a place that is pushed to began to fail for all, or is well again
 * - `paused`, `resumed`, `retried`: somebody wanted that
 */
export type EngineEvent =
  | {
    readonly kind: "applied";
    readonly config: Config;
    /** Names of searches that begin anew; the others go on undisturbed. */
    readonly started: ReadonlySet<string>;
  }
  | ConfigRefused
  | { readonly kind: "planned"; readonly search: string; readonly dueAt: number }
  | { readonly kind: "begun"; readonly search: string; readonly window: Window }
  | {
    readonly kind: "answered";
    readonly search: string;
    readonly window: Window;
    readonly queryMs: number;
    readonly payloads: ReadonlyMap<string, string>;
  }
  | { readonly kind: "ran"; readonly report: RunReport; readonly place: SearchPlace }
  | {
    readonly kind: "query_failed";
    readonly error: LogSearchError;
    readonly place: SearchPlace;
    readonly failures: number;
  }
  | {
    readonly kind: "tried";
    readonly report: DeliveryReport;
    readonly progress: LaneProgress;
    readonly place: SearchPlace;
  }
  | { readonly kind: "missed"; readonly count: number; readonly search: SearchConfig }
  | { readonly kind: "skipped"; readonly step: SkipStep; readonly place: SearchPlace }
  | {
    readonly kind: "dropped";
    readonly count: number;
    readonly destination: DestinationConfig;
    readonly place: SearchPlace;
  }
  | { readonly kind: "faulted"; readonly error: unknown; readonly search: SearchConfig }
  | { readonly kind: "endpoint"; readonly name: string; readonly state: "failing" | "well" }
  | { readonly kind: "paused" | "resumed" | "retried"; readonly search: string };

/** Takes what happens; must neither throw nor take long. */
export type Observe = (event: EngineEvent) => void;
