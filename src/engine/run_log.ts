import type { DestinationConfig, SearchConfig } from "../config/config.ts";
import type { LogSearchError } from "../errors.ts";
import { getLog } from "../log.ts";
import { withHint } from "../with_hint.ts";
import type { DeliveryReport } from "./delivery_report.ts";
import type { EngineEvent, LaneProgress, SearchPlace } from "./event.ts";
import { Repetitions, TELL_EVERY } from "./repetitions.ts";
import type { RunReport } from "./run_report.ts";
import type { SkipStep } from "./windows.ts";

const log = getLog("engine");

const repetitions = new Repetitions();

/** Logs what happens in the engine, as far as a person wants to know. */
export function logEvent(event: EngineEvent): void {
  switch (event.kind) {
    case "begun":
      return log.debug(`search "${event.search}" runs`);
    case "ran":
      return logRun(event.report, event.place);
    case "tried":
      return logTried(event.report, { ...event.place, progress: event.progress });
    case "query_failed":
      return logQueryFailure(event.error, { ...event.place, failures: event.failures });
    case "missed":
      return logMissed(event.count, event.search);
    case "skipped":
      return logSkipped(event.step, event.place);
    case "dropped":
      return logDropped(event.count, { ...event.place, destination: event.destination });
    case "faulted":
      return logFault(event.error, event.search);
    case "endpoint":
      return logEndpoint(event.state, event.name);
    case "paused":
      return log.info(`search "${event.search}" is paused`, { search: event.search });
    case "resumed":
      return log.info(`search "${event.search}" goes on`, { search: event.search });
    case "config_refused":
      return log.error([event.message, ...event.details].join("\n"));
    case "retried":
      return log.info(`search "${event.search}" tries at once what waits`, {
        search: event.search,
      });
    case "applied":
    case "planned":
    case "answered":
  }
}

/**
 * Logs a run that got an answer in one line. A destination that it gave nothing for has one more, but only the first of
 * many times in a row and every tenth.
 */
function logRun(report: RunReport, place: SearchPlace): void {
  const { search, window } = report;
  log.info(runSentence(report), {
    search: search.name,
    from: window.from,
    to: window.to,
    query_ms: Math.round(report.queryMs),
    total_ms: Math.round(report.totalMs),
    lateness_ms: Math.round(report.latenessMs),
  });
  for (const delivery of report.deliveries) {
    const { destination, outcome } = delivery;
    const trouble = troubleOf("empty", { search, destination });
    if (outcome !== "empty") repetitions.end(trouble);
    else if (repetitions.isTold(trouble)) {
      const { service } = destination;
      log.warning(deliverySentence(delivery, place), { search: search.name, service });
    }
  }
}

function troubleOf(
  kind: "empty" | "dropped",
  { search, destination }: Pick<SearchPlace, "search"> & {
    readonly destination: DestinationConfig;
  },
): string {
  return JSON.stringify([kind, search.name, destination.name]);
}

/** Logs how a try to push ended, unless it is as always. */
function logTried(
  report: DeliveryReport,
  { progress, ...place }: SearchPlace & { readonly progress: LaneProgress },
): void {
  const { outcome, destination } = report;
  const { failures, failuresBefore, window } = progress;
  const fields = {
    search: place.search.name,
    service: destination.service,
    from: window.from,
    to: window.to,
  };
  if (outcome === "empty") return;
  if (outcome === "accepted") {
    repetitions.end(troubleOf("dropped", { search: place.search, destination }));
    if (failuresBefore === 0) return;
    const sentence = `search "${place.search.name}": ${destination.service} takes payloads again`;
    const tries = failuresBefore === 1 ? "1 try" : `${failuresBefore} tries`;
    return log.info(`${sentence}, after ${tries} that failed`, fields);
  }
  if (outcome === "waiting" && failures % TELL_EVERY !== 1) return;
  const isError = outcome === "rejected" || report.fault === "module";
  log[isError ? "error" : "warning"](deliverySentence(report, place), fields);
}

/** Logs that payloads were dropped because too many wait, which comes again at every run while nothing is taken. */
function logDropped(
  count: number,
  { config, search, destination }: SearchPlace & { readonly destination: DestinationConfig },
): void {
  if (!repetitions.isTold(troubleOf("dropped", { search, destination }))) return;
  const payloads = count === 1 ? "1 payload" : `${count} payloads`;
  const message =
    `${config.file}:${destination.line}: ${payloads} of search "${search.name}" to "${destination.service}" dropped: too many wait (outbox_full = drop_oldest)`;
  log.warning(
    withHint(message, "see why it takes none, or raise outbox_limit and outbox_limit_mib"),
    { search: search.name, service: destination.service, dropped: count },
  );
}

/** Logs windows that were left out. */
function logSkipped(
  { window, count, reason, destinations }: SkipStep,
  { config, search }: SearchPlace,
): void {
  const { from, to } = window;
  const windows = count === 1 ? "1 window" : `${count} windows`;
  const why = reason === "catch_up"
    ? `catch_up = ${search.catchUp}`
    : `catch_up_limit = ${search.catchUpLimitSeconds}`;
  const message =
    `${config.file}:${search.line}: ${windows} of search "${search.name}" left out for ${
      destinations.join(", ")
    }: from ${new Date(from).toISOString()} to ${
      new Date(to).toISOString()
    }, missed and not made up for (${why})`;
  const hint = "run leexport backfill for that stretch if it is needed";
  log.warning(withHint(message, hint), { search: search.name, skipped: count, from, to });
}

