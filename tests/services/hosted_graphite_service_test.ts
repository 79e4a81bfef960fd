import assert from "node:assert/strict";
import { missingForCarbon, startCarbon } from "../servers/carbon.ts";
import { startReceiver } from "../../src/testing.ts";
import { isMissing } from "../servers/requirement.ts";
import { type Sandbox, startSandbox, type Verdict } from "./sandbox.ts";

const MINUTE_MS = 60_000;
/** Carbon stores no point that is older than its retention. */
const FROM = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 30 * MINUTE_MS;

async function push(
  sandbox: Sandbox,
  body: string,
  options: { readonly push_url: string; readonly metric_name?: string },
): Promise<Verdict> {
  return await sandbox.push(body, {
    service: "hosted_graphite",
    options: { metric_name: "web.errors", ...options },
    deliveryId: "s/d/1-2",
    apiKey: "ä-graphite-key",
  });
}

function series(type: string, ...values: readonly string[]): string {
  const to = FROM + values.length * MINUTE_MS;
  const slices = values.map((value) => (value === "" ? "{}" : `{"${type}":${value}}`)).join();
  return `{"statistics":{"type":"${type}","from":${FROM},"to":${to},"timeseries":{"rt":[${slices}]}}}`;
}

function seconds(slice: number): number {
  return (FROM + slice * MINUTE_MS) / 1000;
}

Deno.test("hosted_graphite puts lines, with the key as user and no password", async () => {
  await using http = startReceiver({ answer: () => new Response(null, { status: 202 }) });
  await using sandbox = startSandbox({ net: [http.host] });
  const push_url = `${http.url}/api/v1/sink`;
  const verdict = await push(sandbox, series("count", "38", "38.0", "2.5E7"), { push_url });
  assert.deepEqual(verdict, { outcome: "accepted" });
  const [request] = http.requests;
  assert.equal(request?.method, "PUT");
  assert.equal(request?.path, "/api/v1/sink");
  assert.equal(request?.headers.get("authorization"), "Basic w6QtZ3JhcGhpdGUta2V5Og==");
  assert.equal(request?.headers.get("content-type"), "text/plain");
  assert.equal(
    request?.body,
    `web.errors 38 ${seconds(0)}\nweb.errors 38.0 ${seconds(1)}\nweb.errors 25000000.0 ${
      seconds(2)
    }\n`,
  );
});

Deno.test("hosted_graphite leaves out slices without a value", async () => {
  await using http = startReceiver();
  await using sandbox = startSandbox({ net: [http.host] });
  await push(sandbox, series("average", "", "7.5", ""), { push_url: http.url });
  assert.equal(http.requests[0]?.body, `web.errors 7.5 ${seconds(1)}\n`);
});

const groups = JSON.stringify({
  statistics: { type: "count", from: 1, to: 2, groups: [{ a: { count: 1 } }] },
});

for (
  const [body, metric_name, message] of [
    [series("average", "", ""), "web.errors", "The answer holds no values"],
    [series("count"), "web.errors", "The answer holds no values"],
    [groups, "web.errors", "Graphite needs values over time, and the answer has groups"],
    [
      series("count", "1"),
      "web errors",
      'Graphite takes no metric name with blanks: metric_name is "web errors"',
    ],
    [series("count", "1"), "", 'Graphite takes no metric name with blanks: metric_name is ""'],
  ] as const
) {
  Deno.test(`hosted_graphite pushes nothing and says: ${message}`, async () => {
    await using http = startReceiver();
    await using sandbox = startSandbox({ net: [http.host] });
    const options = { push_url: http.url, metric_name };
    assert.deepEqual(await push(sandbox, body, options), { outcome: "skipped", message });
    assert.equal(http.requests.length, 0);
  });
}

const ignore = isMissing(await missingForCarbon());

Deno.test({
  name: "a real Graphite reads the lines that hosted_graphite pushes, a repeat included",
  ignore,
  async fn() {
    await using carbon = await startCarbon();
    await using http = startReceiver({
      answer: async ({ body }) => {
        await carbon.send(body);
        return new Response(null, { status: 202 });
      },
    });
    await using sandbox = startSandbox({ net: [http.host] });
    const values = ["38", "38.0", "0.25", "2.5E7", "0"];
    const verdict = await push(sandbox, series("sum", ...values), { push_url: http.url });
    assert.deepEqual(verdict, { outcome: "accepted" });
    const points = values.map((value, slice) => [seconds(slice), Number(value)]);
    assert.deepEqual(await carbon.read("web.errors", { count: 5 }), points);
    await push(sandbox, series("sum", ...values.with(4, "7")), { push_url: http.url });
    const corrected = [...points.slice(0, 4), [seconds(4), 7]];
    assert.deepEqual(await carbon.read("web.errors", { count: 10 }), corrected);
  },
});
