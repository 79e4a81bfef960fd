import assert from "node:assert/strict";
import { LogSearchError } from "../../src/errors.ts";
import { Secret } from "../../src/secret.ts";
import { USER_AGENT } from "../../src/version.ts";
import {
  continuationId,
  finished,
  refusal,
  running,
  startLogSearchServer,
  tooMany,
} from "../servers/log_search_server.ts";
import { json } from "../servers/raw_http_server.ts";
import { collectLog } from "./collected_log.ts";
import { LOG, never, QUERY, quickClient } from "./quick_client.ts";

Deno.test("query() posts the question with key and name, and gives the body as received", async () => {
  await using api = await startLogSearchServer({ apiKey: "sesame-1" });
  const client = quickClient(api, { apiKey: new Secret("sesame-1") });
  const { body } = await client.query(QUERY, { signal: never() });
  const [request] = api.requests;
  assert.deepEqual(api.log, ["POST /query/logs"]);
  assert.equal(request?.headers.get("content-type"), "application/json");
  assert.equal(request?.headers.get("accept"), "application/json");
  assert.equal(request?.headers.get("user-agent"), USER_AGENT);
  assert.deepEqual(api.queries, [{
    logs: [LOG],
    leql: { statement: QUERY.statement, during: { from: QUERY.from, to: QUERY.to } },
  }]);
  assert.equal(JSON.parse(body).statistics.count, 155);
});

Deno.test("query() gives the very text that came, odd spacing and numbers included", async () => {
  const text = '{ "statistics": {"count": 38.0, "n":1e2 }, "x":"\\u00e9é" }\n';
  await using api = await startLogSearchServer({
    answer: () => ({
      kind: "reply",
      bytes: new TextEncoder().encode(
        `HTTP/1.1 200 OK\r\ncontent-length: ${
          new TextEncoder().encode(text).length
        }\r\n\r\n${text}`,
      ),
    }),
  });
  assert.equal((await quickClient(api).query(QUERY, { signal: never() })).body, text);
});

Deno.test("query() says who it is in words of the config", async () => {
  await using api = await startLogSearchServer();
  await quickClient(api, { userAgent: "leexport/9" }).query(QUERY, { signal: never() });
  assert.equal(api.requests[0]?.headers.get("user-agent"), "leexport/9");
});

Deno.test("query() polls a 202 until the link is gone, on one connection", async () => {
  await using api = await startLogSearchServer({ polls: 4 });
  const { body } = await quickClient(api).query(QUERY, { signal: never() });
  assert.deepEqual(api.requests.map(({ method }) => method), ["POST", "GET", "GET", "GET", "GET"]);
  assert.deepEqual(new Set(api.requests.map(({ connection }) => connection)), new Set([0]));
  assert.equal(api.requests[4]?.headers.get("x-api-key")?.length, 36);
  assert.equal(JSON.parse(body).statistics.count, 155);
});

Deno.test("query() goes on after a 200 that still has a link, and never takes partial for the result", async () => {
  await using api = await startLogSearchServer({
    script: [running({ status: 200 }), running({ status: 200, progress: 100 }), finished()],
  });
  const { body } = await quickClient(api).query(QUERY, { signal: never() });
  assert.equal(api.requests.length, 3);
  assert.equal(JSON.parse(body).partial, undefined);
});

Deno.test("query() finds a link spelled self behind other links", async () => {
  await using api = await startLogSearchServer({
    script: [
      (_request, url) =>
        json({
          links: [null, { rel: 7 }, { rel: "Next", href: `${url}/next` }, {
            rel: "self",
            href: `${url}/query/abc:`,
          }],
        }),
      finished(),
    ],
  });
  await quickClient(api).query(QUERY, { signal: never() });
  assert.deepEqual(api.log, ["POST /query/logs", "GET /query/abc:"]);
});

Deno.test("query() is done at progress 100 with empty links", async () => {
  await using api = await startLogSearchServer({
    script: [finished({ status: 202, progress: 100, links: [] })],
  });
  await quickClient(api).query(QUERY, { signal: never() });
  assert.equal(api.requests.length, 1);
});

