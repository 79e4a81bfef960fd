import type { RunReport } from "../engine/run_report.ts";
import type { RunOutcome } from "./status.ts";

/** Outcomes after which a payload is not pushed any more. */
const GIVEN_UP = ["rejected", "unknown", "expired"] as const;

/** Sums up how a run that got its answer fared with all its destinations: the worst counts. */
export function runOutcomeOf({ deliveries }: Pick<RunReport, "deliveries">): RunOutcome {
  const outcomes = new Set(deliveries.map(({ outcome }) => outcome));
  if (GIVEN_UP.some((outcome) => outcomes.has(outcome))) return "rejected";
  return outcomes.has("waiting") ? "waiting" : "ok";
}
