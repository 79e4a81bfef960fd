import { API_KEY, LOG_KEY } from "../config_text.ts";
import type { Lane } from "./lane.ts";

/** What a config says besides its lanes. */
export interface LanesConfigOptions {
  /** Address of the log search API. */
  readonly api: string;
  /** Value of `state_dir`. */
  readonly stateDir: string;
  readonly periodSeconds: number;
  readonly apiKey?: string;
  readonly log?: string;
}

/** Writes a config file of contiguous searches. */
export function lanesConfig(lanes: readonly Lane[], options: LanesConfigOptions): string {
  const { api, stateDir, apiKey = API_KEY } = options;
  const head = `[LE]
    x_api_key = ${apiKey}
    url = ${api}
[Leexport]
    status_address = none
    state_dir = ${stateDir}
[Services]
    [[geckoboard]]
        api_key = geckoboard-key
        push_deadline = 10
    [[hosted_graphite]]
        api_key = graphite-key
        push_deadline = 10
[Searches]
`;
  const searches = Map.groupBy(lanes, ({ search }) => search);
  return head + [...searches].map(([name, lanes]) => searchText(name, lanes, options)).join("");
}

function searchText(
  name: string,
  lanes: readonly Lane[],
  { periodSeconds, log = LOG_KEY }: LanesConfigOptions,
): string {
  return `    [[${name}]]
        [[[query]]]
            logs = ${log}
            statement = ${lanes[0]?.statement}
            query_period = ${periodSeconds}
            query_range = ${periodSeconds}
            windows = contiguous
            delay = 0
            catch_up = each
${lanes.map(laneText).join("")}`;
}

function laneText({ name, form, destination, onUnknown }: Lane): string {
  const url = `${destination.url}/${encodeURIComponent(name)}`;
  const drop = onUnknown === "drop" ? ["on_unknown = drop"] : [];
  const lines = [`push_url = ${url}`, ...form.keys, ...drop];
  return `        [[[${form.section}]]]\n${lines.map((line) => `            ${line}\n`).join("")}`;
}
