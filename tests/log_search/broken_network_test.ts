import assert from "node:assert/strict";
import { running, startLogSearchServer } from "../servers/log_search_server.ts";
import {
  chunked,
  cutOff,
  drip,
  drop,
  json,
  raw,
  type RawAnswer,
  reply,
  silence,
} from "../servers/raw_http_server.ts";
import { never, QUERY, quickClient } from "./quick_client.ts";

const ANSWER = JSON.stringify({ statistics: { count: 1 } });

interface Case {
  readonly what: string;
  readonly answer: RawAnswer;
  readonly message: string;
}

/** What is tried again, and what is said when it does not get better. */
const RETRIED: readonly Case[] = [
  {
    what: "a 500",
    answer: reply("", { status: 500 }),
    message: "answered 500 (Internal Server Error)",
  },
  {
    what: "a web page behind a 502",
    answer: reply("<html><title>Upstream is away</title></html>", { status: 502 }),
    message: "answered 502 (Bad Gateway): Upstream is away",
  },
  {
    what: "a 503",
    answer: json({ message: "maintenance" }, { status: 503 }),
    message: "answered 503 (Service Unavailable): maintenance",
  },
  { what: "a 504", answer: reply("", { status: 504 }), message: "answered 504 (Gateway Timeout)" },
  { what: "a 408", answer: reply("", { status: 408 }), message: "answered 408 (Request Timeout)" },
  { what: "a reset connection", answer: drop("reset"), message: "reset the connection" },
  {
    what: "a closed connection",
    answer: drop(),
    message: "closed the connection without an answer",
  },
  {
    what: "an answer that breaks off",
    answer: cutOff(ANSWER, { bytes: 9 }),
    message: "cut its answer off",
  },
  {
    what: "an answer that is reset after its head",
    answer: cutOff(ANSWER, { bytes: 0, end: "reset" }),
    message: "cut its answer off",
  },
  {
    what: "broken JSON",
    answer: reply(ANSWER.slice(0, -1)),
    message: "answered with broken JSON",
  },
  { what: "an empty answer", answer: reply(""), message: "answered with an empty body" },
  {
    what: "a web page behind a 200",
    answer: reply("<!doctype html><title>Log in</title>"),
    message: "answered with a web page instead of JSON",
  },
  { what: "plain text", answer: reply("ok"), message: "answered with text instead of JSON" },
  { what: "an array", answer: reply("[]"), message: "answered with JSON that is not an object" },
  { what: "null", answer: reply("null"), message: "answered with JSON that is not an object" },
  {
    what: "neither statistics nor a link",
    answer: json({ logs: [] }),
    message: "answered without statistics",
  },
  {
    what: "a link without address",
    answer: json({ links: [{ rel: "Self" }] }),
    message: "answered with a Self link without address",
  },
  { what: "another protocol", answer: raw("SSH-2.0-x\r\n\r\n"), message: "does not speak HTTP" },
];

for (const { what, answer, message } of RETRIED) {
  Deno.test(`query() tries again after ${what}, and says so in the end`, async () => {
    await using api = await startLogSearchServer({ answer: () => answer });
    await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), {
      name: "LogSearchError",
      failure: "retry",
      message: `${api.host} ${message}; tried 5 times`,
    });
    assert.equal(api.requests.length, 5);
  });

  Deno.test(`query() survives ${what} on its way`, async () => {
    const script = [answer, running(), answer, answer, running(), answer];
    await using api = await startLogSearchServer({ script, answer: () => reply(ANSWER) });
    const { body } = await quickClient(api).query(QUERY, { signal: never() });
    assert.equal(body, ANSWER);
  });
}

Deno.test("query() says that nothing listens", async () => {
  const { url, host } = await startLogSearchServer().then(async (api) => {
    await api[Symbol.asyncDispose]();
    return api;
  });
  await assert.rejects(quickClient({ url }).query(QUERY, { signal: never() }), {
    failure: "retry",
    message: `${host} refused the connection; tried 5 times`,
    hint: "correct region or url of [LE], or look at the network of this machine",
  });
});

Deno.test("query() says that it met a server without TLS", async () => {
  const plain = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response());
  const host = `127.0.0.1:${plain.addr.port}`;
  const client = quickClient({ url: `https://${host}` }, { pacing: { maxRetries: 0 } });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    failure: "retry",
    message: `${host} does not speak TLS`,
    hint: "correct url of [LE]: its port or its scheme",
  });
  await plain.shutdown();
});

