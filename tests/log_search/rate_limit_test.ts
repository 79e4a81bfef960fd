import assert from "node:assert/strict";
import { governorOf } from "../../src/log_search/governor.ts";
import { Secret } from "../../src/secret.ts";
import { finished, running, startLogSearchServer, tooMany } from "../servers/log_search_server.ts";
import { collectLog } from "./collected_log.ts";
import { never, QUERY, quickClient } from "./quick_client.ts";

/** Long beside a request on a loaded machine, short for a person. */
const HOLD_SECONDS = 0.3;
const HOLD = { "retry-after": String(HOLD_SECONDS) };

/** Asserts that nothing was asked between the 429 (request `index`) and the end of the hold. */
function assertHeld(requests: readonly { readonly at: number }[], index: number): void {
  const from = requests[index]?.at ?? 0;
  const early = requests.slice(index + 1).map(({ at }) => at - from)
    .filter((ms) => ms < HOLD_SECONDS * 1000);
  assert.deepEqual(early, []);
}

for (
  const [name, headers] of [
    ["Retry-After", { ...HOLD, "x-ratelimit-reset": "800", "ratelimit-reset": "800" }],
    ["X-RateLimit-Reset", { "x-ratelimit-reset": String(HOLD_SECONDS), "ratelimit-reset": "800" }],
    ["RateLimit-Reset", { "ratelimit-reset": String(HOLD_SECONDS) }],
  ] as const
) {
  Deno.test(`query() asks again after a 429 once ${name} has passed`, async () => {
    await using api = await startLogSearchServer({ script: [tooMany(headers)] });
    const { body } = await quickClient(api).query(QUERY, { signal: never() });
    assert.deepEqual(api.log, ["POST /query/logs", "POST /query/logs"]);
    assertHeld(api.requests, 0);
    assert.equal(JSON.parse(body).statistics.count, 155);
  });
}

Deno.test("query() reads a reset that is a date by the clock handed in", async () => {
  const now = 1_714_556_400_000;
  const resets = { seconds: now / 1000 + 800, milliseconds: now + 800_000 };
  for (const reset of Object.values(resets)) {
    await using api = await startLogSearchServer({
      answer: () => tooMany({ "x-ratelimit-reset": String(reset) }),
    });
    const client = quickClient(api, { now: () => now, random: () => 0 });
    await assert.rejects(client.query(QUERY, { signal: never() }), {
      name: "LogSearchError",
      failure: "retry",
      message:
        /^127\.0\.0\.1:\d+ takes no queries on this key for 80[01] s \(429\), longer than this one may wait$/,
      hint: "ask less often: raise query_period, or use several keys",
    });
    assert.equal(api.requests.length, 1);
  }
});

Deno.test("query() waits 30 s after a 429 that does not say how long", async () => {
  await using api = await startLogSearchServer({ answer: () => tooMany() });
  const client = quickClient(api, {
    deadlineMs: 20_000,
    random: () => 0,
    pacing: { unstatedHoldMs: 30_000 },
  });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    failure: "retry",
    message:
      /^127\.0\.0\.1:\d+ takes no queries on this key for 3[01] s \(429\), longer than this one may wait$/,
  });
});

Deno.test("a 429 holds back every query on its key, also polls and those of other clients", async () => {
  const apiKey = new Secret(crypto.randomUUID());
  await using log = await collectLog();
  await using api = await startLogSearchServer({ script: [running(), tooMany(HOLD)] });
  const slow = { firstPollMs: 60, longestPollMs: 60 };
  const polling = quickClient(api, { apiKey, pacing: slow }).query(QUERY, { signal: never() });
  await api.received(1);
  const throttled = quickClient(api, { apiKey }).query(QUERY, { signal: never() });
  await log.first;
  const others = Array.from(
    { length: 10 },
    () => quickClient(api, { apiKey }).query(QUERY, { signal: never() }),
  );
  await Promise.all([polling, throttled, ...others]);
  assert.equal(api.requests.length, 15);
  assertHeld(api.requests, 1);
});

Deno.test("a 429 does not hold back another key", async () => {
  await using api = await startLogSearchServer({ script: [tooMany({ "retry-after": "800" })] });
  const controller = new AbortController();
  const throttled = quickClient(api).query(QUERY, { signal: controller.signal });
  const failed = assert.rejects(throttled, { failure: "retry" });
  await api.received(1);
  await quickClient(api).query(QUERY, { signal: never() });
  await failed;
});

