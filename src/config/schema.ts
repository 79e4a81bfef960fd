/**
 * Every section of the config file and its keys, declared once: reading, `check` and the reference come from here. The
 * keys of a destination are declared by its service.
 *
 * @module
 */

import {
  type ApiKeyUse,
  choice,
  file,
  hosts,
  integer,
  type KeyTable,
  list,
  optional,
  secret,
  text,
  url,
} from "../key.ts";

const ONE_YEAR_SECONDS = 31_536_000;

/** `[LE]`. */
export const LOG_SEARCH_KEYS = {
  x_api_key: optional(secret(text("API key for the log search, read-only is enough"))),
  rw_api_key: optional(secret(text("The same, as older files name it; x_api_key goes first"))),
  ro_api_key: optional(secret(text("The same, as older files name it; the others go first"))),
  region: optional(text("Region of the account: eu, us, us2, us3, ca, au or ap")),
  url: url("Address of the log search API, instead of a region", {
    default: "https://rest.logentries.com",
  }),
} as const satisfies KeyTable;

/** The regions that are known to exist; others may be added by the vendor at any time. */
export const REGIONS: readonly string[] = ["eu", "us", "us2", "us3", "ca", "au", "ap"];

/** `[Leexport]`. */
export const PROCESS_KEYS = {
  services_dir: optional(file("Folder that holds service modules of your own")),
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
} as const satisfies KeyTable;

/** `[Services] [[name]]`. */
export const SERVICE_KEYS = {
  api_key: optional(secret(text("Key that the service pushes with"))),
  allow_net: optional(hosts("Further host:port that the service may reach")),
  isolation: optional(
    choice("What holds the service; by default a process for modules of your own", [
      { value: "worker", help: "A worker of the daemon: light" },
      {
        value: "process",
        help: "A process of its own: its memory is limited and it can be killed",
      },
    ]),
  ),
  memory_limit: integer("MiB of memory that a process may use", {
    default: "256",
    min: 128,
    max: 65_536,
  }),
  push_deadline: integer("Seconds that one push may take", { default: "30", min: 1, max: 3600 }),
} as const satisfies KeyTable;

/** `[Services] [[name]]` of a service that may not be able to do without `api_key`. */
export function serviceKeys({ apiKey }: { readonly apiKey: ApiKeyUse }): KeyTable {
  return { ...SERVICE_KEYS, api_key: { ...SERVICE_KEYS.api_key, required: apiKey === "required" } };
}

/** `[Searches] [[name]] [[[query]]]`. */
export const QUERY_KEYS = {
  logs: list("Keys of logs, or their names as Set/Log or Log, separated by : or by commas"),
  statement: text("LEQL statement that gives statistics"),
  query_period: integer("Seconds between two runs", { min: 1, max: ONE_YEAR_SECONDS }),
  query_range: integer("Seconds before a run that it asks about", {
    min: 1,
    max: 10 * ONE_YEAR_SECONDS,
  }),
} as const satisfies KeyTable;

/** `[Searches] [[name]] [[[destination]]]`, besides the keys that its service declares. */
export const DESTINATION_KEYS = {
  service: text("Name of the service that pushes"),
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
