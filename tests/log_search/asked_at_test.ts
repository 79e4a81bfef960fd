import assert from "node:assert/strict";
import { Secret } from "../../src/secret.ts";
import { finished, running, startLogSearchServer } from "../servers/log_search_server.ts";
import { FIRST, startSimulation } from "../simulator/simulation.ts";
import { never, QUERY, quickClient } from "./quick_client.ts";

const AT = Date.UTC(2026, 10, 24, 15, 0, 7);
const date = (seconds: number) => ({ date: new Date(AT + seconds * 1_000).toUTCString() });

Deno.test("askedAt is the date of the answer to the post, not of a poll", async () => {
  const script = [running({ headers: date(0) }), finished({ headers: date(9) })];
  await using api = await startLogSearchServer({ script });
  const { askedAt } = await quickClient(api).query(QUERY, { signal: never() });
  assert.equal(askedAt, AT);
});

Deno.test("askedAt is that of the new post when a query has expired", async () => {
  const script = [
    running({ headers: date(0) }),
    finished({ status: 404, headers: date(3) }),
    running({ headers: date(5) }),
    finished({ headers: date(9) }),
  ];
  await using api = await startLogSearchServer({ script });
  const { askedAt } = await quickClient(api).query(QUERY, { signal: never() });
  assert.equal(askedAt, AT + 5_000);
});

for (const said of [undefined, "yesterday", "2026-11-24T15:00:07Z", "5"]) {
  Deno.test(`askedAt is not known when the date is ${said ?? "missing"}`, async () => {
    const headers = said === undefined ? {} : { date: said };
    await using api = await startLogSearchServer({ script: [finished({ headers })] });
    const { askedAt } = await quickClient(api).query(QUERY, { signal: never() });
    assert.equal(askedAt, undefined);
  });
}

Deno.test("the simulator dates its answers by its own clock", async () => {
  let now = FIRST + 20_500;
  await using api = await startSimulation({ now: () => now, polls: 1 });
  const client = quickClient(api, { apiKey: new Secret(api.apiKey) });
  const query = { ...QUERY, logs: [api.logs[0]?.key ?? ""], from: FIRST, to: FIRST + 10_000 };
  assert.equal((await client.query(query, { signal: never() })).askedAt, FIRST + 20_000);
  now += 3_600_000;
  assert.equal((await client.query(query, { signal: never() })).askedAt, FIRST + 3_620_000);
  const refused = await fetch(`${api.url}/query/logs`);
  await refused.body?.cancel();
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get("date"), new Date(now).toUTCString());
});
