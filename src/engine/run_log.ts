import type { Config, SearchConfig } from "../config/config.ts";
import type { LogSearchError } from "../errors.ts";
import { getLog } from "../log.ts";
import { withHint } from "../with_hint.ts";
import type { DeliveryReport, RunReport } from "./search_run.ts";

const log = getLog("engine");

/** Where a search stands. */
export interface SearchPlace {
  readonly config: Config;
  readonly search: SearchConfig;
}

/** Logs a run that got an answer: one line, and one for each destination that did not take its payload. */
export function logRun(
  report: RunReport,
  { config, latenessMs }: {
    readonly config: Config;
    /** How much later than due the run started, milliseconds. */
    readonly latenessMs: number;
  },
): void {
  const { search } = report;
  log.info(runSentence(report), {
    search: search.name,
    from: report.from,
    to: report.to,
    query_ms: Math.round(report.queryMs),
    total_ms: Math.round(report.totalMs),
    lateness_ms: Math.round(latenessMs),
  });
  for (const delivery of report.deliveries) {
    if (delivery.outcome !== "accepted") logDelivery(delivery, { config, search });
  }
}

/** Logs a run that got no answer. */
export function logQueryFailure(error: LogSearchError, place: SearchPlace): void {
  const { search } = place;
  if (error.failure === "stop") {
    const hint = `${error.hint ?? "correct the config file"}; it runs again once the file changes`;
    log.error(querySentence(error, { ...place, hint }), { search: search.name });
    return;
  }
  const sentence = querySentence(error, { ...place, hint: error.hint });
  log.warning(`${sentence}\nit runs again in ${search.periodSeconds} s at the latest`, {
    search: search.name,
  });
}

/** Logs that a search was still running when it was due again. */
export function logMissed(missed: number, search: SearchConfig): void {
  const runs = missed === 1 ? "run was" : "runs were";
  log.warning(
    `search "${search.name}" took longer than its query_period of ${search.periodSeconds} s; ${missed} ${runs} left out`,
    { search: search.name, missed },
  );
}

/** Logs a fault of the program itself; the search goes on at its next period. */
export function logFault(error: unknown, search: SearchConfig): void {
  const fault = error instanceof Error ? error : new Error(String(error));
  const message =
    `Cannot run search "${search.name}" this time: the program has a fault (${fault.message})`;
  log.error(withHint(message, "please report it with the lines that log_level = debug gives"), {
    search: search.name,
  });
  log.debug(fault.stack ?? fault.message);
}

/** Says how a run went: `search "errors" ran in 0.21 s: accepted by geckoboard`. */
export function runSentence({ search, totalMs, deliveries }: RunReport): string {
  const accepted = deliveries.filter(({ outcome }) => outcome === "accepted");
  const services = accepted.map(({ destination }) => destination.service).join(", ");
  const took = `${(totalMs / 1000).toFixed(totalMs < 10_000 ? 2 : 1)} s`;
  const outcome = accepted.length === 0 ? "nothing was accepted" : `accepted by ${services}`;
  return `search "${search.name}" ran in ${took}: ${outcome}`;
}

/** Says where a query failed and why. */
export function querySentence(
  { message, about }: LogSearchError,
  { config, search, hint }: SearchPlace & { readonly hint: string | undefined },
): string {
  const lines = { logs: search.logsLine, statement: search.statementLine };
  const line = about === undefined ? search.line : lines[about];
  return withHint(`${config.file}:${line}: Cannot run search "${search.name}": ${message}`, hint);
}

/** Says where a delivery failed and why. */
export function deliverySentence(
  { destination, outcome, reason, hint, tries }: DeliveryReport,
  { config, search }: SearchPlace,
): string {
  const place = `${config.file}:${destination.line}`;
  const verb = outcome === "skipped" ? "make a payload of" : "push";
  const after = tries > 1 ? ` (tried ${tries} times)` : "";
  return withHint(
    `${place}: Cannot ${verb} search "${search.name}" to "${destination.service}": ${reason}${after}`,
    hint,
  );
}

function logDelivery(delivery: DeliveryReport, place: SearchPlace): void {
  const fields = { search: place.search.name, service: delivery.destination.service };
  const sentence = deliverySentence(delivery, place);
  const { outcome } = delivery;
  if (outcome === "rejected" || outcome === "broken") log.error(sentence, fields);
  else log.warning(sentence, fields);
}
