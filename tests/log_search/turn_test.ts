import assert from "node:assert/strict";
import type { LogSearchClient } from "../../src/log_search/client.ts";
import type { QueryAnswer, QueryClass, Turn } from "../../src/log_search/query.ts";
import { RateLimiter } from "../../src/simulator/rate_limits.ts";
import { Secret } from "../../src/secret.ts";
import { finished, startLogSearchServer, tooMany } from "../servers/log_search_server.ts";
import { startSimulation } from "../simulator/simulation.ts";
import { collectLog } from "./collected_log.ts";
import { LOG, never, QUERY, quickClient } from "./quick_client.ts";

const HOUR_MS = 3_600_000;

function turnOf(kind: QueryClass, options: Partial<Turn> = {}): Turn {
  return { class: kind, due: 0, signal: never(), askers: 1, ...options };
}

/** Asks a window of its own, so that nobody shares it. */
function ask(client: LogSearchClient, turn: Turn, logs = [LOG]): Promise<QueryAnswer> {
  const from = QUERY.from + turn.due * HOUR_MS;
  return client.query({ ...QUERY, logs, from, to: from + HOUR_MS }, { signal: never(), turn });
}

/** So many of each class, the later ones first. */
function turns(counts: Readonly<Record<QueryClass, number>>): readonly Turn[] {
  return (["backfill", "catch_up", "live"] as const).flatMap((kind, index) =>
    Array.from({ length: counts[kind] }, (_, due) => turnOf(kind, { due: due + index * 1_000 }))
  ).toReversed();
}

Deno.test("the simulator's limit is never met by all that is asked at once", async () => {
  await using log = await collectLog();
  const limits = { queries: 20, polls: 100, windowMs: 2_000 };
  await using api = await startSimulation({ limits, polls: 1 });
  const client = quickClient(api, { apiKey: new Secret(api.apiKey) });
  const logs = [api.logs[0]?.key ?? ""];
  await ask(client, turnOf("live", { due: 9_000 }), logs);
  const asked = turns({ live: 30, catch_up: 12, backfill: 6 });
  const answers = await Promise.all(asked.map((turn) => ask(client, turn, logs)));
  assert.equal(answers.filter(({ askedAt }) => askedAt !== undefined).length, 48);
  assert.deepEqual(log.lines, []);
});

Deno.test("polls that run out are waited for, too", async () => {
  await using log = await collectLog();
  const limits = { queries: 100, polls: 10, windowMs: 1_000 };
  await using api = await startSimulation({ limits, polls: 2 });
  const client = quickClient(api, { apiKey: new Secret(api.apiKey) });
  const logs = [api.logs[0]?.key ?? ""];
  await ask(client, turnOf("live", { due: 9_000 }), logs);
  const asked = turns({ live: 10, catch_up: 3, backfill: 1 });
  await Promise.all(asked.map((turn) => ask(client, turn, logs)));
  assert.deepEqual(log.lines, []);
});

Deno.test("live queries are all asked before what is missed", async () => {
  const limiter = new RateLimiter({ queries: 20, polls: 0, management: 0, windowMs: 1_000 });
  const statuses: number[] = [];
  await using api = await startLogSearchServer({
    answer: () => {
      const { isExceeded, headers } = limiter.take("queries", { now: performance.now() });
      statuses.push(isExceeded ? 429 : 200);
      const told = Object.fromEntries(headers);
      return isExceeded ? tooMany(told) : finished({ headers: told });
    },
  });
  const client = quickClient(api);
  await ask(client, turnOf("live", { due: 9_000 }));
  await Promise.all(turns({ live: 30, catch_up: 8, backfill: 4 }).map((turn) => ask(client, turn)));
  assert.deepEqual(new Set(statuses), new Set([200]));
  const kinds = api.queries.slice(1).map(({ leql }) =>
    Math.floor((leql.during.from - QUERY.from) / HOUR_MS / 1_000)
  );
  const isLive = kinds.slice(0, 26).map((kind) => kind === 2);
  assert.deepEqual(isLive, Array(26).fill(true), "more than the four under way came earlier");
});

Deno.test("a live query waits until the reset when none is left", async () => {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" };
  await using api = await startLogSearchServer({ script: [finished({ headers })] });
  const client = quickClient(api);
  await ask(client, turnOf("live", { due: 1 }));
  await ask(client, turnOf("live", { due: 2 }));
  const [first, second] = api.requests;
  assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 1_000);
});

Deno.test("rate_limit binds where the API says nothing", async () => {
  await using api = await startLogSearchServer();
  const client = quickClient(api, { rateLimit: 3 });
  for (let due = 0; due < 3; due++) await client.query(QUERY, { signal: never() });
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = assert.rejects(ask(client, turnOf("live", { signal })), { message: "enough" });
  controller.abort(new Error("enough"));
  await waiting;
  assert.equal(api.requests.length, 3);
});

Deno.test("a query with a turn waits out a 429 that is longer than its deadline", async () => {
  const script = [tooMany({ "retry-after": "1.2" })];
  await using api = await startLogSearchServer({ script, polls: 1 });
  const client = quickClient(api, { deadlineMs: 1_000 });
  await ask(client, turnOf("live"));
  const [first, second] = api.requests;
  assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 1_200);
});

Deno.test("a 429 holds back all queries with a turn, and lets them go one after another", async () => {
  await using log = await collectLog();
  await using api = await startLogSearchServer({ script: [tooMany({ "retry-after": "0.3" })] });
  const client = quickClient(api, { pacing: { releaseSpacingMs: 20 } });
  const asked = [ask(client, turnOf("live"))];
  await log.first;
  for (let due = 1; due < 9; due++) asked.push(ask(client, turnOf("live", { due })));
  await Promise.all(asked);
  const at = api.requests.map(({ at }) => at);
  assert.equal(at.length, 10);
  assert.ok((at[1] ?? 0) - (at[0] ?? 0) >= 300);
  assert.ok((at[9] ?? 0) - (at[1] ?? 0) >= 8 * 20 / 4, "they came all at once");
});

Deno.test("who gives up waiting is not asked for; what is under way goes on", async () => {
  await using api = await startLogSearchServer({ polls: 1 });
  const client = quickClient(api, { pacing: { firstPollMs: 50, longestPollMs: 50 } });
  const controller = new AbortController();
  const { signal } = controller;
  const asked = ask(client, turnOf("live", { signal }));
  await api.received(1);
  controller.abort(new Error("draining"));
  await assert.rejects(ask(client, turnOf("live", { signal, due: 1 })), { message: "draining" });
  await asked;
  assert.deepEqual(api.requests.map(({ method }) => method), ["POST", "GET"]);
});

Deno.test("who did not want to wait any longer leaves when a 429 makes it wait anew", async () => {
  await using api = await startLogSearchServer({
    script: [(_request) => {
      controller.abort(new Error("draining"));
      return tooMany({ "retry-after": "800" });
    }],
  });
  const controller = new AbortController();
  const { signal } = controller;
  const client = quickClient(api);
  await assert.rejects(ask(client, turnOf("live", { signal })), { message: "draining" });
});
