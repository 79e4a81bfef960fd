import { Counter, Histogram, type OpenMetricsContentType, Registry } from "prom-client";
import type { Config } from "../config/config.ts";
import type { EngineEvent, Observe } from "../engine/event.ts";
import type { RunReport } from "../engine/run_report.ts";
import { runOutcomeOf } from "../status/run_outcome.ts";
import { RunCounts } from "./run_counts.ts";

const PUSH_OUTCOMES = ["accepted", "waiting", "rejected", "unknown", "expired"] as const;
const LEFT_OUT_REASONS = ["missed", "skipped", "dropped"] as const;
/** A query may take two minutes, its waits included. */
const QUERY_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const LATENESS_BUCKETS_SECONDS = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800];

/**
 * Counts what happens in the engine. Everything is counted from 0 on as soon as a config has it, so that the first
 * increase is seen as one; what a config no longer has is forgotten.
 */
export class EventMetrics {
  readonly #registry = new Registry<OpenMetricsContentType>();
  readonly #runs = new RunCounts();
  readonly #lateness = this.#histogram({
    name: "leexport_run_lateness_seconds",
    help: "How much later than due runs began.",
    buckets: LATENESS_BUCKETS_SECONDS,
  });
  readonly #queries = this.#histogram({
    name: "leexport_query_duration_seconds",
    help: "How long queries took that were answered, their wait for their turn included.",
    buckets: QUERY_BUCKETS_SECONDS,
  });
  readonly #pushes = this.#counter({
    name: "leexport_pushes_total",
    help: "Tries to push a payload, by how they ended.",
    labelNames: ["service", "outcome"],
  });
  readonly #leftOut = this.#counter({
    name: "leexport_windows_left_out_total",
    help:
      "Windows and payloads that were left out: a run was missed, or policy skipped or dropped.",
    labelNames: ["reason"],
  });
  readonly #faults = this.#counter({
    name: "leexport_faults_total",
    help: "Faults of the program itself.",
    labelNames: [],
  });
  #config: Pick<Config, "searches" | "services"> = { searches: [], services: new Map() };

  constructor() {
    this.#registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    for (const reason of LEFT_OUT_REASONS) this.#leftOut.inc({ reason }, 0);
  }

  /** The config that runs; empty before there is one. */
  get config(): Pick<Config, "searches" | "services"> {
    return this.#config;
  }

  /** The counts in the OpenMetrics format, with its end. */
  async text(): Promise<string> {
    return this.#runs.text() + await this.#registry.metrics();
  }

  /** Counts what happened. */
  readonly observe: Observe = (event) => {
    if (event.kind === "applied") this.#apply(event.config);
    else if (event.kind === "answered") this.#queries.observe(event.queryMs / 1000);
    else if (event.kind === "ran") this.#countRun(event.report);
    else if (event.kind === "query_failed") this.#runs.add(event.place.search.name, "failed");
    else if (event.kind === "tried") this.#countTry(event);
    else if (event.kind === "faulted") this.#faults.inc();
    else this.#countLeftOut(event);
  };

  #apply(config: Config): void {
    this.#runs.keep(config.searches.map(({ name }) => name));
    this.#applyServices(config);
    this.#config = config;
  }

  #applyServices({ services }: Config): void {
    for (const service of this.#config.services.keys()) {
      if (services.has(service)) continue;
      for (const outcome of PUSH_OUTCOMES) this.#pushes.remove({ service, outcome });
    }
    for (const service of services.keys()) {
      for (const outcome of PUSH_OUTCOMES) this.#pushes.inc({ service, outcome }, 0);
    }
  }

  #countRun(report: RunReport): void {
    this.#lateness.observe(Math.max(0, report.latenessMs) / 1000);
    this.#runs.add(report.search.name, runOutcomeOf(report));
  }

  #countTry({ report }: EngineEvent & { readonly kind: "tried" }): void {
    const { outcome, destination: { service } } = report;
    if (outcome === "empty" || !this.#config.services.has(service)) return;
    this.#pushes.inc({ service, outcome });
  }

  #countLeftOut(event: EngineEvent): void {
    if (event.kind === "missed") this.#leftOut.inc({ reason: "missed" }, event.count);
    else if (event.kind === "dropped") this.#leftOut.inc({ reason: "dropped" }, event.count);
    else if (event.kind === "skipped") {
      const { count, destinations } = event.step;
      this.#leftOut.inc({ reason: "skipped" }, count * destinations.length);
    }
  }

  #counter<Label extends string>(
    options: {
      readonly name: string;
      readonly help: string;
      readonly labelNames: readonly Label[];
    },
  ): Counter<Label> {
    return new Counter({ ...options, registers: [this.#registry] });
  }

  #histogram(
    options: { readonly name: string; readonly help: string; readonly buckets: number[] },
  ): Histogram {
    return new Histogram({ ...options, registers: [this.#registry] });
  }
}
