import type { Observe } from "../engine/event.ts";
import type { Status } from "../status/status.ts";
import { configText } from "./config_series.ts";
import { EventMetrics } from "./event_metrics.ts";
import { END, type Labelled, labelText, type Series, seriesText } from "./metrics_text.ts";
import { processText } from "./process_series.ts";
import { statusText } from "./status_series.ts";

/** Requests that were sent to the API since the start of the process. */
export interface Requests {
  readonly queries: number;
  readonly polls: number;
  readonly listings: number;
  /** How many of them were answered 429. */
  readonly tooMany: number;
}

/** Where metrics are read from when they are asked for. */
export interface MetricsOptions {
  readonly status: () => Status;
  readonly requests: () => Requests;
  /** How often the sandbox of a service broke down since the start of the process, by service. */
  readonly breakdowns: () => ReadonlyMap<string, number>;
  /** Whether the config file could not be used when it was last read. */
  readonly isConfigBroken: () => boolean;
  /** Whether the store cannot be written. */
  readonly isStoreInTrouble: () => boolean;
}

/** What Prometheus reads. */
export interface Metrics {
  readonly observe: Observe;
  /** Everything as it is now, in the OpenMetrics format. */
  text(): Promise<string>;
}

const REQUESTS: Series<number> = {
  name: "leexport_api_requests_total",
  type: "counter",
  help: "Requests that were sent to the log search API, by kind.",
  read: (count) => count,
};
const BREAKDOWNS: Series<number> = {
  name: "leexport_service_restarts_total",
  type: "counter",
  help: "Times that the sandbox of a service broke down and had to be started again.",
  read: (count) => count,
};
const WHOLE: readonly Series<MetricsOptions>[] = [
  {
    name: "leexport_api_too_many_requests_total",
    type: "counter",
    help: "Requests that the log search API answered 429 (Too Many Requests).",
    read: ({ requests }) => requests().tooMany,
  },
  {
    name: "leexport_config_last_reload_failed",
    type: "gauge",
    help: "1 while the config file cannot be used and the config before goes on.",
    read: ({ isConfigBroken }) => isConfigBroken() ? 1 : 0,
  },
  {
    name: "leexport_store_in_trouble",
    type: "gauge",
    help: "1 while the store cannot be written.",
    read: ({ isStoreInTrouble }) => isStoreInTrouble() ? 1 : 0,
  },
];

/** Makes the metrics of a process: counts of what it observes, and what the options tell at the moment of asking. */
export function createMetrics(options: MetricsOptions): Metrics {
  const events = new EventMetrics();
  return {
    observe: events.observe,
    async text() {
      const counted = await events.text();
      const { searches, services } = events.config;
      return [
        counted.slice(0, -END.length),
        configText(searches),
        statusText(options.status()),
        countsText(options, services.keys()),
        processText(),
        END,
      ].join("");
    },
  };
}

function countsText(options: MetricsOptions, services: Iterable<string>): string {
  const breakdowns = options.breakdowns();
  const byService = Array.from(services, (service): Labelled<number> => ({
    labels: labelText({ service }),
    subject: breakdowns.get(service) ?? 0,
  }));
  const { queries, polls, listings } = options.requests();
  const byKind = Object.entries({ query: queries, poll: polls, listing: listings })
    .map(([kind, subject]): Labelled<number> => ({ labels: labelText({ kind }), subject }));
  return [
    seriesText(REQUESTS, byKind),
    seriesText(BREAKDOWNS, byService),
    ...WHOLE.map((series) => seriesText(series, [{ labels: "", subject: options }])),
  ].join("");
}