Deno.test("query() says that a name is not known", async () => {
  const client = quickClient({ url: "http://log-search.invalid" }, { pacing: { maxRetries: 0 } });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    failure: "retry",
    message: "log-search.invalid cannot be reached: its name is not known",
  });
});

for (
  const [what, answer] of [
    ["is silent", silence()],
    ["sends its head and no body", { kind: "reply", bytes: headOnly() }],
    ["sends a byte now and then", drip(ANSWER, { everyMs: 20 })],
  ] as const
) {
  Deno.test(`query() ends a call to a server that ${what}`, async () => {
    await using api = await startLogSearchServer({ answer: () => answer });
    const client = quickClient(api, { callTimeoutMs: 30, pacing: { maxRetries: 1 } });
    await assert.rejects(client.query(QUERY, { signal: never() }), {
      failure: "retry",
      message: `${api.host} did not answer within 0.03 s; tried 2 times`,
    });
  });
}

Deno.test("query() waits for a slow answer within its time", async () => {
  await using api = await startLogSearchServer({ answer: () => drip(ANSWER, { everyMs: 1 }) });
  assert.equal((await quickClient(api).query(QUERY, { signal: never() })).body, ANSWER);
});

Deno.test("query() that gets no answer at all says so at its deadline", async () => {
  await using api = await startLogSearchServer({ answer: silence });
  await assert.rejects(quickClient(api, { deadlineMs: 30 }).query(QUERY, { signal: never() }), {
    failure: "retry",
    message: `${api.host} gave no final answer within 0.03 s: it has not answered`,
    hint: undefined,
  });
});

Deno.test("query() names the last failure when its deadline comes before its tries are used up", async () => {
  await using api = await startLogSearchServer({ answer: () => reply("", { status: 503 }) });
  const client = quickClient(api, {
    deadlineMs: 2_000,
    pacing: { firstRetryMs: 10_000, longestRetryMs: 10_000 },
  });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    failure: "retry",
    message:
      `${api.host} gave no final answer within 2 s: it last answered 503 (Service Unavailable)`,
  });
  assert.equal(api.requests.length, 1);
});

Deno.test("query() does not try earlier than a 503 asks for", async () => {
  await using api = await startLogSearchServer({
    answer: () => reply("", { status: 503, headers: { "retry-after": "60" } }),
  });
  await assert.rejects(quickClient(api, { deadlineMs: 2_000 }).query(QUERY, { signal: never() }), {
    message:
      `${api.host} gave no final answer within 2 s: it last answered 503 (Service Unavailable)`,
  });
  assert.equal(api.requests.length, 1);
});

Deno.test("query() restarts once, uncounted, when kept connections turn out to be dead", async () => {
  for (const end of ["close", "reset"] as const) {
    // The runtime itself sends a request once more, on a new connection; the third one is the client's restart.
    const script = [reply(ANSWER), drop(end), drop(end)];
    await using api = await startLogSearchServer({ script });
    const client = quickClient(api, { pacing: { maxRetries: 0 } });
    await client.query(QUERY, { signal: never() });
    await client.query(QUERY, { signal: never() });
    assert.deepEqual(api.requests.map(({ connection }) => connection), [0, 0, 1, 2]);
  }
});

Deno.test("query() does not restart uncounted on a fresh connection", async () => {
  await using api = await startLogSearchServer({ script: [drop()] });
  const client = quickClient(api, { pacing: { maxRetries: 0 } });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    message: `${api.host} closed the connection without an answer`,
  });
  assert.equal(api.requests.length, 1);
});

for (
  const [what, answer] of [
    ["states its length", reply(`{"a":"${"x".repeat(2_000)}"}`)],
    ["comes in pieces", chunked(['{"a":"', "x".repeat(600), "x".repeat(600), '"}'])],
  ] as const
) {
  Deno.test(`query() refuses an answer past the limit that ${what}`, async () => {
    await using api = await startLogSearchServer({ answer: () => answer });
    await assert.rejects(
      quickClient(api, { maxBodyBytes: 1_000 }).query(QUERY, { signal: never() }),
      {
        failure: "retry",
        message: `${api.host} answered with more than 1000 bytes`,
        hint: "ask for fewer groups or slices: limit() and timeslice() of the statement",
      },
    );
    assert.equal(api.requests.length, 1);
  });
}