Deno.test("query() that meets a closed gate and cannot wait that long fails without asking", async () => {
  await using api = await startLogSearchServer({ script: [tooMany({ "retry-after": "800" })] });
  const client = quickClient(api, { random: () => 0 });
  await assert.rejects(client.query(QUERY, { signal: never() }), { failure: "retry" });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    failure: "retry",
    message:
      /^127\.0\.0\.1:\d+ takes no queries on this key for 80[01] s \(429\), longer than this one may wait$/,
  });
  assert.equal(api.requests.length, 1);
});

Deno.test("queries that were held back are let go one after another", async () => {
  await using log = await collectLog();
  await using api = await startLogSearchServer({ script: [tooMany(HOLD)] });
  const client = quickClient(api, { pacing: { releaseSpacingMs: 30 }, random: () => 0.5 });
  const asked = [client.query(QUERY, { signal: never() })];
  await log.first;
  for (let i = 0; i < 8; i++) asked.push(client.query(QUERY, { signal: never() }));
  await Promise.all(asked);
  const [first, last] = [api.requests[1], api.requests[9]];
  assert.ok((last?.at ?? 0) - (first?.at ?? 0) > 8 * 30 / 2, "they came all at once");
});

Deno.test("a second 429 holds back also those who were about to go", async () => {
  const hold = tooMany({ "retry-after": "0.6" });
  await using log = await collectLog();
  await using api = await startLogSearchServer({ script: [hold, hold] });
  const client = quickClient(api, { pacing: { releaseSpacingMs: 300 }, random: () => 0.5 });
  const first = client.query(QUERY, { signal: never() });
  await log.first;
  await Promise.all([first, client.query(QUERY, { signal: never() })]);
  const [, second, third] = api.requests;
  assert.ok((third?.at ?? 0) - (second?.at ?? 0) >= 600, "one went while all were held back");
});

Deno.test("query() that is held back on a poll starts again when its link is dead by then", async () => {
  await using api = await startLogSearchServer({
    script: [running(), tooMany({ "retry-after": "0.05" })],
  });
  await quickClient(api).query(QUERY, { signal: never() });
  assert.deepEqual(api.requests.map(({ method }) => method), ["POST", "GET", "GET", "POST"]);
});

Deno.test("query() survives many 429 in a row, waiting longer each time", async () => {
  await using api = await startLogSearchServer({
    script: Array.from({ length: 6 }, () => tooMany({ "retry-after": "0" })),
  });
  const apiKey = new Secret(crypto.randomUUID());
  const client = quickClient(api, {
    apiKey,
    random: () => 0,
    pacing: { shortestHoldMs: 10, unstatedHoldMs: 10_000 },
  });
  await client.query(QUERY, { signal: never() });
  const at = api.requests.map(({ at }) => at);
  assert.equal(at.length, 7);
  const sixth = (at[6] ?? 0) - (at[5] ?? 0);
  assert.ok(sixth >= 320, `the last wait was ${sixth} ms`);
  assert.equal(governorOf(api.url, apiKey).gate.closings, 0);
});

Deno.test("remaining 0 on a good answer is a good answer, and is shown", async () => {
  await using api = await startLogSearchServer({
    script: [finished({ headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "800" } })],
  });
  const client = quickClient(api);
  assert.equal(client.remaining, undefined);
  await client.query(QUERY, { signal: never() });
  assert.equal(client.remaining, 0);
  await client.query(QUERY, { signal: never() });
  assert.equal(api.requests.length, 2);
});

Deno.test("a 429 is logged once for all who wait", async () => {
  await using log = await collectLog();
  await using api = await startLogSearchServer({
    script: Array.from({ length: 5 }, () => tooMany({ "retry-after": "1" })),
  });
  const client = quickClient(api, { random: () => 0 });
  await Promise.all(Array.from({ length: 5 }, () => client.query(QUERY, { signal: never() })));
  assert.deepEqual(log.lines, [
    `warning ${api.host} answered 429 (Too Many Requests): every query on this key waits 1 s`,
  ]);
});
