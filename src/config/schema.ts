/**
 * Every section of the config file and its keys, declared once: reading, `check` and the reference come from here. The
 * keys of a destination are declared by its service.
 *
 * @module
 */

import { choice, file, integer, type KeyTable, list, optional, secret, text, url } from "../key.ts";
import type { WindowKind } from "./config.ts";
import { SERVICE_KEYS } from "./service_keys.ts";

const ONE_DAY_SECONDS = 86_400;
const ONE_YEAR_SECONDS = 31_536_000;

/** What `delay` is where it is left out. */
export const DEFAULT_DELAY_SECONDS: Readonly<Record<WindowKind, number>> = {
  sliding: 0,
  contiguous: 60,
};

/** `[LE]`. */
export const LOG_SEARCH_KEYS = {
  x_api_key: optional(secret(text("API key for the log search, read-only is enough"))),
  rw_api_key: optional(secret(text("The same, as older files name it; x_api_key goes first"))),
  ro_api_key: optional(secret(text("The same, as older files name it; the others go first"))),
  region: optional(text("Region of the account: eu, us, us2, us3, ca, au or ap")),
  url: url("Address of the log search API, instead of a region", {
    default: "https://rest.logentries.com",
  }),
  rate_limit: optional(
    integer(
      "Queries that the account may start in 15 minutes; left out, what the API's answers say",
      { min: 1 },
    ),
  ),
} as const satisfies KeyTable;

/** The regions that are known to exist; others may be added by the vendor at any time. */
export const REGIONS: readonly string[] = ["eu", "us", "us2", "us3", "ca", "au", "ap"];

/** `[Leexport]`. */
export const PROCESS_KEYS = {
  services_dir: optional(file("Folder that holds service modules of your own")),
  state_dir: optional(
    file(
      "Folder that keeps windows and payloads through a restart, or the word none; left out, systemd's " +
        "$STATE_DIRECTORY, else /var/lib/leexport for root, else leexport in the XDG state folder",
    ),
  ),
  ledger_days: integer("Days that the ledger keeps a line for each delivered window", {
    default: "30",
    min: 1,
    max: 36_500,
  }),
  status_address: text(
    "Where the status page and /metrics are served: host:port, unix:/path/of/a/socket, or none",
    { default: "127.0.0.1:9797" },
  ),
  status_token: optional(
    secret(text("Password for what the status page and commands can do: 16 characters or more")),
  ),
  status_hosts: optional(
    list("Names under which browsers reach the status page, besides localhost and addresses"),
  ),
  log_level: choice("The least grave lines that are logged", [
    { value: "debug", help: "Everything, for finding faults" },
    { value: "info", help: "What was asked for and done" },
    { value: "warning", help: "What went wrong and mended itself" },
    { value: "error", help: "What a person must act on" },
  ], { default: "info" }),
  log_format: choice("How the log looks", [
    { value: "text", help: "Lines for people" },
    { value: "json", help: "One JSON object a line" },
  ], { default: "text" }),
  log_file_mib: integer(
    "MiB after which the log file of start -d begins anew; the five before it are kept",
    { default: "64", min: 1, max: 1_048_576 },
  ),
} as const satisfies KeyTable;

/** What of `[[[query]]]` says what is asked. */
export const QUESTION_KEYS = {
  logs: list("Keys of logs, or their names as Set/Log or Log, separated by : or by commas"),
  statement: text("LEQL statement that gives statistics"),
} as const satisfies KeyTable;

