import { deepEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Config } from "../../src/config/config.ts";
import type { DeliveryOutcome } from "../../src/engine/delivery_report.ts";
import type { EngineEvent } from "../../src/engine/event.ts";
import { LogSearchError } from "../../src/errors.ts";
import { labelText } from "../../src/metrics/metrics_text.ts";
import {
  configOf,
  metricsOf,
  NOW,
  samplesOf,
  searchOf,
  searchStatusOf,
  statusOf,
} from "./facts.ts";
import { canRun, isMissing } from "../servers/requirement.ts";

const WINDOW = { from: NOW - 60_000, to: NOW };
const noPromtool = isMissing(
  await canRun("promtool", ["--version"]) ? undefined : "install the Debian package prometheus",
);

function ran(config: Config, name: string, outcome: DeliveryOutcome): EngineEvent {
  const search = searchOf(config, name);
  const deliveries = search.destinations.map((destination) => ({
    destination,
    outcome,
    tries: 1,
    fault: "none" as const,
  }));
  const report = { search, window: WINDOW, queryMs: 20, totalMs: 30, latenessMs: 2, deliveries };
  return { kind: "ran", report, place: { config, search } };
}

function tried(config: Config, name: string, outcome: DeliveryOutcome): EngineEvent {
  const search = searchOf(config, name);
  const report = {
    destination: search.destinations[0]!,
    outcome,
    tries: 1,
    fault: "none" as const,
  };
  const progress = { window: WINDOW, failures: 0, failuresBefore: 0 };
  return { kind: "tried", report, progress, place: { config, search } };
}

function queryFailed(config: Config, name: string): EngineEvent {
  const error = new LogSearchError("127.0.0.1:9 answered 500", { failure: "retry" });
  return {
    kind: "query_failed",
    error,
    place: { config, search: searchOf(config, name) },
    failures: 1,
  };
}

const ENDINGS = [
  { outcome: "ok", delivery: "accepted" },
  { outcome: "ok", delivery: "empty" },
  { outcome: "waiting", delivery: "waiting" },
  { outcome: "rejected", delivery: "expired" },
  { outcome: "failed", delivery: undefined },
] as const;

/** A run of one of two searches. */
interface Run {
  readonly search: string;
  readonly ending: typeof ENDINGS[number];
}

Deno.test("metrics count every run once, under its search and outcome", async () => {
  const config = await configOf(["errors", "visits"]);
  const run = fc.record({
    search: fc.constantFrom("errors", "visits"),
    ending: fc.constantFrom(...ENDINGS),
  });
  const law = async (runs: Run[]) => {
    const metrics = metricsOf();
    metrics.observe({ kind: "applied", config, started: new Set() });
    for (const { search, ending: { delivery } } of runs) {
      metrics.observe(
        delivery === undefined ? queryFailed(config, search) : ran(config, search, delivery),
      );
    }
    const samples = samplesOf(await metrics.text());
    for (const search of ["errors", "visits"]) {
      for (const { outcome } of ENDINGS) {
        const label = `leexport_runs_total{search="${search}",outcome="${outcome}"}`;
        const alike = runs.filter((run) => run.search === search && run.ending.outcome === outcome);
        equal(samples.get(label), alike.length, label);
      }
    }
    const answered = runs.filter(({ ending }) => ending.outcome !== "failed").length;
    equal(samples.get("leexport_run_lateness_seconds_count"), answered);
  };
  await fc.assert(fc.asyncProperty(fc.array(run), law), { numRuns: 30 });
});

