import assert from "node:assert/strict";
import { FIRST, startSimulation } from "./simulation.ts";

const DURING = { from: FIRST, to: FIRST + 10_000 };
const GROUP_FRAME = {
  cardinality: 0,
  ...DURING,
  stats: {},
  others: { series: [] },
  status: 200,
  timeseries: {},
  all_exact_result: true,
};

async function statistics(statement: string) {
  await using api = await startSimulation();
  return (await (await api.post(statement)).json()).statistics;
}

Deno.test("a function of a key is shown under the key's name", async () => {
  assert.deepEqual(await statistics("calculate(max:rt) timeslice(2)"), {
    cardinality: 0,
    granularity: 5000,
    ...DURING,
    type: "max",
    stats: { rt: { max: 0.9 } },
    groups: [],
    others: {},
    status: 200,
    timeseries: { rt: [{ max: 0.4 }, { max: 0.9 }] },
    groups_timeseries: [],
    all_exact_result: null,
    max: 0,
    key: "rt",
  });
});

Deno.test("percentile and standard deviation have their long names", async () => {
  const percentile = await statistics("calculate(pctl(50):rt) timeslice(1)");
  assert.equal(percentile.type, "percentile");
  assert.deepEqual(percentile.stats, { rt: { percentile: 0.45 } });
  const deviation = await statistics("calculate(sd:bytes) timeslice(1)");
  assert.equal(deviation.type, "standarddeviation");
  assert.deepEqual(deviation.timeseries, { bytes: [{ standarddeviation: 0 }] });
});

Deno.test("a value of nothing is an empty object, a count of nothing is 0", async () => {
  const average = await statistics("where(nosuch) calculate(average:rt) timeslice(2)");
  assert.deepEqual([average.stats, average.timeseries], [{ rt: {} }, { rt: [{}, {}] }]);
  const count = await statistics("where(nosuch) calculate(count) timeslice(1)");
  assert.deepEqual([count.stats, count.count], [{ global_timeseries: { count: 0 } }, 0]);
  const groups = await statistics("where(nosuch) groupby(path)");
  assert.deepEqual(groups, {
    ...GROUP_FRAME,
    granularity: 1000,
    type: "count",
    groups: [],
    groups_timeseries: [],
  });
});

Deno.test("groups are a list, the largest first, with their values over time", async () => {
  assert.deepEqual(await statistics("groupby(status) timeslice(2)"), {
    ...GROUP_FRAME,
    granularity: 5000,
    type: "count",
    groups: [{ 200: { count: 7 } }, { 404: { count: 1 } }, { 500: { count: 1 } }, {
      503: { count: 1 },
    }],
    groups_timeseries: [["200", 3, 4], ["404", 1, 0], ["500", 1, 0], ["503", 0, 1]].map((
      [label, first, second],
    ) => ({
      [String(label)]: {
        groups_timeseries: [],
        series: [{ count: first }, { count: second }],
        totals: { count: Number(first) + Number(second) },
      },
    })),
  });
});

Deno.test("groups of several keys have labels in brackets, and a tree over time", async () => {
  const answer = await statistics(
    "where(status IN [404, 500]) groupby(path, status) calculate(sum:bytes) timeslice(1)",
  );
  const leaf = (label: string) => ({
    [label]: { groups_timeseries: [], series: [{ sum: 100 }], totals: { sum: 100 } },
  });
  assert.deepEqual(answer, {
    ...GROUP_FRAME,
    granularity: 0,
    type: "sum",
    groups: [{ "[/,404]": { sum: 100 } }, { "[/,500]": { sum: 100 } }],
    groups_timeseries: [{
      "/": {
        groups_timeseries: [leaf("404"), leaf("500")],
        series: [{ sum: 200 }],
        totals: { sum: 200 },
      },
    }],
    key: "bytes",
  });
});

Deno.test("several logs are asked at once, by keys, by set and by the names of sets", async () => {
  await using api = await startSimulation();
  const keys = api.logs.map(({ key }) => key);
  const byBody = await (await api.post("groupby(#log)", { logs: keys })).json();
  assert.deepEqual(byBody.statistics.groups, [{ web: { count: 10 } }, { app: { count: 4 } }]);
  const { logsets: [set] } = await (await api.request("/management/logsets")).json();
  const parameters = `query=${encodeURIComponent("calculate(count)")}&from=${FIRST}&to=${
    FIRST + 10_000
  }`;
  const paths = [
    [`/query/logs/${keys.join(":")}?${parameters}`, 14],
    [`/query/logs/${keys[1]}/?${parameters}`, 4],
    [`/query/logsets/${set.id}?${parameters}`, 10],
    [`/query/logsets?logset_name=Production&${parameters}`, 10],
  ] as const;
  for (const [path, count] of paths) {
    assert.equal((await (await api.request(path)).json()).statistics.count, count, path);
  }
});

Deno.test("an event search is turned over page by page", async () => {
  await using api = await startSimulation();
  const messages: string[] = [];
  let pages = 0;
  const key = api.logs[0]?.key;
  let response = await api.post("", { parameters: "?per_page=4" });
  for (;;) {
    const body = await response.json();
    assert.ok(!("statistics" in body));
    pages++;
    for (const event of body.events) {
      assert.equal(event.log_id, key);
      assert.equal(event.timestamp, FIRST + messages.length * 1000);
      assert.equal(event.sequence_number_str, `${event.timestamp}000000`);
      messages.push(event.message);
    }
    if (body.links === undefined) break;
    assert.equal(body.links[0].rel, "Next");
    response = await api.request(body.links[0].href);
  }
  assert.equal(pages, 3);
  assert.equal(messages.length, 10);
  assert.match(messages[3] ?? "", /^10\.0\.0\.3 - - /);
});

Deno.test("limit and most_recent_first give the newest events first", async () => {
  await using api = await startSimulation();
  const times = async (response: Promise<Response>) =>
    (await (await response).json()).events.map(({ timestamp }: { timestamp: number }) =>
      (timestamp - FIRST) / 1000
    );
  assert.deepEqual(await times(api.post("where(status=200) limit(2)")), [9, 8]);
  assert.deepEqual(
    await times(api.post("where(curl)", { parameters: "?most_recent_first=true&per_page=3" })),
    [9, 8, 7],
  );
});

Deno.test("logs and log sets are listed with keys that are the same at every start", async () => {
  await using api = await startSimulation();
  await using other = await startSimulation();
  assert.deepEqual(other.logs, api.logs);
  assert.equal(other.apiKey, api.apiKey);
  const { logs } = await (await api.request("/management/logs")).json();
  assert.deepEqual(
    logs.map(({ id, name }: { id: string; name: string }) => [id, name]),
    [[api.logs[0]?.key, "web"], [api.logs[1]?.key, "app"]],
  );
  assert.deepEqual(logs[1].logsets_info, []);
  const [{ name, links: [self] }] = logs[0].logsets_info;
  assert.equal(name, "Production");
  const { logset } = await (await api.request(self.href)).json();
  assert.deepEqual(logset.logs_info.map(({ id }: { id: string }) => id), [api.logs[0]?.key]);
  const { log } = await (await api.request(logset.logs_info[0].links[0].href)).json();
  assert.deepEqual(log, logs[0]);
});
