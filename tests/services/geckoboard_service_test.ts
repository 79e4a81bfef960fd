import assert from "node:assert/strict";
import { startReceiver } from "../../src/testing.ts";
import { type Sandbox, startSandbox, type Verdict } from "./sandbox.ts";

const FROM = 1_714_556_400_000;

interface Widget {
  readonly push_url: string;
  readonly widget_type: string;
  readonly name?: string;
  readonly text?: string;
}

async function push(sandbox: Sandbox, body: string, options: Widget): Promise<Verdict> {
  return await sandbox.push(body, {
    service: "geckoboard",
    options: { ...options },
    deliveryId: "s/d/1-2",
    apiKey: "gecko-key",
  });
}

function answer(statistics: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ statistics: { from: FROM, to: FROM + 60_000, ...statistics } });
}

const SERIES = answer({
  type: "count",
  stats: { global_timeseries: { count: 12 } },
  timeseries: { global_timeseries: [{ count: 5 }, { count: 7 }] },
});
const GROUPS = answer({ type: "count", groups: [{ "wéb": { count: 2 } }] });

Deno.test("geckoboard posts JSON with the key inside, as the push API wants it", async () => {
  await using http = startReceiver();
  await using sandbox = startSandbox({ net: [http.host] });
  const push_url = `${http.url}/v1/send/1-2`;
  const options = { push_url, widget_type: "line_chart", name: "errors" };
  assert.deepEqual(await push(sandbox, SERIES, options), { outcome: "accepted" });
  const [request] = http.requests;
  assert.equal(request?.method, "POST");
  assert.equal(request?.path, "/v1/send/1-2");
  assert.equal(request?.headers.get("content-type"), "application/json");
  assert.deepEqual(JSON.parse(request?.body ?? ""), {
    api_key: "gecko-key",
    data: {
      x_axis: { type: "datetime" },
      series: [{
        name: "errors",
        data: [["2024-05-01T09:40:00Z", 5], ["2024-05-01T09:40:30Z", 7]],
      }],
    },
  });
});

Deno.test("geckoboard keeps labels that are not ASCII", async () => {
  await using http = startReceiver();
  await using sandbox = startSandbox({ net: [http.host] });
  const options = { push_url: http.url, widget_type: "pie_chart" };
  assert.deepEqual(await push(sandbox, GROUPS, options), { outcome: "accepted" });
  assert.deepEqual(JSON.parse(http.requests[0]?.body ?? "").data, {
    item: [{ label: "wéb", value: 2 }],
  });
});

Deno.test("geckoboard leaves out slices without a value, label and all", async () => {
  await using http = startReceiver();
  await using sandbox = startSandbox({ net: [http.host] });
  const holes = answer({
    type: "average",
    timeseries: { rt: [{ average: 5 }, {}, { average: 7.5 }] },
  });
  for (const widget_type of ["line_chart", "bar_chart"]) {
    await push(sandbox, holes, { push_url: http.url, widget_type });
  }
  const [line, bar] = http.requests.map(({ body }) => JSON.parse(body).data);
  assert.deepEqual(line.series[0].data, [
    ["2024-05-01T09:40:00Z", 5],
    ["2024-05-01T09:40:40Z", 7.5],
  ]);
  assert.deepEqual(bar.x_axis.labels, ["2024-05-01T09:40:00Z", "2024-05-01T09:40:40Z"]);
  assert.deepEqual(bar.series, [{ data: [5, 7.5] }]);
});

for (
  const [widget_type, body, message] of [
    ["line_chart", GROUPS, "A line_chart needs values over time"],
    ["number_stat", GROUPS, "A number_stat needs one value, and the answer has groups"],
    ["pie_chart", SERIES, "A pie_chart needs groups"],
    ["bar_chart", answer({ type: "count" }), "A bar_chart needs values over time or groups"],
    ["number_stat", answer({ type: "count" }), "The answer holds no value over the whole window"],
    ["sparkline", SERIES, 'Geckoboard has no widget_type "sparkline"'],
    [
      "line_chart",
      answer({ type: "average", timeseries: { rt: [{}] } }),
      "The answer holds no values",
    ],
    [
      "pie_chart",
      `{"statistics":{"type":"count","from":1,"to":2,"groups":[{"a":{"count":1e999}}]}}`,
      "The answer holds no values",
    ],
  ] as const
) {
  Deno.test(`geckoboard pushes nothing and says: ${message} (${widget_type})`, async () => {
    await using http = startReceiver();
    await using sandbox = startSandbox({ net: [http.host] });
    const options = { push_url: http.url, widget_type };
    assert.deepEqual(await push(sandbox, body, options), { outcome: "skipped", message });
    assert.equal(http.requests.length, 0);
  });
}

for (
  const [reply, said] of [
    [{ success: false, error: "Api key has wrong format. " }, ": Api key has wrong format."],
    [{ success: false }, ""],
  ] as const
) {
  Deno.test(`geckoboard does not take 200 for an acceptance of ${JSON.stringify(reply)}`, async () => {
    await using http = startReceiver({ answer: () => Response.json(reply) });
    await using sandbox = startSandbox({ net: [http.host] });
    const options = { push_url: http.url, widget_type: "number_stat" };
    assert.deepEqual(await push(sandbox, SERIES, options), {
      outcome: "reject",
      message: `Geckoboard refused the payload${said}`,
      hint: "correct api_key in [[geckoboard]] of [Services], and push_url of the destination",
    });
  });
}

for (const reply of ["", "OK", "null", "[]", "1"]) {
  Deno.test(`geckoboard takes 200 with the body "${reply}" for an acceptance`, async () => {
    await using http = startReceiver({ answer: () => new Response(reply) });
    await using sandbox = startSandbox({ net: [http.host] });
    const options = { push_url: http.url, widget_type: "number_stat" };
    assert.deepEqual(await push(sandbox, SERIES, options), { outcome: "accepted" });
  });
}

Deno.test("geckoboard sends no payload that is larger than the push API takes", async () => {
  await using http = startReceiver();
  await using sandbox = startSandbox({ net: [http.host] });
  const label = "é".repeat(999);
  const groups = Array.from({ length: 500 }, (_, index) => ({ [label + index]: { count: 1 } }));
  const options = { push_url: http.url, widget_type: "pie_chart" };
  const { outcome, message, hint } = await push(
    sandbox,
    answer({ type: "count", groups }),
    options,
  );
  assert.equal(outcome, "reject");
  assert.match(
    message ?? "",
    /^the payload has 10\d{5} bytes, more than the 1000000 that Geckoboard takes$/,
  );
  assert.equal(hint, "ask for fewer slices or groups, with timeslice() or limit()");
  assert.equal(http.requests.length, 0);
});
