import type { SearchConfig } from "../config/config.ts";
import type { Window } from "../store/store.ts";
import type { DeliveryReport, OnOutcome } from "./delivery_report.ts";

/** How a run went, as far as it is known when every destination has been tried or has to wait. */
export interface RunReport {
  readonly search: SearchConfig;
  readonly window: Window;
  /** Milliseconds the query took, its wait for its turn included. */
  readonly queryMs: number;
  /** Milliseconds the whole run took. */
  readonly totalMs: number;
  /** How much later than due the run started, milliseconds. */
  readonly latenessMs: number;
  /** In the order of the config. */
  readonly deliveries: readonly DeliveryReport[];
}

/** What is known of a run before anything is delivered. */
export interface ReportOptions {
  readonly search: SearchConfig;
  readonly window: Window;
  readonly destinations: readonly string[];
  /** When the run started, milliseconds of `performance.now()`. */
  readonly started: number;
  readonly queryMs: number;
  readonly latenessMs: number;
  /** Told once, when every destination has told what became of its payload at first. */
  readonly onReport: (report: RunReport) => void;
}

/** Gathers what the destinations of a run tell; of each, the first word counts. */
export class RunReporter {
  readonly #options: ReportOptions;
  readonly #deliveries = new Map<string, DeliveryReport>();

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  /** Takes what one destination tells. */
  readonly take: OnOutcome = (delivery) => {
    const { destinations, onReport, started, search, window, queryMs, latenessMs } = this.#options;
    const { name } = delivery.destination;
    if (this.#deliveries.has(name)) return;
    this.#deliveries.set(name, delivery);
    if (this.#deliveries.size < destinations.length) return;
    const deliveries = destinations.map((destination) => this.#deliveries.get(destination)!);
    const totalMs = performance.now() - started;
    onReport({ search, window, queryMs, totalMs, latenessMs, deliveries });
  };
}
