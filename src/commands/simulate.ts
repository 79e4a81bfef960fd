import { UsageError } from "../errors.ts";
import { TYPED_NAME } from "../process/self.ts";
import {
  type LogSource,
  NO_LIMITS,
  type Replay,
  type ServedLog,
  type Simulator,
  startSimulator,
} from "../simulator/simulator.ts";

/** What `leexport simulate` was told. */
export interface SimulateOptions {
  /** `NAME=FILE`, where NAME is `Log` or `Set/Log`. */
  readonly logs: readonly string[];
  /** Default 0: a free one. */
  readonly port?: number | undefined;
  /** Default `127.0.0.1`. */
  readonly hostname?: string | undefined;
  /** The default is the same at every start. */
  readonly apiKey?: string | undefined;
  readonly replay?: Replay | undefined;
  /** Polls until a query is finished. */
  readonly polls?: number | undefined;
  /** Whether requests are limited as the real API does; default `real`. */
  readonly limits?: "real" | "none" | undefined;
  /** Ends the simulator. */
  readonly signal: AbortSignal;
  /** Takes text for the person, line feeds included. */
  readonly write: (text: string) => void;
}

/**
 * Serves a log search API over local log files until told to stop, and says how to point a config at it.
 *
 * @param options What the command line says.
 * @throws {UsageError} If a log is not written as NAME=FILE, or a number is out of range.
 * @throws {LeexportError} If a file cannot be read or the port cannot be had.
 */
export async function simulate(options: SimulateOptions): Promise<void> {
  const { port, polls, signal, write } = options;
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new UsageError(`Cannot listen at port ${port}: it is not a number from 0 to 65535`, {
      hint: "write --port 8080, or 0 for a free port",
    });
  }
  if (polls !== undefined && !(Number.isInteger(polls) && polls >= 0)) {
    throw new UsageError(`Cannot finish a query after ${polls} polls: it is not a whole number`, {
      hint: "write --polls 1, or 0 to answer at once",
    });
  }
  await using simulator = await startSimulator({
    logs: options.logs.map(parseLogSource),
    limits: options.limits === "none" ? NO_LIMITS : undefined,
    hostname: options.hostname,
    port,
    apiKey: options.apiKey,
    replay: options.replay,
    polls,
  });
  write(introduction(simulator));
  await aborted(signal);
}

/** Reads `NAME=FILE`; the file may hold more signs of equality. */
function parseLogSource(text: string): LogSource {
  const at = text.indexOf("=");
  const [name, file] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at === -1 || name === "" || file === "") {
    throw new UsageError(`Cannot simulate the log "${text}": it is not written as NAME=FILE`, {
      hint: "write --log nginx=/var/log/nginx/access.log",
    });
  }
  return { name, file };
}

function introduction({ url, apiKey, logs, replay }: Simulator): string {
  const width = Math.max(...logs.map(({ name }) => name.length));
  const lines = logs.map((log) =>
    `  ${log.name.padEnd(width)}  ${log.key}  ${log.events} events${timesOf(log, replay)}\n`
  );
  return `A log search API listens at ${url} and serves\n\n${lines.join("")}
Put into the config:

    [LE]
        url = ${url}
        x_api_key = ${apiKey}

Or have a config written that asks it, in another terminal:

    ${TYPED_NAME} init --url ${url}

`;
}

function timesOf({ from, to }: ServedLog, replay: Replay): string {
  return replay === "looping"
    ? ", repeated without an end"
    : ` from ${shortTime(from)} to ${shortTime(to)}`;
}

function shortTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
