import { deepEqual, equal } from "node:assert/strict";
import { missingForPrometheus, startPrometheus } from "../servers/prometheus.ts";
import { isMissing } from "../servers/requirement.ts";
import { configOf, metricsOf, NOW, samplesOf, searchStatusOf, statusOf } from "./facts.ts";

const ignore = isMissing(await missingForPrometheus());
/** What a person may write as the name of a search. */
const NAMES = ["errors", 'a "quoted" \\ name', "Größe, 統計 {x}"];

Deno.test({
  name: "Prometheus reads every series, whatever searches are called",
  ignore,
  async fn() {
    const latest = { from: NOW - 60_000, to: NOW, at: NOW };
    const metrics = metricsOf({
      status: () => statusOf(NAMES.map((name) => searchStatusOf(name, { latest }))),
    });
    metrics.observe({ kind: "applied", config: await configOf(["errors"]) });
    metrics.observe({
      kind: "answered",
      search: "errors",
      window: latest,
      queryMs: 40,
      payloads: new Map(),
    });
    const text = await metrics.text();
    const twice = Promise.withResolvers<void>();
    let readings = 0;
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
      // With the second reading, the first one has been taken in.
      if (++readings === 2) twice.resolve();
      return new Response(text, { headers: { "content-type": metrics.contentType } });
    });
    await using prometheus = await startPrometheus(`127.0.0.1:${server.addr.port}`);
    await twice.promise;
    deepEqual(await prometheus.complaints(), [""]);
    const found = await prometheus.query('{__name__=~"leexport_.*|process_.*"}');
    equal(found.length, samplesOf(text).size);
    const failing = await prometheus.query("leexport_search_failing");
    deepEqual(failing.map(({ labels }) => labels.search).sort(), [...NAMES].sort());
    const [age] = await prometheus.query(
      'leexport_last_delivery_window_end_timestamp_seconds{search="errors"}',
    );
    equal(age?.value, NOW / 1000);
    const [median] = await prometheus.query(
      "histogram_quantile(0.5, sum by (le) (leexport_query_duration_seconds_bucket))",
    );
    equal(median?.value, 0.025);
  },
});
