import assert from "node:assert/strict";
import { FIRST, startSimulation } from "./simulation.ts";

const DURING = { from: FIRST, to: FIRST + 10_000 };
const COUNT = "where(status>=500) calculate(count) timeslice(2)";
const STATISTICS = {
  cardinality: 0,
  granularity: 5000,
  ...DURING,
  type: "count",
  stats: { global_timeseries: { count: 2 } },
  groups: [],
  others: {},
  status: 200,
  timeseries: { global_timeseries: [{ count: 1 }, { count: 1 }] },
  groups_timeseries: [],
  all_exact_result: null,
  count: 2,
};

/** A clock that stands still until it is told. */
function clock() {
  let time = FIRST + 60_000;
  return { now: () => time, pass: (ms: number) => void (time += ms) };
}

Deno.test("a fast query is answered at once, without links", async () => {
  await using api = await startSimulation();
  const response = await api.post(COUNT);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  const body = await response.json();
  assert.deepEqual(Object.keys(body), ["logs", "statistics", "search_stats", "leql"]);
  assert.deepEqual(body.logs, [api.logs[0]?.key]);
  assert.deepEqual(body.statistics, STATISTICS);
  assert.deepEqual(body.leql, { statement: COUNT, during: DURING });
  const { duration_ms: _, ...stats } = body.search_stats;
  assert.deepEqual(stats, {
    bytes_all: 860,
    bytes_checked: 860,
    events_all: 10,
    events_checked: 10,
    events_matched: 2,
    index_factor: 0,
  });
});

Deno.test("a normal query is 202, then running with progress, then finished", async () => {
  await using api = await startSimulation({ polls: 3 });
  const first = await api.post(COUNT);
  assert.equal(first.status, 202);
  const started = await first.json();
  assert.deepEqual(Object.keys(started), [
    "logs",
    "progress",
    "events",
    "partial",
    "id",
    "links",
    "leql",
  ]);
  assert.match(started.id, /^[0-9a-f-]{36}:1:[0-9a-f]{40}::[0-9a-f]{40}:$/);
  const href = `${api.url}/query/${started.id}`;
  assert.deepEqual(started.links, [{ rel: "Self", href }]);
  assert.deepEqual(started.partial, {
    ...STATISTICS,
    stats: { global_timeseries: { count: 0 } },
    timeseries: { global_timeseries: [{ count: 0 }, { count: 0 }] },
    count: 0,
  });
  const progress = [started.progress];
  for (let poll = 1; poll < 3; poll++) {
    const response = await api.request(href);
    assert.equal(response.status, 200);
    const running = await response.json();
    assert.deepEqual(running.links, started.links);
    assert.ok(!("statistics" in running));
    progress.push(running.progress);
  }
  assert.deepEqual(progress, [0, 25, 50]);
  const finished = await api.request(href);
  assert.equal(finished.status, 200);
  const body = await finished.json();
  assert.deepEqual(Object.keys(body), ["logs", "statistics", "search_stats", "leql"]);
  assert.deepEqual(body.statistics, STATISTICS);
  const again = await api.request(href);
  assert.equal(again.status, 404);
  assert.deepEqual(await again.json(), { message: "HTTP 404 Not Found" });
});

Deno.test("the first answer of a running query can be 200", async () => {
  await using api = await startSimulation({ polls: 1, firstStatus: 200 });
  const first = await api.post(COUNT);
  assert.equal(first.status, 200);
  const [self] = (await first.json()).links;
  assert.deepEqual((await (await api.request(self.href)).json()).statistics, STATISTICS);
});

Deno.test("the partial answer of groups is empty, with status 204", async () => {
  await using api = await startSimulation({ polls: 1 });
  const { partial } = await (await api.post("groupby(path) calculate(average:rt)")).json();
  assert.deepEqual(partial, {
    cardinality: 0,
    granularity: 1000,
    ...DURING,
    type: "average",
    stats: {},
    groups: [],
    others: { series: [] },
    status: 204,
    timeseries: {},
    groups_timeseries: [],
    all_exact_result: true,
    key: "rt",
  });
});

Deno.test("a link dies when it is not polled for its life, and lives on when it is", async () => {
  const { now, pass } = clock();
  await using api = await startSimulation({ polls: 3, now });
  const { links: [self] } = await (await api.post(COUNT)).json();
  pass(20_000);
  for (let poll = 0; poll < 2; poll++) {
    const alive = await api.request(self.href);
    assert.equal(alive.status, 200);
    await alive.body?.cancel();
    pass(poll === 0 ? 20_000 : 20_001);
  }
  const dead = await api.request(self.href);
  assert.equal(dead.status, 404);
  assert.deepEqual(await dead.json(), { message: "HTTP 404 Not Found" });
});

