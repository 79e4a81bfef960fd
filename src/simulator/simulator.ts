/**
 * A log search API over local log files: what the real one does, without an account.
 *
 * @module
 */

import { LeexportError } from "../errors.ts";
import { type LogSource, openLogs } from "./log_catalog.ts";
import { LogSearchApi } from "./log_search_api.ts";
import { type RateLimits, REAL_LIMITS } from "./rate_limits.ts";
import type { Replay } from "./recording.ts";
import { stableUuid } from "./stable_uuid.ts";

export type { LogSource } from "./log_catalog.ts";
export { NO_LIMITS, type RateLimits, REAL_LIMITS } from "./rate_limits.ts";
export type { Replay } from "./recording.ts";

/** How a simulator is started; everything but the logs has a default. */
export interface SimulatorOptions {
  /** At least one. */
  readonly logs: readonly LogSource[];
  /** Where it listens; default `127.0.0.1`. */
  readonly hostname?: string | undefined;
  /** Default 0: a free one. */
  readonly port?: number | undefined;
  /** What clients must send; the default is the same at every start. */
  readonly apiKey?: string | undefined;
  /** How the events are shown in time; default `looping`. */
  readonly replay?: Replay | undefined;
  /** Polls until a query is finished; default 1: 202, then the result. 0 answers at once, `Infinity` never finishes. */
  readonly polls?: number | undefined;
  /** The status of the first answer of a query that runs; default 202. */
  readonly firstStatus?: 200 | 202 | undefined;
  /** How long a `Self` link lives without being polled, milliseconds; default 20,000. */
  readonly linkLifeMs?: number | undefined;
  /** Default: those of the real API. */
  readonly limits?: Partial<RateLimits> | undefined;
  /** What links have between the host and `/query`; default nothing. Requests may come with and without. */
  readonly linkPrefix?: "" | "/log_search" | undefined;
  /** The clock, Unix milliseconds; default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** What a simulator says of a log that it serves. */
export interface ServedLog {
  /** `Log`, or `Set/Log`. */
  readonly name: string;
  /** The log key. */
  readonly key: string;
  /** Events in the file. */
  readonly events: number;
  /** From the first event shown to the last one so far, Unix milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** A simulator that listens. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, for `url` in the config. */
  readonly url: string;
  /** For `x_api_key` in the config. */
  readonly apiKey: string;
  /** In the order of the options. */
  readonly logs: readonly ServedLog[];
  readonly replay: Replay;
  /** Resolves once it has stopped. */
  readonly finished: Promise<void>;
  /** Stops listening; answers under way are finished. May be called twice. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The key that clients must send unless another is said: a name for trying things out, no secret. */
export function defaultApiKey(): Promise<string> {
  return stableUuid("api key");
}

/**
 * Reads the log files and serves them.
 *
 * @param options See {@linkcode SimulatorOptions}.
 * @returns The simulator, once it listens.
 * @throws {UsageError} If there are no logs, or their names are empty or repeated.
 * @throws {LeexportError} If a file cannot be read or the port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {
    hostname = "127.0.0.1",
    port = 0,
    apiKey = await defaultApiKey(),
    replay = "looping",
    now = Date.now,
    limits,
  } = options;
  const startedAt = now();
  const catalog = await openLogs(options.logs, { replay, startedAt });
  const api = new LogSearchApi({
    catalog,
    apiKey,
    now,
    polls: options.polls ?? 1,
    firstStatus: options.firstStatus ?? 202,
    linkLifeMs: options.linkLifeMs ?? 20_000,
    linkPrefix: options.linkPrefix ?? "",
    limits: { ...REAL_LIMITS, ...limits },
  });
  const server = listen({ hostname, port }, (request) => api.handle(request));
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${host}:${server.addr.port}`,
    apiKey,
    replay,
    logs: catalog.logs.map(({ id, name, set, recording }) => ({
      name: set === undefined ? name : `${set.name}/${name}`,
      key: id,
      events: recording.table.length,
      ...recording.shown({ now: startedAt }),
    })),
    finished: server.finished,
    [Symbol.asyncDispose]() {
      stopped ??= server.shutdown();
      return stopped;
    },
  };
}

function listen(
  { hostname, port }: { readonly hostname: string; readonly port: number },
  handler: (request: Request) => Promise<Response>,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname, port, onListen() {} }, handler);
  } catch (error) {
    const reason = error instanceof Deno.errors.AddrInUse
      ? "the port is in use"
      : error instanceof Deno.errors.AddrNotAvailable
      ? "this machine has no such address"
      : error instanceof Deno.errors.PermissionDenied
      ? "the port may not be used"
      : "the address is not understood";
    throw new LeexportError(`Cannot listen at ${hostname}:${port}: ${reason}`, {
      hint: "choose another port with --port, or 0 for a free one",
      cause: error,
    });
  }
}
