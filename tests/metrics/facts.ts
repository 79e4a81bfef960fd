import { ok } from "node:assert/strict";
import type { Config, SearchConfig } from "../../src/config/config.ts";
import { loadConfig } from "../../src/config/load_config.ts";
import { createMetrics, type Metrics, type MetricsOptions } from "../../src/metrics/metrics.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import type { DestinationStatus, SearchStatus, Status } from "../../src/status/status.ts";
import { configText, writeConfig } from "../config_text.ts";

/** When all facts of these tests are told, Unix milliseconds. */
export const NOW = 1_795_543_200_000;

/** A config of searches that push to Geckoboard, as read from a file. */
export async function configOf(names: readonly string[]): Promise<Config> {
  const pushUrl = "http://127.0.0.1:9/v1/send/1";
  const searches = names.map((name) => ({ name, pushUrl, statement: "calculate(count)" }));
  await using file = await writeConfig(configText("http://127.0.0.1:9", searches));
  const { config, problems } = await loadConfig(file.path, { openCatalog });
  ok(config !== undefined, JSON.stringify(problems));
  return config;
}

/** What the metrics of a program without searches are told. */
export function metricsOf(options: Partial<MetricsOptions> = {}): Metrics {
  return createMetrics({
    status: () => statusOf([]),
    requests: () => ({ queries: 0, polls: 0, listings: 0, tooMany: 0 }),
    breakdowns: () => new Map(),
    isConfigBroken: () => false,
    isStoreInTrouble: () => false,
    ...options,
  });
}

/** A status document. */
export function statusOf(
  searches: readonly SearchStatus[],
  program: Partial<Status["program"]> = {},
): Status {
  return {
    program: {
      version: "1.2.3",
      state: "running",
      at: NOW,
      health: "ok",
      pid: 1,
      startedAt: NOW - 60_000,
      configFile: "config.ini",
      configTakenAt: NOW - 50_000,
      actions: "none",
      troubles: [],
      queriesLeft: undefined,
      ...program,
    },
    searches,
  };
}

/** A search that waits for its next run. */
export function searchStatusOf(
  name: string,
  { health = "ok", ...destination }: Partial<DestinationStatus> = {},
): SearchStatus {
  return {
    name,
    where: "config.ini:7",
    statement: "calculate(count)",
    logs: [],
    windows: "sliding",
    periodSeconds: 3600,
    state: health === "paused" ? "paused" : "waiting",
    health,
    pausedAt: undefined,
    nextRunAt: undefined,
    latestRun: undefined,
    history: [],
    troubles: [],
    destinations: [destinationStatusOf({ health, ...destination })],
  };
}

function destinationStatusOf(facts: Partial<DestinationStatus>): DestinationStatus {
  return {
    name: "destination",
    where: "config.ini:13",
    service: "geckoboard",
    endpoint: "geckoboard at 127.0.0.1:9",
    health: "ok",
    latest: undefined,
    ageMs: undefined,
    waiting: { payloads: 0, bytes: 0 },
    waitingSince: undefined,
    rejected: 0,
    account: {},
    nextTryAt: undefined,
    picture: undefined,
    troubles: [],
    ...facts,
  };
}

/** Finds a search of a config. */
export function searchOf(config: Config, name: string): SearchConfig {
  const search = config.searches.find((one) => one.name === name);
  ok(search !== undefined);
  return search;
}

/** The samples of a text: `name{labels}` to the value. */
export function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => {
    const space = line.lastIndexOf(" ");
    return [line.slice(0, space), Number(line.slice(space + 1))];
  }));
}
