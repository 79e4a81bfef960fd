/**
 * The payloads are those of leexportpy: `leexportpy.json` holds what its transformations, run under Python 2.7 with
 * `TZ=UTC`, make of the answers beside it: a payload, `null` where it pushes nothing, `"broke down"` where it throws.
 *
 * @module
 */
import assert from "node:assert/strict";
import { readQueryResponse } from "../../src/query_response.ts";
import type { Service, ServiceInput } from "../../src/service.ts";
import { GeckoboardService } from "../../src/services/geckoboard_service.ts";
import { HostedGraphiteService } from "../../src/services/hosted_graphite_service.ts";
import { KafkaService } from "../../src/services/kafka_service.ts";

const FOLDER = new URL("../fixtures/responses/", import.meta.url);
const expected: Record<string, Record<string, unknown>> = JSON.parse(
  await Deno.readTextFile(new URL("leexportpy.json", FOLDER)),
);

const log = { debug() {}, info() {}, warning() {} };

function input<Options>(destination: Options): ServiceInput<Options> {
  return { destination, apiKey: "key", log };
}

function geckoboard(
  widget_type: string,
  { name, text }: { readonly name?: string; readonly text?: string } = {},
): GeckoboardService {
  const push_url = "http://127.0.0.1/";
  return new GeckoboardService(input({ push_url, widget_type, name, text }));
}

function kafka(): KafkaService {
  return new KafkaService(input({
    brokers: ["127.0.0.1:9092"],
    topic: "values",
    client_id: "leexport",
    ssl: undefined,
    ssl_ca: undefined,
    ssl_cert: undefined,
    ssl_key: undefined,
    sasl_mechanism: undefined,
    sasl_username: undefined,
    sasl_password: undefined,
    push_url: undefined,
  }));
}

const SERVICES: Record<string, () => Service> = {
  line_chart: () => geckoboard("line_chart", { name: "errors" }),
  line_chart_unnamed: () => geckoboard("line_chart"),
  bar_chart: () => geckoboard("bar_chart"),
  pie_chart: () => geckoboard("pie_chart"),
  number_stat: () => geckoboard("number_stat", { text: "Errors" }),
  number_stat_untitled: () => geckoboard("number_stat"),
  hosted_graphite: () =>
    new HostedGraphiteService(
      input({ push_url: "http://127.0.0.1/", metric_name: "web.errors" }),
    ),
  kafka,
};

/** What a receiver sees: JSON for Geckoboard, lines for Graphite, the texts of the messages for Kafka. */
function received(kind: string, payload: unknown): unknown {
  if (payload === undefined) return null;
  if (kind !== "kafka") return JSON.parse(JSON.stringify(payload));
  return Array.isArray(payload) ? payload.map(({ text }) => text) : payload;
}

async function transformed(answer: string, kind: string): Promise<unknown> {
  const service = SERVICES[kind]?.();
  const text = await Deno.readTextFile(new URL(answer, FOLDER));
  return received(kind, service?.transform(readQueryResponse(text)));
}

for (const [answer, payloads] of Object.entries(expected)) {
  for (const [kind, payload] of Object.entries(payloads)) {
    if (payload === "broke down") continue;
    const does = payload === null ? "pushes nothing" : "pushes what leexportpy pushes";
    Deno.test(`${kind} ${does} for ${answer}`, async () => {
      assert.deepEqual(await transformed(answer, kind), payload);
    });
  }
}

/** Where leexportpy broke down, the meaning of the answer decides. */
const BROKEN: Record<string, Record<string, unknown>> = {
  "2016/average_series.json": { number_stat: stat(412.25) },
  "2016/nothing_matched.json": { number_stat: stat(0) },
  "current/average_groups.json": {
    pie_chart: { data: { item: [{ label: "web-1", value: 12.5 }, { label: "web-2", value: 3 }] } },
  },
  "current/bytes_series.json": { number_stat: stat(5607226) },
  "current/large_sum_series.json": { number_stat: stat(55504100) },
  "current/no_average.json": {
    bar_chart: null,
    hosted_graphite: null,
    kafka: null,
    line_chart: null,
    number_stat: null,
  },
  "current/no_groups.json": { kafka: null },
  "current/percentile_series.json": { number_stat: stat(412.5) },
  "current/standard_deviation_series.json": { number_stat: stat(0.5) },
  "current/sum_series.json": { number_stat: stat(91250.5) },
};

function stat(value: number): unknown {
  return { data: { item: [{ value, text: "Errors" }] } };
}

for (const [answer, payloads] of Object.entries(BROKEN)) {
  for (const [kind, payload] of Object.entries(payloads)) {
    const does = payload === null ? "pushes nothing" : "pushes the value";
    Deno.test(`${kind} ${does} for ${answer}, where leexportpy broke down`, async () => {
      assert.deepEqual(await transformed(answer, kind), payload);
    });
  }
}

Deno.test("every answer on which leexportpy broke down is decided here", () => {
  const brokeDown = Object.entries(expected).flatMap(([answer, payloads]) =>
    Object.entries(payloads)
      .filter(([kind, payload]) => payload === "broke down" && !kind.includes("_un"))
      .map(([kind]) => `${answer} ${kind}`)
  );
  const decided = Object.entries(BROKEN).flatMap(([answer, payloads]) =>
    Object.keys(payloads).map((kind) => `${answer} ${kind}`)
  );
  assert.deepEqual(decided.sort(), brokeDown.sort());
});

Deno.test("a bar chart keeps the API's order of groups that look like numbers", async () => {
  assert.deepEqual(await transformed("current/groups.json", "bar_chart"), {
    data: {
      x_axis: { labels: ["web-2", "web-1", "10", "9"], type: "datetime" },
      y_axis: { format: "decimal" },
      series: [{ data: [90, 64, 5, 4] }],
    },
  });
});
