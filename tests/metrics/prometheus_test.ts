import { deepEqual, equal, ok } from "node:assert/strict";
import { metricsTypeFor } from "../../src/status_server/metrics_type.ts";
import { VERSION } from "../../src/version.ts";
import { configText, writeConfig } from "../config_text.ts";
import { startProgram } from "../program.ts";
import { finishedAnswer } from "../servers/answers.ts";
import { startReceiver } from "../../src/testing.ts";
import { missingForPrometheus, type Prometheus, startPrometheus } from "../servers/prometheus.ts";
import { isMissing } from "../servers/requirement.ts";
import { configOf, metricsOf, NOW, samplesOf, searchStatusOf, statusOf } from "./facts.ts";

const ignore = isMissing(await missingForPrometheus());
/** What a person may write as the name of a search. */
const NAMES = ["errors", 'a "quoted" \\ name', "Größe, 統計 {x}"];

/** Has Prometheus read what is answered, and judges what it has then. */
async function readBy(
  answer: (request: Request) => Response | Promise<Response>,
  judge: (prometheus: Prometheus) => Promise<void>,
): Promise<void> {
  const twice = Promise.withResolvers<void>();
  let readings = 0;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const response = await answer(request);
      // With the second reading, the first one has been taken in.
      if (++readings === 2) twice.resolve();
      return response;
    },
  );
  await using prometheus = await startPrometheus(`127.0.0.1:${server.addr.port}`);
  await twice.promise;
  deepEqual(await prometheus.complaints(), [""]);
  await judge(prometheus);
}

Deno.test({
  name: "Prometheus reads every series, whatever searches are called",
  ignore,
  async fn() {
    const latest = { from: NOW - 60_000, to: NOW, at: NOW };
    const metrics = metricsOf({
      status: () => statusOf(NAMES.map((name) => searchStatusOf(name, { latest }))),
    });
    metrics.observe({ kind: "applied", config: await configOf(["errors"]), started: new Set() });
    metrics.observe({
      kind: "answered",
      search: "errors",
      window: latest,
      queryMs: 40,
      payloads: new Map(),
    });
    const text = await metrics.text();
    const headers = { "content-type": metricsTypeFor(undefined) };
    await readBy(() => new Response(text, { headers }), async (prometheus) => {
      const found = await prometheus.query('{__name__=~"leexport_.*|process_.*"}');
      equal(found.length, samplesOf(text).size);
      const failing = await prometheus.query("leexport_search_failing");
      deepEqual(failing.map(({ labels }) => labels.search).sort(), [...NAMES].sort());
      const [end] = await prometheus.query(
        'leexport_last_delivery_window_end_timestamp_seconds{search="errors"}',
      );
      equal(end?.value, NOW / 1000);
      const [median] = await prometheus.query(
        "histogram_quantile(0.5, sum by (le) (leexport_query_duration_seconds_bucket))",
      );
      equal(median?.value, 0.025);
    });
  },
});

Deno.test({
  name: "Prometheus reads what a daemon did",
  ignore,
  async fn() {
    await using api = startReceiver({
      answer: ({ body }) => finishedAnswer(JSON.parse(body)),
    });
    await using geckoboard = startReceiver();
    const searches = [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }];
    await using file = await writeConfig(
      configText(api.url, searches).replace("= none", "= 127.0.0.1:0"),
    );
    await using program = startProgram(["start", "-c", file.path]);
    const [, url] = await program.output(/status page at (http:\S+)/);
    await program.output(/search "errors" ran in .*: accepted by geckoboard/);
    const forward = ({ headers }: Request) => fetch(`${url}metrics`, { headers });
    await readBy(forward, async (prometheus) => {
      const valueOf = async (expression: string) => (await prometheus.query(expression))[0]?.value;
      equal(await valueOf(`leexport_build_info{version="${VERSION}"}`), 1);
      equal(await valueOf('leexport_runs_total{search="errors",outcome="ok"}'), 1);
      equal(await valueOf('leexport_pushes_total{service="geckoboard",outcome="accepted"}'), 1);
      equal(await valueOf('leexport_api_requests_total{kind="query"}'), 1);
      equal(await valueOf("leexport_query_duration_seconds_count"), 1);
      equal(await valueOf("leexport_outbox_payloads"), 0);
      const age = await valueOf("time() - leexport_last_delivery_window_end_timestamp_seconds");
      ok(age !== undefined && age >= 0 && age < 600, `${age} s`);
    });
  },
});