Deno.test("query() does not hold more than the limit of an endless answer", async () => {
  const piece = "x".repeat(65_536);
  const encoder = new TextEncoder();
  let sent = 0;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          sent++;
          controller.enqueue(encoder.encode(piece));
        },
      }),
    ));
  const client = quickClient({ url: `http://127.0.0.1:${server.addr.port}` }, {
    maxBodyBytes: 2 ** 20,
  });
  await assert.rejects(client.query(QUERY, { signal: never() }), {
    message: `127.0.0.1:${server.addr.port} answered with more than 1 MiB`,
  });
  assert.ok(sent < 1_000, `${sent} pieces were sent`);
  await server.shutdown();
});

Deno.test("query() counts a compressed answer by what it unfolds to", async () => {
  const packed = await new Response(
    new Blob([`{"a":"${"x".repeat(100_000)}"}`]).stream().pipeThrough(
      new CompressionStream("gzip"),
    ),
  ).bytes();
  const headers = { "content-encoding": "gzip", "content-type": "application/json" };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(packed, { headers }),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;
  await assert.rejects(
    quickClient({ url }, { maxBodyBytes: 1_000 }).query(QUERY, { signal: never() }),
    {
      message: `127.0.0.1:${server.addr.port} answered with more than 1000 bytes`,
    },
  );
  await server.shutdown();
});

Deno.test("query() reads an answer in pieces that split a character", async () => {
  const bytes = new TextEncoder().encode('{"statistics":{"é":1}}');
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () =>
    new Response(
      new ReadableStream({
        async start(controller) {
          controller.enqueue(bytes.subarray(0, 17));
          await new Promise((resolve) => setTimeout(resolve, 5));
          controller.enqueue(bytes.subarray(17));
          controller.close();
        },
      }),
    ));
  const { body } = await quickClient({ url: `http://127.0.0.1:${server.addr.port}` })
    .query(QUERY, { signal: never() });
  assert.equal(body, '{"statistics":{"é":1}}');
  await server.shutdown();
});

for (
  const [status, name] of [[301, "Moved Permanently"], [302, "Found"], [
    307,
    "Temporary Redirect",
  ]] as const
) {
  Deno.test(`query() does not follow a ${status} with the key`, async () => {
    await using other = await startLogSearchServer();
    await using api = await startLogSearchServer({
      answer: () => reply("", { status, headers: { location: `${other.url}/query/logs` } }),
    });
    await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), {
      failure: "retry",
      message: `${api.host} answered ${status} (${name}) and points to ${other.host}; ` +
        "the key is not sent after a redirect",
      hint: "correct region or url of [LE]: write the API's own address",
    });
    assert.equal(api.requests.length, 1);
    assert.equal(other.requests.length, 0);
  });
}

for (
  const [href, found] of [
    ["https://evil.example.com/query/x:", "evil.example.com"],
    ["http://eu.rest.logs.insight.rapid7.com/query/x:", "eu.rest.logs.insight.rapid7.com"],
    [
      "https://eu.rest.logs.insight.rapid7.com.evil.example/",
      "eu.rest.logs.insight.rapid7.com.evil.example",
    ],
    ["https://insight.rapid7.com@evil.example/", "evil.example"],
    ["javascript:alert(1)", "no address"],
    ["http://", "no address"],
  ] as const
) {
  Deno.test(`query() does not take the key to ${href}`, async () => {
    await using api = await startLogSearchServer({ script: [running({ href })] });
    await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), {
      failure: "retry",
      message: `${api.host} answered with a link to ${found}, where the key must not go`,
      hint: "write the API's own address as region or url of [LE]",
    });
    assert.equal(api.requests.length, 1);
  });
}

Deno.test("query() follows a link to another loopback port, and a relative one", async () => {
  await using other = await startLogSearchServer({ script: [reply(ANSWER)] });
  await using api = await startLogSearchServer({
    script: [running({ href: "/query/x:?a=b" }), running({ href: `${other.url}/query/y:` })],
  });
  await quickClient(api).query(QUERY, { signal: never() });
  assert.deepEqual(api.log, ["POST /query/logs", "GET /query/x:?a=b"]);
  assert.deepEqual(other.log, ["GET /query/y:"]);
});

function headOnly(): Uint8Array {
  return new TextEncoder().encode("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n");
}