/** What of `[[[query]]]` says when it is asked, and about which time. */
export const WINDOW_KEYS = {
  query_period: integer("Seconds between two runs", { min: 1, max: ONE_YEAR_SECONDS }),
  query_range: optional(
    integer("Seconds before a run that it asks about; only contiguous windows do without", {
      min: 1,
      max: 10 * ONE_YEAR_SECONDS,
    }),
  ),
  windows: choice("Which stretch of time a run asks about", [
    {
      value: "sliding",
      help: "The last query_range seconds, as a widget shows them; a missed one is not made up for",
    },
    {
      value: "contiguous",
      help: "The query_period seconds that follow the window before, each asked exactly once",
    },
  ], { default: "sliding" }),
  delay: optional(
    integer(
      "Seconds from the end of a window to its run, for events that come late; left out, " +
        `${DEFAULT_DELAY_SECONDS.sliding} for sliding windows and ` +
        `${DEFAULT_DELAY_SECONDS.contiguous} for contiguous ones`,
      { min: 0, max: ONE_DAY_SECONDS },
    ),
  ),
  catch_up: choice("What becomes of contiguous windows that were missed", [
    { value: "each", help: "Each is asked, the oldest first" },
    { value: "merge", help: "One wide window in place of them all is asked" },
    { value: "newest", help: "The newest is asked; the others are counted as skipped" },
    { value: "skip", help: "None is asked; they are counted as skipped" },
  ], { default: "each" }),
  catch_up_limit: integer("Seconds after which a missed window is skipped for good", {
    default: String(ONE_DAY_SECONDS),
    min: 0,
    max: 10 * ONE_YEAR_SECONDS,
  }),
} as const satisfies KeyTable;

/** `[Searches] [[name]] [[[query]]]`. */
export const QUERY_KEYS = { ...QUESTION_KEYS, ...WINDOW_KEYS } as const satisfies KeyTable;

/** {@linkcode WINDOW_KEYS} of a kind of windows: sliding ones need `query_range`. */
export function windowKeys(kind: WindowKind | undefined): KeyTable {
  const required = kind === "sliding";
  return { ...WINDOW_KEYS, query_range: { ...WINDOW_KEYS.query_range, required } };
}

/** `[Searches] [[name]] [[[destination]]]`, besides the keys that its service declares. */
export const DESTINATION_KEYS = {
  service: text("Name of the service that pushes"),
  on_unknown: choice("What becomes of a payload when nobody can tell whether its push was taken", [
    {
      value: "repeat",
      help: "It is pushed again, so the series stays whole; a destination that adds up, such as " +
        "the :sum view of Hosted Graphite, may count it twice",
    },
    { value: "drop", help: "It is given up, so nothing is counted twice; it may leave a hole" },
  ], { default: "repeat" }),
  expire_after: optional(
    integer("Seconds that a payload may wait to be pushed; left out, it never expires", { min: 1 }),
  ),
  outbox_limit: integer("Payloads that may wait to be pushed", { default: "10000", min: 1 }),
  outbox_limit_mib: integer("MiB of payloads that may wait to be pushed", {
    default: "64",
    min: 1,
    max: 1_048_576,
  }),
  outbox_full: choice("What happens when more would wait", [
    { value: "wait", help: "Windows are asked later, when there is room: nothing is lost" },
    { value: "drop_oldest", help: "The oldest payloads are dropped and counted" },
  ], { default: "wait" }),
} as const satisfies KeyTable;

/** One kind of section, for the reference. */
export interface SectionSchema {
  /** As it is written, `…` standing for any name. */
  readonly header: string;
  /** One sentence without a full stop. */
  readonly help: string;
  readonly keys: KeyTable;
}

/** Every kind of section, in the order in which a file is best written. */
export const SECTIONS: readonly SectionSchema[] = [
  { header: "[LE]", help: "The log search API that is asked", keys: LOG_SEARCH_KEYS },
  { header: "[Leexport]", help: "The process itself; may be left out", keys: PROCESS_KEYS },
  {
    header: "[Services] [[…]]",
    help: "What a service needs wherever it is used; the name is the service's",
    keys: SERVICE_KEYS,
  },
  {
    header: "[Searches] [[…]] [[[query]]]",
    help: "What a search asks; the search's name is free",
    keys: QUERY_KEYS,
  },
  {
    header: "[Searches] [[…]] [[[destination]]]",
    help: "Where the answer goes; further ones are named [[[destination_…]]]",
    keys: DESTINATION_KEYS,
  },
];
