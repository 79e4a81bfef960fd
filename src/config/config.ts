import type { Secret } from "../secret.ts";
import type { ServiceDescription } from "../service_description.ts";

/** A config file, checked and typed. Deeply frozen. */
export interface Config {
  /** Path of the file, as given. */
  readonly file: string;
  readonly logSearch: LogSearchConfig;
  readonly process: ProcessConfig;
  /** The services that searches use, by name. */
  readonly services: ReadonlyMap<string, ServiceConfig>;
  /** In the order of the file; never empty. */
  readonly searches: readonly SearchConfig[];
}

/** `[LE]`: the API that is asked. */
export interface LogSearchConfig {
  /** Base address without a slash at its end. */
  readonly url: string;
  readonly apiKey: Secret;
  /** Queries that the account may start in 15 minutes; `undefined` = what the API's answers say. */
  readonly rateLimit: number | undefined;
  /** Line of `region` or `url` in the file, else of the section. */
  readonly line: number;
}

/** How much is logged. */
export type LogLevel = "debug" | "info" | "warning" | "error";

/** Where windows and payloads are kept: in a folder, in the usual place, or nowhere but in memory. */
export type StatePlace =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "usual" }
  | { readonly kind: "none" };

/** `[Leexport]`: the process itself. */
export interface ProcessConfig {
  readonly servicesDir: string | undefined;
  readonly state: StatePlace;
  /** How long each delivered window keeps a line of its own in the ledger. */
  readonly ledgerDays: number;
  readonly logLevel: LogLevel;
  readonly logFormat: "text" | "json";
  /** How large the log file of a daemon in the background grows before it begins anew. */
  readonly logFileMib: number;
  readonly status: StatusConfig;
}

/** Where the status page is served. */
export type StatusAddress =
  | {
    readonly kind: "tcp"; /** A name or an address, without brackets. */
    readonly hostname: string;
    readonly port: number;
  }
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "none" };

/** The status page, and who may act through it. */
export interface StatusConfig {
  readonly address: StatusAddress;
  /** Line of `status_address` in the file; `undefined` if it is left out. */
  readonly line: number | undefined;
  /** `undefined` = nobody may act. */
  readonly token: Secret | undefined;
  /** Names that a browser may call the page by, in lower case, besides `localhost` and addresses. */
  readonly hosts: readonly string[];
}

/** `[Services] [[name]]`, with what the module says of itself. */
export interface ServiceConfig {
  readonly name: string;
  readonly description: ServiceDescription;
  readonly apiKey: Secret | undefined;
  /** Every `host:port` the module may reach: from its destinations' `url` and `hosts` keys, and `allow_net`. Sorted. */
  readonly net: readonly string[];
  /** Every file the module may read: from its destinations' `file` keys. Sorted. */
  readonly read: readonly string[];
  /** `worker` for shipped modules, `process` for a user's own, unless `isolation` says otherwise. */
  readonly isolation: "worker" | "process";
  /** Memory a `process` may use, MiB. */
  readonly memoryLimitMib: number;
  /** How long one push may take, milliseconds. */
  readonly pushDeadlineMs: number;
  /** Line of the section in the file, for messages; `undefined` if the file has none. */
  readonly line: number | undefined;
}

/** `sliding`: the last `query_range` before each run; `contiguous`: one after the other, each asked exactly once. */
export type WindowKind = "sliding" | "contiguous";

/** What becomes of contiguous windows that were missed: each is asked; one wide one is; the newest is; none is. */
export type CatchUp = "each" | "merge" | "newest" | "skip";

/** One section of `[Searches]`. */
export interface SearchConfig {
  readonly name: string;
  /** Line of the section in the file. */
  readonly line: number;
  /** Line of `statement` in the file: what a refusal by the API is about. */
  readonly statementLine: number;
  /** Line of `logs` in the file. */
  readonly logsLine: number;
  /** Log keys, or names (`Set/Log` or `Log`). */
  readonly logs: readonly string[];
  readonly statement: string;
  readonly periodSeconds: number;
  /** How long a window is; of contiguous ones the same as `periodSeconds`. */
  readonly rangeSeconds: number;
  readonly windows: WindowKind;
  /** How long after its end a window is asked about, for events that come late. */
  readonly delaySeconds: number;
  readonly catchUp: CatchUp;
  /** Missed windows that are older than this are left out. */
  readonly catchUpLimitSeconds: number;
  /** Never empty. */
  readonly destinations: readonly DestinationConfig[];
}

/** The value of a destination's key: as `OptionValue`, with secrets wrapped. */
export type DestinationOption = string | number | readonly string[] | Secret | undefined;

/** `[[[destination]]]` or `[[[destination_…]]]` of a search. */
export interface DestinationConfig {
  /** Name of the section: `destination`, `destination_history`. */
  readonly name: string;
  readonly line: number;
  readonly service: string;
  readonly options: Readonly<Record<string, DestinationOption>>;
  /** What becomes of a payload when nobody can tell whether its push was taken. */
  readonly onUnknown: "repeat" | "drop";
  /** How long a payload may wait to be pushed; `undefined` = for ever. */
  readonly expireAfterSeconds: number | undefined;
  readonly outboxLimit: OutboxLimit;
}

/** How many payloads may wait for a destination, and what happens beyond that. */
export interface OutboxLimit {
  readonly payloads: number;
  readonly bytes: number;
  /** `wait`: windows are asked later, when there is room; `drop_oldest`: the oldest payloads are dropped and counted. */
  readonly whenFull: "wait" | "drop_oldest";
}
