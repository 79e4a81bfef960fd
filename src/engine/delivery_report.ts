import type { DestinationConfig } from "../config/config.ts";

/**
 * How a payload fared with a destination:
 * - `accepted`: it was taken
 * - `empty`: the answer gave nothing to push
 * - `waiting`: it waits in the outbox, for others before it or for its next try
 * - `rejected`: it was refused for good; it is kept aside
 * - `unknown`: nobody can tell, and it is not repeated
 * - `expired`: it waited too long
 */
export type DeliveryOutcome =
  | "accepted"
  | "empty"
  | "waiting"
  | "rejected"
  | "unknown"
  | "expired";

/** One payload and one destination. */
export interface DeliveryReport {
  readonly destination: DestinationConfig;
  readonly outcome: DeliveryOutcome;
  /** Why, unless accepted or only waiting behind others. */
  readonly reason?: string | undefined;
  readonly hint?: string | undefined;
  /** How often the payload has been pushed. */
  readonly tries: number;
  /** Milliseconds until the next try, of one that waits after a failure. */
  readonly nextTryMs?: number | undefined;
  /** Whether the service module itself is at fault. */
  readonly fault: "none" | "module";
}

/** Takes what became of a payload, once. */
export type OnOutcome = (report: DeliveryReport) => void;