Deno.test("metrics count tries to push by service and outcome, and what was left out by reason", async () => {
  const config = await configOf(["errors"]);
  const [search] = config.searches;
  const place = { config, search: search! };
  const metrics = metricsOf();
  metrics.observe({ kind: "applied", config, started: new Set() });
  for (const outcome of ["accepted", "accepted", "waiting", "rejected", "empty"] as const) {
    metrics.observe(tried(config, "errors", outcome));
  }
  const step = {
    kind: "skip",
    destinations: ["destination", "destination_history"],
    window: WINDOW,
    count: 3,
    reason: "catch_up_limit",
  } as const;
  metrics.observe({ kind: "skipped", step, place });
  metrics.observe({ kind: "missed", count: 2, search: search! });
  metrics.observe({ kind: "dropped", count: 5, destination: search!.destinations[0]!, place });
  metrics.observe({ kind: "faulted", error: new Error("no"), search: search! });
  const samples = samplesOf(await metrics.text());
  const counts = [...samples].filter(([name]) => /^leexport_(pushes|windows|faults)/.test(name));
  deepEqual(Object.fromEntries(counts), {
    'leexport_pushes_total{service="geckoboard",outcome="accepted"}': 2,
    'leexport_pushes_total{service="geckoboard",outcome="waiting"}': 1,
    'leexport_pushes_total{service="geckoboard",outcome="rejected"}': 1,
    'leexport_pushes_total{service="geckoboard",outcome="unknown"}': 0,
    'leexport_pushes_total{service="geckoboard",outcome="expired"}': 0,
    'leexport_windows_left_out_total{reason="missed"}': 2,
    'leexport_windows_left_out_total{reason="skipped"}': 6,
    'leexport_windows_left_out_total{reason="dropped"}': 5,
    leexport_faults_total: 1,
  });
});

