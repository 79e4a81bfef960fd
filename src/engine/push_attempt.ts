import { LeexportError, ServiceError, StoreError } from "../errors.ts";
import type { Destination, PushResult, ServiceHost } from "../service_host/service_host.ts";
import type { OutboxEntry } from "../store/store.ts";
import { type StepEnd, traced } from "../trace.ts";
import type { DeliveryOutcome } from "./delivery_report.ts";
import type { PushHealth } from "./endpoint.ts";
import { stepAttributes } from "./step_attributes.ts";

/** A module that failed in one of these ways has not pushed. */
const NOT_PUSHED: ReadonlySet<string> = new Set(["load", "denied"]);
const REPORT_HINT = "please report it with the lines that log_level = debug gives";

/** How a try ended. */
export interface Tried {
  readonly outcome: DeliveryOutcome;
  readonly reason?: string | undefined;
  readonly hint?: string | undefined;
  readonly fault: "none" | "module";
  /** How much speaks for it that the payload is to blame: 1 if the module broke down with it, 10 if it said so. */
  readonly suspicion: number;
  readonly health: PushHealth;
}

/** What one try needs. */
export interface AttemptOptions {
  readonly host: ServiceHost;
  readonly destination: Destination;
  readonly onUnknown: "repeat" | "drop";
  /** Called when an answer has been transformed; gives the entry as it is from now on. */
  readonly onPayload: (payload: string) => Promise<OutboxEntry>;
  /** Called right before the push; `gone`: a newer payload has taken its place, so it is not pushed. */
  readonly onBegin: (entry: OutboxEntry) => Promise<"begun" | "gone">;
}

/**
 * Tries an entry once: transforms it if that is still to be done, and pushes it.
 *
 * @returns How it ended, or that there is nothing to try any more; never throws.
 */
export function attemptPush(
  entry: OutboxEntry,
  options: AttemptOptions,
): Promise<Tried | "gone"> {
  const { lane: { search, destination }, window } = entry;
  const attributes = () => ({
    ...stepAttributes(search, window),
    "leexport.destination": destination,
    "leexport.service": options.host.name,
  });
  return traced({ name: "push", attributes, of: entry, ended }, () => settled(entry, options));
}

function ended(tried: Tried | "gone"): StepEnd {
  if (tried === "gone") return { outcome: tried };
  const { outcome, reason = outcome } = tried;
  return outcome === "accepted" || outcome === "empty" ? { outcome } : { outcome, failure: reason };
}

async function settled(entry: OutboxEntry, options: AttemptOptions): Promise<Tried | "gone"> {
  try {
    return await attempt(entry, options);
  } catch (error) {
    return triedOf(error);
  }
}

async function attempt(entry: OutboxEntry, options: AttemptOptions): Promise<Tried | "gone"> {
  const { host, destination, onUnknown, onPayload, onBegin } = options;
  let ready = entry;
  if (entry.form === "answer") {
    const transformed = await host.transform(destination, entry.text);
    if (transformed.kind === "skipped") {
      const { reason } = transformed;
      return { outcome: "empty", reason, ...HARMLESS, health: { kind: "none" } };
    }
    ready = await onPayload(transformed.payload);
  }
  if (await onBegin(ready) === "gone") return "gone";
  try {
    const deliveryId = deliveryIdOf(ready);
    const result = await host.push(destination, ready.text, { deliveryId, onUnknown });
    return triedPush(result, onUnknown);
  } catch (error) {
    if (onUnknown === "repeat" || !mayHavePushed(error)) throw error;
    return { ...triedOf(error), outcome: "unknown" };
  }
}

function mayHavePushed(error: unknown): boolean {
  return error instanceof ServiceError && error.progress !== "not called" &&
    !NOT_PUSHED.has(error.fault);
}

/** The identity of a delivery: the same for every try. */
function deliveryIdOf({ lane, window }: OutboxEntry): string {
  return `${lane.search}/${lane.destination}/${window.from}-${window.to}`;
}

const HARMLESS = { fault: "none", suspicion: 0 } as const;

function triedPush(result: PushResult, onUnknown: "repeat" | "drop"): Tried {
  if (result.outcome === "accepted") {
    return { outcome: "accepted", ...HARMLESS, health: { kind: "answered" } };
  }
  const { reason, hint } = result;
  if (result.outcome === "reject") {
    return { outcome: "rejected", reason, hint, ...HARMLESS, health: { kind: "answered" } };
  }
  const outcome = result.outcome === "unknown" && onUnknown === "drop" ? "unknown" : "waiting";
  const health = { kind: "failed", retryAfterMs: result.retryAfterMs } as const;
  return { outcome, reason, hint, ...HARMLESS, health };
}

function triedOf(error: unknown): Tried {
  const waiting = { outcome: "waiting", health: { kind: "none" } } as const;
  if (error instanceof StoreError) {
    return { ...waiting, reason: error.message, hint: error.hint, ...HARMLESS };
  }
  if (error instanceof ServiceError) {
    const { message: reason, hint } = error;
    return { ...waiting, reason, hint, fault: "module", suspicion: suspicionOf(error) };
  }
  const isKnown = error instanceof LeexportError;
  const reason = isKnown ? error.message : `the program has a fault (${String(error)})`;
  const hint = isKnown ? error.hint : REPORT_HINT;
  return { ...waiting, reason, hint, fault: "module", suspicion: 10 };
}

/** A module that cannot be started, or may not do what it wants, waits for a person: no payload is to blame. */
function suspicionOf({ fault, progress }: ServiceError): number {
  if (progress === "not called" || NOT_PUSHED.has(fault)) return 0;
  return progress === "answered" ? 10 : 1;
}