Deno.test("query() never follows a Next link", async () => {
  await using api = await startLogSearchServer({
    script: [
      (_request, url) =>
        json({ statistics: { count: 1 }, links: [{ rel: "Next", href: `${url}/query/next` }] }),
    ],
  });
  await quickClient(api).query(QUERY, { signal: never() });
  assert.deepEqual(api.log, ["POST /query/logs"]);
});

Deno.test("query() requests a link verbatim: prefix, colons, query string", async () => {
  const id = continuationId();
  await using api = await startLogSearchServer({
    script: [
      running({ href: (url) => `${url}/log_search/query/${id}?time_range=last+3+months&x=%2f:` }),
      finished(),
    ],
  });
  await quickClient(api).query(QUERY, { signal: never() });
  assert.equal(api.requests[1]?.path, `/log_search/query/${id}?time_range=last+3+months&x=%2f:`);
});

Deno.test("query() keeps the prefix of the configured address and copes with its slash", async () => {
  await using api = await startLogSearchServer({ prefix: "/log_search", polls: 1 });
  await quickClient({ url: `${api.url}/` }).query(QUERY, { signal: never() });
  assert.match(
    api.log.join("\n"),
    /^POST \/log_search\/query\/logs\nGET \/log_search\/query\/[^/]+:$/,
  );
});

Deno.test("query() uses the newest link", async () => {
  await using api = await startLogSearchServer({
    script: [
      running({ href: (url) => `${url}/query/a:` }),
      running({ href: (url) => `${url}/query/b:` }),
      finished(),
    ],
  });
  await quickClient(api).query(QUERY, { signal: never() });
  assert.deepEqual(api.log, ["POST /query/logs", "GET /query/a:", "GET /query/b:"]);
});

Deno.test("query() asks again from the beginning when its link has expired", async () => {
  await using api = await startLogSearchServer({
    script: [running(), running(), refusal(404, "HTTP 404 Not Found"), running(), finished()],
  });
  await quickClient(api).query(QUERY, { signal: never() });
  assert.deepEqual(api.requests.map(({ method }) => method), ["POST", "GET", "GET", "POST", "GET"]);
});

Deno.test("query() gives up after a query was lost three times", async () => {
  await using api = await startLogSearchServer({ polls: 1, linkLifeMs: -1 });
  await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), {
    name: "LogSearchError",
    failure: "retry",
    message: `${api.host} lost the query 3 times before it was finished (404 on its link)`,
    hint: "shorten query_range, or narrow where() of the statement",
  });
  assert.equal(api.queries.length, 3);
});

Deno.test("query() that never finishes ends at its deadline with the progress reached", async () => {
  await using api = await startLogSearchServer({ answer: () => running({ progress: 40 }) });
  const client = quickClient(api, {
    deadlineMs: 500,
    pacing: { firstPollMs: 20, longestPollMs: 40 },
  });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    name: "LogSearchError",
    failure: "retry",
    message: `${api.host} gave no final answer within 0.5 s: it has come to 40 %`,
    hint: "shorten query_range, or narrow where() of the statement",
  });
});

Deno.test("query() that never finishes ends after a number of polls", async () => {
  await using api = await startLogSearchServer({
    answer: () => json({ links: [{ rel: "Self", href: `${api.url}/query/x:` }] }),
  });
  const client = quickClient(api, { pacing: { maxPolls: 3 } });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    failure: "retry",
    message: `${api.host} gave no final answer after 3 polls: it is still running`,
  });
  assert.equal(api.requests.length, 4);
});

Deno.test("query() without calculate or groupby stops, saying what is missing", async () => {
  await using api = await startLogSearchServer({
    script: [json({ logs: [LOG], events: [], links: [] })],
  });
  await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), {
    name: "LogSearchError",
    failure: "stop",
    message: `${api.host} answered with events, not with statistics`,
    hint: "add calculate() or groupby() to statement",
  });
  assert.equal(api.requests.length, 1);
});

for (const [status, failure] of [[400, "stop"], [500, "retry"]] as const) {
  Deno.test(`query() fails when the calculation ended with ${status}`, async () => {
    await using api = await startLogSearchServer({
      script: [finished({ statistics: { status, stats: {} } })],
    });
    await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), {
      failure,
      message: `${api.host} could not calculate the statement: status ${status} in its statistics`,
    });
  });
}