Deno.test("metrics of a search that the config no longer has disappear, also if it ends late", async () => {
  const [both, one] = [await configOf(["errors", "visits"]), await configOf(["errors"])];
  const metrics = metricsOf();
  metrics.observe({ kind: "applied", config: both, started: new Set() });
  match(await metrics.text(), /leexport_runs_total\{search="visits"/);
  metrics.observe({ kind: "applied", config: one, started: new Set() });
  metrics.observe(ran(both, "visits", "accepted"));
  const text = await metrics.text();
  equal(text.includes("visits"), false);
  match(text, /leexport_runs_total\{search="errors",outcome="ok"\} 0/);
});

Deno.test("metrics tell what the status tells at that moment", async () => {
  const failing = searchStatusOf("errors", {
    health: "failing",
    latest: { from: NOW - 600_000, to: NOW - 300_000, at: NOW - 290_000 },
    waiting: { payloads: 3, bytes: 4096 },
    waitingSince: NOW - 90_500,
    rejected: 2,
  });
  const searches = [failing, searchStatusOf("visits", { health: "paused" })];
  const metrics = metricsOf({
    status: () => statusOf(searches, { queriesLeft: 17 }),
    requests: () => ({ queries: 5, polls: 9, listings: 1, tooMany: 2 }),
    isConfigBroken: () => true,
    isStoreInTrouble: () => true,
  });
  const samples = samplesOf(await metrics.text());
  const lane = '{search="errors",destination="destination",service="geckoboard"}';
  const expected = {
    'leexport_build_info{version="1.2.3"}': 1,
    leexport_config_last_reload_success_timestamp_seconds: NOW / 1000 - 50,
    leexport_config_last_reload_failed: 1,
    leexport_store_in_trouble: 1,
    leexport_api_queries_remaining: 17,
    'leexport_api_requests_total{kind="query"}': 5,
    'leexport_api_requests_total{kind="poll"}': 9,
    'leexport_api_requests_total{kind="listing"}': 1,
    leexport_api_too_many_requests_total: 2,
    'leexport_search_failing{search="errors"}': 1,
    'leexport_search_failing{search="visits"}': 0,
    'leexport_search_paused{search="visits"}': 1,
    [`leexport_destination_failing${lane}`]: 1,
    [`leexport_last_delivery_window_end_timestamp_seconds${lane}`]: NOW / 1000 - 300,
    [`leexport_outbox_payloads${lane}`]: 3,
    [`leexport_outbox_bytes${lane}`]: 4096,
    [`leexport_outbox_oldest_age_seconds${lane}`]: 90.5,
    [`leexport_rejected_payloads${lane}`]: 2,
  };
  deepEqual(
    Object.fromEntries(Object.keys(expected).map((name) => [name, samples.get(name)])),
    expected,
  );
});

Deno.test("metrics tell the settings of every search that the config has", async () => {
  const metrics = metricsOf();
  metrics.observe({ kind: "applied", config: await configOf(["errors"]), started: new Set() });
  const samples = samplesOf(await metrics.text());
  equal(samples.get('leexport_search_period_seconds{search="errors"}'), 3600);
  equal(samples.get('leexport_search_delay_seconds{search="errors"}'), 0);
});

Deno.test("metrics leave out what is not known yet", async () => {
  const text = await metricsOf({ status: () => statusOf([searchStatusOf("errors")]) }).text();
  const names = [...samplesOf(text).keys()].map((name) => name.replace(/\{.*/, ""));
  equal(names.includes("leexport_api_queries_remaining"), false);
  equal(names.includes("leexport_last_delivery_window_end_timestamp_seconds"), false);
  ok(names.includes("leexport_outbox_oldest_age_seconds"));
});

Deno.test("metrics tell how often a service broke down, from 0 on", async () => {
  const counts = new Map([["gone", 4]]);
  const metrics = metricsOf({ breakdowns: () => counts });
  metrics.observe({ kind: "applied", config: await configOf(["errors"]), started: new Set() });
  const restarts = async () =>
    [...samplesOf(await metrics.text())].filter(([name]) => name.includes("restarts"));
  const name = 'leexport_service_restarts_total{service="geckoboard"}';
  deepEqual(await restarts(), [[name, 0]]);
  counts.set("geckoboard", 2);
  deepEqual(await restarts(), [[name, 2]]);
});

Deno.test("metrics tell what the process uses", async () => {
  const samples = samplesOf(await metricsOf().text());
  ok((samples.get("process_cpu_seconds_total") ?? 0) > 0);
  ok((samples.get("process_resident_memory_bytes") ?? 0) > 2 ** 20);
  ok((samples.get("process_open_fds") ?? 0) > 2);
  const started = samples.get("process_start_time_seconds") ?? 0;
  ok(Math.abs(started * 1000 - performance.timeOrigin) < 1000);
});

Deno.test("labelText() writes any value so that it reads back", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', "\\", "\n", "n", "é") }), (value) => {
      const [, written = ""] = labelText({ search: value }).match(/^\{search="(.*)"\}$/) ?? [];
      const read = written.replaceAll(/\\(["\\n])/g, (_, sign) => sign === "n" ? "\n" : sign);
      equal(read, value);
      equal(written.replaceAll(/\\./g, "").includes('"'), false);
    }),
  );
});

/** The same samples in the older format, which promtool reads: there a counter is declared with its whole name. */
function olderFormat(text: string): string {
  return text.replaceAll(/^# (TYPE|HELP) (\S+) (.*)$/gm, (line, word, name, rest) => {
    const isCounter = text.includes(`# TYPE ${name} counter\n`);
    return isCounter ? `# ${word} ${name}_total ${rest}` : line;
  }).replace(/# EOF\n$/, "");
}

Deno.test({
  name: "promtool has nothing to say against the names and texts of the metrics",
  ignore: noPromtool,
  async fn() {
    const facts = { latest: { from: NOW - 1, to: NOW, at: NOW } };
    const searches = ["errors", 'a "b" \\ c'].map((name) => searchStatusOf(name, facts));
    const metrics = metricsOf({ status: () => statusOf(searches, { queriesLeft: 3 }) });
    metrics.observe({ kind: "applied", config: await configOf(["errors"]), started: new Set() });
    const promtool = new Deno.Command("promtool", {
      args: ["check", "metrics"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = promtool.stdin.getWriter();
    await writer.write(new TextEncoder().encode(olderFormat(await metrics.text())));
    await writer.close();
    const { code, stdout, stderr } = await promtool.output();
    const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    deepEqual([code, said], [0, ""]);
  },
});
