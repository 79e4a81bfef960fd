import { equal } from "node:assert/strict";
import { API_KEY, LOG_KEY } from "../config_text.ts";
import type { Program } from "../program.ts";
import { finishedAnswer } from "../servers/answers.ts";
import { type ReceivedRequest, type Receiver, startReceiver } from "../../src/testing.ts";

/** A destination that takes lines of Graphite. */
export interface DestinationText {
  readonly url: string;
  /** Further keys, a line each. */
  readonly keys?: string;
}

/** A search with contiguous windows of one second. */
export interface ContiguousText {
  /** Address of the log search API. */
  readonly api: string;
  /** By the name of their section. */
  readonly destinations: Readonly<Record<string, DestinationText>>;
  /** Keys of `[[[query]]]` besides; default no delay. */
  readonly query?: string;
  /** Where the store is; default a folder beside the config. */
  readonly stateDir?: string;
}

/** Writes a config with one search, `hits`. */
export function contiguousText(
  { api, destinations, query = "delay = 0", stateDir = "state" }: ContiguousText,
): string {
  const sections = Object.entries(destinations).map(([name, { url, keys = "" }]) =>
    `[[[${name}]]]
service = hosted_graphite
push_url = ${url}/${name}
metric_name = ${name}
${keys}
`
  );
  return `[LE]
x_api_key = ${API_KEY}
url = ${api}
[Leexport]
    status_address = none
state_dir = ${stateDir}
[Services]
[[hosted_graphite]]
api_key = graphite-key-1
[Searches]
[[hits]]
[[[query]]]
logs = ${LOG_KEY}
statement = calculate(count) timeslice(1)
query_period = 1
windows = contiguous
${query}
${sections.join("")}`;
}

/** A log search API that answers every question at once. */
export function startApi(): Receiver {
  return startReceiver({
    answer: ({ body }) => body === "" ? new Response() : finishedAnswer(JSON.parse(body)),
  });
}

/** The windows that arrived, in order: `[from, to]`, Unix milliseconds. */
export function windowsOf(
  requests: readonly ReceivedRequest[],
): readonly (readonly [number, number])[] {
  return requests.map(({ headers }) => {
    const [, from, to] = /\/(\d+)-(\d+)$/.exec(headers.get("leexport-delivery-id") ?? "") ?? [];
    return [Number(from), Number(to)];
  });
}

/** Fails unless windows of a second follow each other without gap or overlap. */
export function assertContiguous(windows: readonly (readonly [number, number])[]): void {
  for (const [index, [from, to]] of windows.entries()) {
    equal(from % 1000, 0);
    equal(to - from, 1000);
    if (index > 0) equal(from, windows[index - 1]![1]);
  }
}

/** Ends a program in good order. */
export async function stop(program: Program): Promise<void> {
  program.signal("SIGTERM");
  const { code, stdout, stderr } = await program.ended;
  equal(code, 0, stdout + stderr);
}
