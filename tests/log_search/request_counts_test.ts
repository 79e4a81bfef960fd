import assert from "node:assert/strict";
import { requestCounts } from "../../src/log_search/request_counts.ts";
import { startLogSearchServer, tooMany } from "../servers/log_search_server.ts";
import { never, QUERY, quickClient } from "./quick_client.ts";

Deno.test("requestCounts() has every request that was sent, and those answered 429", async () => {
  await using api = await startLogSearchServer({
    script: [tooMany({ "retry-after": "0.01" })],
    polls: 3,
    logs: [{ id: QUERY.logs[0]!, name: "access" }],
  });
  const client = quickClient(api);
  const before = { ...requestCounts() };
  await client.query(QUERY, { signal: never() });
  await client.resolveLogs(["access"], { signal: never() });
  const after = requestCounts();
  const sent = (line: string) => api.log.filter((one) => one.startsWith(line)).length;
  assert.deepEqual({
    queries: after.queries - before.queries,
    polls: after.polls - before.polls,
    listings: after.listings - before.listings,
    tooMany: after.tooMany - before.tooMany,
  }, {
    queries: sent("POST /query/logs"),
    polls: sent("GET /query/"),
    listings: sent("GET /management/"),
    tooMany: 1,
  });
  assert.deepEqual([after.queries - before.queries, after.polls - before.polls], [2, 3]);
});
