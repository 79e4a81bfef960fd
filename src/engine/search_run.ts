import type { DestinationConfig, SearchConfig } from "../config/config.ts";
import { LeexportError } from "../errors.ts";
import type { LogSearch } from "../log_search/query.ts";
import type { Destination, PushResult, ServiceHost } from "../service_host/service_host.ts";
import { pushRetryDelayMs } from "./push_retry.ts";
import { wait } from "./wait.ts";

const REPORT_HINT = "please report it with the lines that log_level = debug gives";

/** One destination of a search: as the config has it, and as a sandbox is told of it. */
export interface Target {
  readonly config: DestinationConfig;
  readonly destination: Destination;
}

/** What a run is made from. */
export interface RunInput {
  readonly search: SearchConfig;
  readonly targets: readonly Target[];
  readonly logSearch: LogSearch;
  /** Finds the sandbox of a service. */
  readonly hostOf: (service: string) => ServiceHost;
  /** End of the window, Unix milliseconds. */
  readonly now: number;
  /** Until when a payload may be pushed again, milliseconds of `performance.now()`. */
  readonly pushUntil: number;
  /** Aborted when nothing more is waited for: the run gives up where it stands. */
  readonly signal: AbortSignal;
  /** Aborted when the program drains: what is under way goes on, but no push is tried again. */
  readonly draining: AbortSignal;
}

/**
 * How one destination fared in a run: it took its payload; the answer did not fit it; it refused for good; it could not
 * take the payload in the time there was; or the service module itself is at fault.
 */
export interface DeliveryReport {
  readonly destination: DestinationConfig;
  readonly outcome: "accepted" | "skipped" | "rejected" | "failed" | "broken";
  /** Why, unless accepted. */
  readonly reason: string | undefined;
  readonly hint: string | undefined;
  /** How often the payload was pushed. */
  readonly tries: number;
}

/** How a run went. */
export interface RunReport {
  readonly search: SearchConfig;
  readonly from: number;
  readonly to: number;
  /** Milliseconds the query took. */
  readonly queryMs: number;
  /** Milliseconds the whole run took. */
  readonly totalMs: number;
  /** In the order of the config. */
  readonly deliveries: readonly DeliveryReport[];
}

/**
 * Runs a search once: asks for the window that ends now, transforms the answer for each destination and pushes the
 * payloads. One destination never waits for another.
 *
 * @param input What the run is made from.
 * @returns How each destination fared; a destination's failure is in the report, never thrown.
 * @throws {LogSearchError} If the query got no answer.
 */
export async function runSearch(input: RunInput): Promise<RunReport> {
  const { search, logSearch, signal, now } = input;
  const started = performance.now();
  const [from, to] = [now - search.rangeSeconds * 1000, now];
  const logs = await logSearch.resolveLogs(search.logs, { signal });
  const { body } = await logSearch.query(
    { logs, statement: search.statement, from, to },
    { signal },
  );
  const queryMs = performance.now() - started;
  const deliveries = await Promise.all(
    input.targets.map((target) => deliver(target, body, { ...input, from, to })),
  );
  return { search, from, to, queryMs, totalMs: performance.now() - started, deliveries };
}

async function deliver(
  { config, destination }: Target,
  body: string,
  input: RunInput & { readonly from: number; readonly to: number },
): Promise<DeliveryReport> {
  const report = { destination: config, reason: undefined, hint: undefined, tries: 0 };
  try {
    const host = input.hostOf(config.service);
    const transformed = await host.transform(destination, body);
    if (transformed.kind === "skipped") {
      return { ...report, outcome: "skipped", reason: transformed.reason };
    }
    const { result, tries } = await pushUntilSettled(host, destination, {
      ...input,
      payload: transformed.payload,
      deliveryId: `${input.search.name}/${config.name}/${input.from}-${input.to}`,
    });
    if (result.outcome === "accepted") return { ...report, outcome: "accepted", tries };
    const outcome = result.outcome === "reject" ? "rejected" : "failed";
    return { ...report, outcome, reason: result.reason, hint: result.hint, tries };
  } catch (error) {
    const hint = error instanceof LeexportError ? error.hint : REPORT_HINT;
    const reason = error instanceof LeexportError ? error.message : faultOf(error);
    return { ...report, outcome: "broken", reason, hint };
  }
}

function faultOf(error: unknown): string {
  return `the program has a fault (${error instanceof Error ? error.message : String(error)})`;
}

async function pushUntilSettled(
  host: ServiceHost,
  destination: Destination,
  { payload, deliveryId, pushUntil, draining }: RunInput & {
    readonly payload: string;
    readonly deliveryId: string;
  },
): Promise<{ result: PushResult; tries: number }> {
  for (let tries = 1;; tries++) {
    const result = await host.push(destination, payload, { deliveryId });
    if (result.outcome !== "retry") return { result, tries };
    const delay = pushRetryDelayMs(tries, {
      retryAfterMs: result.retryAfterMs,
      remainingMs: pushUntil - performance.now(),
      random: Math.random(),
    });
    if (delay === undefined || await wait(delay, draining) === "aborted") return { result, tries };
  }
}