/** Logs a run that got no answer. */
function logQueryFailure(
  error: LogSearchError,
  { failures, ...place }: SearchPlace & {
    /** How often in a row. */
    readonly failures: number;
  },
): void {
  const { search } = place;
  if (error.failure === "stop") {
    const again = search.windows === "sliding"
      ? "it runs again once the file changes"
      : "it is asked again every 5 minutes, and no window is lost";
    const hint = `${error.hint ?? "correct the config file"}; ${again}`;
    log.error(querySentence(error, { ...place, hint }), { search: search.name });
    return;
  }
  if (failures % TELL_EVERY !== 1) return;
  const sentence = querySentence(error, { ...place, hint: error.hint });
  const next = search.windows === "sliding"
    ? `it runs again in ${search.periodSeconds} s at the latest`
    : "its windows are made up for as soon as the API answers";
  log.warning(`${sentence}\n${next}`, { search: search.name });
}

/** Logs that a search was still running when it was due again. */
function logMissed(missed: number, search: SearchConfig): void {
  const runs = missed === 1 ? "run was" : "runs were";
  const message =
    `search "${search.name}" took longer than its query_period of ${search.periodSeconds} s; ${missed} ${runs} left out`;
  log.warning(
    withHint(message, "raise query_period, or ask about less with query_range"),
    { search: search.name, missed },
  );
}

/** Logs a fault of the program itself; the search goes on at its next period. */
function logFault(error: unknown, search: SearchConfig): void {
  const fault = error instanceof Error ? error : new Error(String(error));
  const message =
    `Cannot run search "${search.name}" this time: the program has a fault (${fault.message})`;
  log.error(withHint(message, "please report it with the lines that log_level = debug gives"), {
    search: search.name,
  });
  log.debug(fault.stack ?? fault.message);
}

function logEndpoint(state: "failing" | "well", name: string): void {
  if (state === "well") return log.info(`${name} takes payloads again`);
  log.warning(
    `${name} has failed five times in a row: one push at a time tries whether it is well again, the others wait`,
  );
}

/** Says how a run went: `search "errors" ran in 0.21 s: accepted by geckoboard; waits for kafka`. */
export function runSentence(
  { search, totalMs, deliveries }: Pick<RunReport, "search" | "totalMs" | "deliveries">,
): string {
  const took = `${(totalMs / 1000).toFixed(totalMs < 10_000 ? 2 : 1)} s`;
  const services = (wanted: DeliveryReport["outcome"]) =>
    deliveries.filter(({ outcome }) => outcome === wanted)
      .map(({ destination }) => destination.service).join(", ");
  const [accepted, waiting] = [services("accepted"), services("waiting")];
  const parts = [
    ...(accepted === "" ? [] : [`accepted by ${accepted}`]),
    ...(waiting === "" ? [] : [`waits for ${waiting}`]),
  ];
  const outcome = parts.length === 0 ? "nothing was accepted" : parts.join("; ");
  return `search "${search.name}" ran in ${took}: ${outcome}`;
}

/** Says where a query failed and why. */
export function querySentence(
  error: LogSearchError,
  { config, search, hint }: SearchPlace & { readonly hint: string | undefined },
): string {
  const where = `${config.file}:${queryLine(error, search)}`;
  return withHint(`${where}: Cannot run search "${search.name}": ${error.message}`, hint);
}

/** The line of the config file that a failed query is about. */
export function queryLine({ about }: LogSearchError, search: SearchConfig): number {
  const lines = { logs: search.logsLine, statement: search.statementLine };
  return about === undefined ? search.line : lines[about];
}

/** Says where a delivery failed and why. */
export function deliverySentence(
  { destination, outcome, reason, hint, tries, nextTryMs }: DeliveryReport,
  { config, search }: SearchPlace,
): string {
  const verb = outcome === "empty" ? "make a payload of" : "push";
  const after = tries > 1 ? ` (tried ${tries} times)` : "";
  const what = `Cannot ${verb} search "${search.name}" to "${destination.service}"`;
  const next = nextTryMs === undefined
    ? FATES[outcome] ?? ""
    : `; it waits and is tried again in ${Math.ceil(nextTryMs / 1000)} s`;
  return withHint(
    `${config.file}:${destination.line}: ${what}: ${reason}${after}${next}`,
    hint ?? HINTS[outcome],
  );
}

/** What to do where nobody knows better; what waits needs nobody. */
const HINTS: Readonly<Partial<Record<DeliveryReport["outcome"], string>>> = {
  empty: "change the statement, or what this destination makes of its answer",
  rejected: "correct what the destination refuses; leexport retry pushes again what a daemon keeps",
  unknown: "write on_unknown = repeat if twice is better than not at all",
  expired: "raise expire_after if late payloads are of use",
};

/** What becomes of a payload. */
const FATES: Readonly<Partial<Record<DeliveryReport["outcome"], string>>> = {
  unknown: "; it may have been taken, so it is not repeated (on_unknown = drop)",
  expired: "; it is given up",
};