Deno.test("query() takes an empty calculation (status 204) for an answer", async () => {
  await using api = await startLogSearchServer({
    script: [finished({ statistics: { status: 204, groups: [], stats: {} } })],
  });
  const { body } = await quickClient(api).query(QUERY, { signal: never() });
  assert.equal(JSON.parse(body).statistics.status, 204);
});

Deno.test("query() warns once for each query that reaches beyond retention", async () => {
  await using log = await collectLog();
  const headers = { "x-beyond-retention": "true", "x-beyond-retention-message": "kept 30 days" };
  await using api = await startLogSearchServer({ answer: () => finished({ headers }) });
  const client = quickClient(api);
  await client.query(QUERY, { signal: never() });
  await client.query({ ...QUERY, from: QUERY.from + 60_000 }, { signal: never() });
  await client.query({ ...QUERY, statement: "calculate(bytes)" }, { signal: never() });
  const hint = "\n  hint: ask about less with query_range, or have the log kept for longer";
  assert.deepEqual(log.lines, [
    `warning ${api.host} does not keep all that ${QUERY.statement} asks about: kept 30 days${hint}`,
    `warning ${api.host} does not keep all that calculate(bytes) asks about: kept 30 days${hint}`,
  ]);
});

Deno.test("query() can be asked by many at once", async () => {
  await using api = await startLogSearchServer({ polls: 2 });
  const client = quickClient(api);
  const answers = await Promise.all(
    Array.from(
      { length: 50 },
      (_, i) => client.query({ ...QUERY, from: QUERY.from + i }, { signal: never() }),
    ),
  );
  assert.deepEqual(
    answers.map(({ body }) => JSON.parse(body).statistics.from - QUERY.from),
    Array.from({ length: 50 }, (_, i) => i),
  );
});

Deno.test("query() throws the signal's reason, not a LogSearchError, when aborted", async (t) => {
  const reason = new Error("config changed");
  const scenes = {
    "before it begins": { script: [], requests: 0 },
    "while the first request is under way": { script: [], requests: 1 },
    "between polls": { script: [running()], requests: 1 },
    "while a poll is under way": { script: [running()], requests: 2 },
    "while held back": { script: [tooMany()], requests: 1 },
    "before another try": { script: [refusal(503, "")], requests: 1 },
  };
  for (const [scene, { script, requests }] of Object.entries(scenes)) {
    await t.step(scene, async () => {
      await using api = await startLogSearchServer({
        script,
        answer: () => ({ kind: "silence" }),
      });
      const long = scene === "while a poll is under way" ? 1 : 60_000;
      const client = quickClient(api, {
        pacing: {
          firstPollMs: long,
          longestPollMs: long,
          firstRetryMs: long,
          longestRetryMs: long,
          unstatedHoldMs: long,
        },
      });
      const controller = new AbortController();
      if (requests === 0) controller.abort(reason);
      const asked = client.query(QUERY, { signal: controller.signal });
      const failed = assert.rejects(asked, (error) => error === reason);
      await api.received(requests);
      // The wait that follows the answer cannot be seen from outside; the outcome is the same if it has not begun.
      await new Promise((resolve) => setTimeout(resolve, 10));
      controller.abort(reason);
      await failed;
      assert.equal(api.requests.length, requests);
    });
  }
});

Deno.test("query() leaves nothing behind on a signal that lives long", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners--;
    removeEventListener.apply(signal, args);
  };
  const logs = [{ id: LOG, name: "nginx" }];
  await using api = await startLogSearchServer({ polls: 2, logs, script: [refusal(503, "")] });
  const client = quickClient(api);
  const found = await client.resolveLogs(["nginx"], { signal });
  await client.query({ ...QUERY, logs: found }, { signal });
  assert.equal(listeners, 0);
  assert.equal(api.requests.length, 6);
});

Deno.test("query() errors are LogSearchErrors", async () => {
  await using api = await startLogSearchServer({ script: [refusal(400, "no")] });
  const error = await quickClient(api).query(QUERY, { signal: never() }).catch((error) => error);
  assert.ok(error instanceof LogSearchError);
});