Deno.test("a query can be one that never finishes", async () => {
  await using api = await startSimulation({ polls: Infinity });
  const { links: [self] } = await (await api.post(COUNT)).json();
  for (let poll = 0; poll < 20; poll++) {
    const running = await (await api.request(self.href)).json();
    assert.equal(running.progress, 0);
    assert.equal(running.links[0].rel, "Self");
  }
});

Deno.test("an event that happens after the question is not in the answer", async () => {
  const { now, pass } = clock();
  await using api = await startSimulation({ polls: 1, replay: "looping", now });
  const during = { from: now() - 5000, to: now() + 60_000 };
  const { links: [self] } = await (await api.post("calculate(count)", { during })).json();
  pass(10_000);
  assert.equal((await (await api.request(self.href)).json()).statistics.count, 5);
});

Deno.test("paths work with /log_search before them, and links can have it", async () => {
  await using api = await startSimulation({ polls: 1, linkPrefix: "/log_search" });
  const response = await api.post(COUNT);
  const { links: [self], id } = await response.json();
  assert.equal(self.href, `${api.url}/log_search/query/${id}`);
  assert.deepEqual((await (await api.request(self.href)).json()).statistics, STATISTICS);
  const valid = await api.request("/log_search/validate");
  assert.deepEqual(await valid.json(), { message: "Authorized" });
});

Deno.test("links lead to where the request went", async () => {
  await using api = await startSimulation({ polls: 1 });
  const url = api.url.replace("127.0.0.1", "localhost");
  const response = await api.request(
    `${url}/query/logs/${api.logs[0]?.key}?query=calculate(count)&time_range=today`,
  );
  assert.ok((await response.json()).links[0].href.startsWith(`${url}/query/`));
});

Deno.test("time_range is echoed with the ends it stands for, and carried in the link", async () => {
  const { now } = clock();
  await using api = await startSimulation({ polls: 1, now });
  const during = { time_range: "Last 2 Hours", from: null, to: null };
  const { links: [self], leql } = await (await api.post(COUNT, { during })).json();
  const expected = { from: now() - 7_200_000, to: now(), time_range: "Last 2 Hours" };
  assert.deepEqual(leql.during, expected);
  assert.ok(self.href.endsWith(":?time_range=Last+2+Hours"));
  assert.deepEqual((await (await api.request(self.href)).json()).leql.during, expected);
});

Deno.test("queries and polls are counted apart, and refused beyond their limits", async () => {
  const { now, pass } = clock();
  await using api = await startSimulation({ polls: 5, now, limits: { queries: 2, polls: 3 } });
  const limitsOf = ({ headers }: Response) =>
    ["Limit", "Remaining", "Reset"].map((name) => headers.get(`X-RateLimit-${name}`));
  const first = await api.post(COUNT);
  assert.deepEqual(limitsOf(first), ["2", "1", "900"]);
  const { links: [self] } = await first.json();
  pass(10_000);
  const second = await api.post(COUNT);
  assert.deepEqual(limitsOf(second), ["2", "0", "890"]);
  assert.equal(second.headers.get("RateLimit-Remaining"), "0");
  assert.equal(second.headers.has("Retry-After"), false);
  await second.body?.cancel();
  const third = await api.post(COUNT);
  assert.equal(third.status, 429);
  assert.equal(third.headers.get("content-type"), "text/plain");
  assert.equal(third.headers.get("Retry-After"), "890");
  assert.equal(await third.text(), "API rate limit exceeded");
  for (const status of [200, 200, 200, 429]) {
    const poll = await api.request(self.href);
    assert.equal(poll.status, status);
    await poll.body?.cancel();
  }
  pass(890_000);
  const afterwards = await api.post(COUNT);
  assert.deepEqual(limitsOf(afterwards), ["2", "1", "900"]);
  await afterwards.body?.cancel();
});

Deno.test("without limits there are no headers about them", async () => {
  await using api = await startSimulation({ limits: { queries: Infinity } });
  const response = await api.post(COUNT, { headers: { "r7-correlation-id": "mine" } });
  assert.equal(response.headers.has("X-RateLimit-Limit"), false);
  assert.equal(response.headers.get("R7-Correlation-Id"), "mine");
  await response.body?.cancel();
});

Deno.test("a window that begins before the oldest event is answered, with a header", async () => {
  const { now } = clock();
  await using api = await startSimulation({ replay: "looping", now });
  for (const [days, expected] of [[0.001, null], [40, "true"]] as const) {
    const during = { from: now() - days * 86_400_000, to: now() };
    const response = await api.post("calculate(count)", { during });
    assert.equal(response.headers.get("x-beyond-retention"), expected);
    assert.ok((await response.json()).statistics.count > 0);
  }
});
