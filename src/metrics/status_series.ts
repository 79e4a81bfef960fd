import type { DestinationStatus, ProgramStatus, SearchStatus, Status } from "../status/status.ts";
import { type Labelled, labelText, type Series, seriesText } from "./metrics_text.ts";

/** One destination, and the instant as of which it is told, Unix milliseconds. */
interface Lane {
  readonly destination: DestinationStatus;
  readonly now: number;
}

const BUILD: Series<ProgramStatus> = {
  name: "leexport_build_info",
  type: "gauge",
  help: "Always 1; the label holds the version that runs.",
  read: () => 1,
};

const PROGRAM: readonly Series<ProgramStatus>[] = [
  {
    name: "leexport_config_last_reload_success_timestamp_seconds",
    type: "gauge",
    help: "When the config that runs was taken over.",
    read: ({ configTakenAt }) => seconds(configTakenAt),
  },
  {
    name: "leexport_api_queries_remaining",
    type: "gauge",
    help: "Queries that the API still takes in its present window; missing until it has said so.",
    read: ({ queriesLeft }) => queriesLeft,
  },
];

const SEARCHES: readonly Series<SearchStatus>[] = [
  {
    name: "leexport_search_failing",
    type: "gauge",
    help: "1 while something is wrong with a search or one of its destinations.",
    read: ({ health }) => flag(health === "failing"),
  },
  {
    name: "leexport_search_paused",
    type: "gauge",
    help: "1 while somebody has paused a search.",
    read: ({ health }) => flag(health === "paused"),
  },
];

const LANES: readonly Series<Lane>[] = [
  {
    name: "leexport_last_delivery_window_end_timestamp_seconds",
    type: "gauge",
    help: "The end of the newest window that a destination has taken; missing until it took one.",
    read: ({ destination: { latest } }) => seconds(latest?.to),
  },
  {
    name: "leexport_destination_failing",
    type: "gauge",
    help: "1 while something is wrong with pushing to a destination.",
    read: ({ destination: { health } }) => flag(health === "failing"),
  },
  {
    name: "leexport_outbox_payloads",
    type: "gauge",
    help: "Payloads that wait to be pushed.",
    read: ({ destination: { waiting } }) => waiting.payloads,
  },
  {
    name: "leexport_outbox_bytes",
    type: "gauge",
    help: "The size of the payloads that wait to be pushed.",
    read: ({ destination: { waiting } }) => waiting.bytes,
  },
  {
    name: "leexport_outbox_oldest_age_seconds",
    type: "gauge",
    help: "How long the oldest payload has waited to be pushed; 0 if none waits.",
    read: ({ destination: { waitingSince }, now }) =>
      waitingSince === undefined ? 0 : Math.max(0, now - waitingSince) / 1000,
  },
  {
    name: "leexport_rejected_payloads",
    type: "gauge",
    help: "Payloads that a destination refused for good, and that are kept aside.",
    read: ({ destination: { rejected } }) => rejected,
  },
];

/** Writes what the status document tells: of the program, of every search, and of every destination. */
export function statusText({ program, searches }: Status): string {
  const { version, at: now } = program;
  const build = [{ labels: labelText({ version }), subject: program }];
  const itself = [{ labels: "", subject: program }];
  const bySearch = searches.map(labelledSearch);
  const byLane = searches.flatMap((search) => labelledLanes(search, now));
  return [
    seriesText(BUILD, build),
    ...PROGRAM.map((series) => seriesText(series, itself)),
    ...SEARCHES.map((series) => seriesText(series, bySearch)),
    ...LANES.map((series) => seriesText(series, byLane)),
  ].join("");
}

function labelledSearch(search: SearchStatus): Labelled<SearchStatus> {
  return { labels: labelText({ search: search.name }), subject: search };
}

function labelledLanes({ name, destinations }: SearchStatus, now: number): Labelled<Lane>[] {
  return destinations.map((destination) => ({
    labels: labelText({
      search: name,
      destination: destination.name,
      service: destination.service,
    }),
    subject: { destination, now },
  }));
}

function seconds(instant: number | undefined): number | undefined {
  return instant === undefined ? undefined : instant / 1000;
}

function flag(is: boolean): number {
  return is ? 1 : 0;
}
