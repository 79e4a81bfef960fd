/**
 * What leexport tells of itself: one document for the page, for `leexport status` and for `status --json`. Plain data,
 * with times as Unix milliseconds; it holds no secret.
 *
 * @module
 */

/** Something that is wrong now: what, since when, what to do. */
export interface Trouble {
  /** A sentence without a full stop. */
  readonly message: string;
  /** What to do, as an imperative sentence without a full stop. */
  readonly hint: string | undefined;
  /** When it began. */
  readonly since: number;
  /** The place in the config that it is about, `config.ini:12`; `undefined` if it is about none. */
  readonly where: string | undefined;
}

/**
 * How a search or a destination fares:
 * - `new`: nothing has been asked or pushed yet
 * - `ok`
 * - `failing`: it has troubles, and needs somebody if they last
 * - `paused`: somebody paused it
 */
export type Health = "new" | "ok" | "failing" | "paused";

/** Whether the program runs: `stopping` while runs under way are finished. */
export type ProgramState = "running" | "stopping" | "not running";

/** The whole document. */
export interface Status {
  readonly program: ProgramStatus;
  /** In the order of the config. */
  readonly searches: readonly SearchStatus[];
}

/** The process itself. */
export interface ProgramStatus {
  readonly version: string;
  readonly state: ProgramState;
  /** When this was true. */
  readonly at: number;
  readonly health: "ok" | "failing";
  readonly pid: number | undefined;
  readonly startedAt: number | undefined;
  /** Absolute path of the config file. */
  readonly configFile: string;
  /** When the config that runs was taken over. */
  readonly configTakenAt: number | undefined;
  /** Whether the config has a token, without which nothing can be done from the page. */
  readonly actions: "with token" | "none";
  /** Of the config file, the store and places that are pushed to: what is about no single search. */
  readonly troubles: readonly Trouble[];
  /** Queries that the API would still take in its present window; `undefined` if it has not said. */
  readonly queriesLeft: number | undefined;
}

/** What a search is doing: `refused` = the API refused its question, only a change helps. */
export type SearchState = "starting" | "waiting" | "running" | "refused" | "paused" | "not running";

/** One search. */
export interface SearchStatus {
  readonly name: string;
  /** `config.ini:12` */
  readonly where: string;
  readonly statement: string;
  readonly logs: readonly string[];
  readonly windows: "sliding" | "contiguous";
  readonly periodSeconds: number;
  readonly state: SearchState;
  readonly health: Health;
  /** Since when it is paused. */
  readonly pausedAt: number | undefined;
  /** When it runs next, if that is known. */
  readonly nextRunAt: number | undefined;
  /** The newest run that has ended. */
  readonly latestRun: RunStatus | undefined;
  /** The newest runs, oldest first; at most 40. */
  readonly history: readonly RunMark[];
  /** What is wrong with asking; troubles with pushing are told at the destination. */
  readonly troubles: readonly Trouble[];
  /** In the order of the config. */
  readonly destinations: readonly DestinationStatus[];
}

/**
 * How a run ended: `ok` = every destination took its payload or had none to take; `waiting` = some payload waits;
 * `rejected` = some payload was refused, or given up; `failed` = the query got no answer.
 */
export type RunOutcome = "ok" | "waiting" | "rejected" | "failed";

/** What is remembered of a run: there are 40 of each search, so it is little. */
export interface RunMark {
  /** When it ended. */
  readonly at: number;
  readonly outcome: RunOutcome;
  /** Milliseconds of the whole run; `undefined` if it got no answer. */
  readonly totalMs: number | undefined;
}

/** One run. */
export interface RunStatus extends RunMark {
  readonly window: { readonly from: number; readonly to: number } | undefined;
  /** Milliseconds the query took, its wait for its turn included; `undefined` if it got no answer. */
  readonly queryMs: number | undefined;
  /** How much later than due it began, milliseconds. */
  readonly latenessMs: number | undefined;
}

/** One destination of a search. */
export interface DestinationStatus {
  /** Name of the section: `destination`, `destination_history`. */
  readonly name: string;
  /** `config.ini:19` */
  readonly where: string;
  readonly service: string;
  /** The place it pushes to: `geckoboard at push.geckoboard.com`. */
  readonly endpoint: string;
  readonly health: Health;
  /** The newest payload that was taken: which window it is about, and when it was taken. */
  readonly latest:
    | { readonly from: number; readonly to: number; readonly at: number }
    | undefined;
  /** How old the newest value on the dashboard is: since the end of its window, as of `program.at`, milliseconds. */
  readonly ageMs: number | undefined;
  readonly waiting: { readonly payloads: number; readonly bytes: number };
  /** Since when the oldest payload waits. */
  readonly waitingSince: number | undefined;
  /** Payloads that were refused and would be pushed again by `leexport retry`. */
  readonly rejected: number;
  /** What became of all windows, by outcome: delivered, empty, rejected, expired, unknown, replaced, dropped, skipped. */
  readonly account: Readonly<Record<string, number>>;
  /** When a payload that failed is tried again. */
  readonly nextTryAt: number | undefined;
  /** Changes with every payload that can be drawn; `undefined` while there is none. */
  readonly picture: number | undefined;
  readonly troubles: readonly Trouble[];
}

/** What the page is told after the first whole document: the program, and searches that have changed. */
export interface StatusChange {
  readonly program: ProgramStatus;
  readonly searches: readonly SearchStatus[];
  /** Names of searches in their order, if one was added, removed or moved. */
  readonly order?: readonly string[];
}
