import type { Config } from "../../src/config/config.ts";
import type { DeliveryReport } from "../../src/engine/delivery_report.ts";
import type { EngineEvent } from "../../src/engine/event.ts";
import { LogSearchError, type QueryFailure } from "../../src/errors.ts";
import { readText, searchText } from "../config/read_text.ts";

/** A config of searches that ask every minute about the last hour and draw a line. */
export async function boardConfig(
  names: readonly string[] = ["errors"],
  { api = "http://127.0.0.1:9", host = "host.example" }: {
    readonly api?: string;
    readonly host?: string;
  } = {},
): Promise<Config> {
  const lines =
    `service = geckoboard\npush_url = https://${host}/v1\nwidget_type = line_chart\nname = x`;
  const searches = names.map((name) => searchText(lines, { name })).join("");
  const head = `[LE]\n  x_api_key = a-key-of-the-api\n  url = ${api}\n[Searches]\n`;
  const { config, shown } = await readText(
    `${head}${searches}[Services]\n[[geckoboard]]\napi_key = a-key-of-the-service\n`,
  );
  if (config === undefined) throw new Error(shown.join("\n"));
  return config;
}

/** A config that was taken over; by default all its searches are started. */
export function applied(
  config: Config,
  started: readonly string[] = config.searches.map(({ name }) => name),
): EngineEvent {
  return { kind: "applied", config, started: new Set(started) };
}

/** A run of the first search that got no answer. */
export function queryFailed(config: Config, failure: QueryFailure): EngineEvent {
  const error = new LogSearchError("it answered 400", { failure, about: "statement" });
  return {
    kind: "query_failed",
    error,
    place: { config, search: config.searches[0]! },
    failures: 1,
  };
}

/** How the first destination of the first search fared. */
export function delivery(
  config: Config,
  report: Pick<DeliveryReport, "outcome"> & Partial<DeliveryReport>,
): DeliveryReport {
  return { destination: config.searches[0]!.destinations[0]!, tries: 1, fault: "none", ...report };
}

/** A try to push to the first destination of the first search. */
export function tried(
  config: Config,
  report: Pick<DeliveryReport, "outcome"> & Partial<DeliveryReport>,
): EngineEvent {
  const noon = Date.UTC(2026, 10, 24, 12);
  return {
    kind: "tried",
    report: delivery(config, report),
    progress: { window: { from: noon - 3_600_000, to: noon }, failures: 1, failuresBefore: 0 },
    place: { config, search: config.searches[0]! },
  };
}

/** A run of the first search. */
export function ran(config: Config, deliveries: readonly DeliveryReport[]): EngineEvent {
  const search = config.searches[0]!;
  const window = { from: 0, to: 3_600_000 };
  return {
    kind: "ran",
    report: { search, window, queryMs: 20, totalMs: 30, latenessMs: 1, deliveries },
    place: { config, search },
  };
}
