import type { Config, SearchConfig } from "../config/config.ts";
import type { LogSearchError } from "../errors.ts";
import { getLog } from "../log.ts";
import type { DeliveryReport, RunReport } from "./search_run.ts";

const log = getLog("engine");

/** What is known of a run besides its report. */
export interface RunContext {
  readonly config: Config;
  /** How much later than due the run started, milliseconds. */
  readonly latenessMs: number;
}

/** Logs a run that got an answer: one line, and one for each destination that did not take its payload. */
export function logRun(report: RunReport, { config, latenessMs }: RunContext): void {
  const { search } = report;
  const accepted = report.deliveries.filter(({ outcome }) => outcome === "accepted");
  const services = accepted.map(({ destination }) => destination.service).join(", ");
  log.info(
    `search "${search.name}" ran in ${seconds(report.totalMs)}: ${
      accepted.length === 0 ? "nothing was accepted" : `accepted by ${services}`
    }`,
    {
      search: search.name,
      from: report.from,
      to: report.to,
      query_ms: Math.round(report.queryMs),
      total_ms: Math.round(report.totalMs),
      lateness_ms: Math.round(latenessMs),
    },
  );
  for (const delivery of report.deliveries) {
    if (delivery.outcome !== "accepted") logDelivery(delivery, { config, search });
  }
}

/** Logs a run that got no answer. */
export function logQueryFailure(
  error: LogSearchError,
  { config, search }: { readonly config: Config; readonly search: SearchConfig },
): void {
  if (error.failure === "stop") {
    const place = `${config.file}:${search.statementLine}`;
    const hint = `${
      error.hint ?? "correct the config file"
    }; the search runs again once the file has changed`;
    log.error(
      `${place}: Cannot run search "${search.name}": ${error.message}\nhint: ${hint}`,
      { search: search.name },
    );
    return;
  }
  const hint = error.hint === undefined ? "" : `\nhint: ${error.hint}`;
  log.warning(
    `${config.file}:${search.line}: Cannot run search "${search.name}" this time: ${error.message}; it is tried again in ${search.periodSeconds} s at the latest${hint}`,
    { search: search.name },
  );
}

/** Logs that a search was still running when it was due again. */
export function logMissed(missed: number, search: SearchConfig): void {
  log.warning(
    `search "${search.name}" took longer than its query_period of ${search.periodSeconds} s; ${missed} ${
      missed === 1 ? "run was" : "runs were"
    } left out`,
    { search: search.name, missed },
  );
}

/** Logs a fault of the program itself; the search goes on at its next period. */
export function logFault(error: unknown, search: SearchConfig): void {
  const fault = error instanceof Error ? error : new Error(String(error));
  log.error(
    `Cannot run search "${search.name}" this time: the program has a fault (${fault.message})\nhint: please report it with the lines that log_level = debug gives`,
    { search: search.name },
  );
  log.debug(fault.stack ?? fault.message);
}

/** Says where a delivery failed and why, in one or two lines, for the log and for `run`. */
export function deliverySentence(
  { destination, outcome, reason, hint, tries }: DeliveryReport,
  { config, search }: { readonly config: Config; readonly search: SearchConfig },
): string {
  const verb = outcome === "skipped" ? "make a payload of" : "push";
  const after = tries > 1 ? ` (tried ${tries} times)` : "";
  return `${config.file}:${destination.line}: Cannot ${verb} search "${search.name}" to "${destination.service}": ${reason}${after}${
    hint === undefined ? "" : `\nhint: ${hint}`
  }`;
}

function logDelivery(
  delivery: DeliveryReport,
  place: { readonly config: Config; readonly search: SearchConfig },
): void {
  const fields = { search: place.search.name, service: delivery.destination.service };
  const sentence = deliverySentence(delivery, place);
  if (delivery.outcome === "rejected") log.error(sentence, fields);
  else log.warning(sentence, fields);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 1000 ? 2 : 1)} s`;
}
