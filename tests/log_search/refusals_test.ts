import assert from "node:assert/strict";
import { describeRefusal } from "../../src/log_search/refusal.ts";
import { Secret } from "../../src/secret.ts";
import { refusal, running, startLogSearchServer } from "../servers/log_search_server.ts";
import { type RawAnswer, reply } from "../servers/raw_http_server.ts";
import { never, QUERY, quickClient } from "./quick_client.ts";

const KEY_HINT =
  "correct x_api_key (or rw_api_key, ro_api_key) or region of [LE]: a key is valid in its own region only";
const LOGS_HINT =
  "correct logs: write the key that a log's settings show, not its token; a log is known in its own region only";

interface Case {
  readonly what: string;
  readonly answer: RawAnswer;
  readonly message: string;
  readonly hint: string | undefined;
}

const CASES: readonly Case[] = [
  {
    what: "a wrong key",
    answer: refusal(401, "Unauthorized"),
    message: "answered 401 (Unauthorized)",
    hint: KEY_HINT,
  },
  {
    what: "a key without rights",
    answer: refusal(403, "no access to log"),
    message: "answered 403 (Forbidden): no access to log",
    hint: "use a key in [LE] that may read these logs",
  },
  {
    what: "an unknown log",
    answer: refusal(404, "HTTP 404 Not Found"),
    message: "answered 404 (Not Found)",
    hint: LOGS_HINT,
  },
  {
    what: "a bad statement",
    answer: reply('{"id":"IDR","code":101009,"message":"Pagination is not supported"}', {
      status: 400,
    }),
    message: "answered 400 (Bad Request): Pagination is not supported (code 101009)",
    hint: "correct statement or logs as the API says",
  },
  {
    what: "several complaints",
    answer: reply('{"fields":["a"],"messages":["one is wrong","two is missing"]}', { status: 400 }),
    message: "answered 400 (Bad Request): one is wrong; two is missing",
    hint: "correct statement or logs as the API says",
  },
  {
    what: "a complaint without words",
    answer: reply("", { status: 400 }),
    message: "answered 400 (Bad Request)",
    hint: "correct statement or logs: the API does not say more",
  },
  {
    what: "a wrong content type",
    answer: refusal(415, "HTTP 415 Unsupported Media Type"),
    message: "answered 415 (Unsupported Media Type)",
    hint: undefined,
  },
  {
    what: "a web page",
    answer: reply("<html><head><title>Blocked by\n proxy</title></head>…</html>", { status: 403 }),
    message: "answered 403 (Forbidden): Blocked by proxy",
    hint: "use a key in [LE] that may read these logs",
  },
  {
    what: "an unheard-of status",
    answer: reply("teapot", { status: 418 }),
    message: "answered 418: teapot",
    hint: undefined,
  },
];

for (const { what, answer, message, hint } of CASES) {
  Deno.test(`query() stops at ${what}, at once`, async () => {
    await using api = await startLogSearchServer({ answer: () => answer });
    await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), {
      name: "LogSearchError",
      failure: "stop",
      message: `${api.host} ${message}`,
      hint,
    });
    assert.equal(api.requests.length, 1);
  });
}

for (const status of [400, 401, 403]) {
  Deno.test(`query() stops when a poll is answered ${status}`, async () => {
    await using api = await startLogSearchServer({
      script: [running(), refusal(status, "no more")],
    });
    await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), { failure: "stop" });
    assert.equal(api.requests.length, 2);
  });
}

Deno.test("query() reports a refusal whose body cannot be read", async () => {
  await using api = await startLogSearchServer({
    answer: () => ({
      kind: "cut",
      bytes: new TextEncoder().encode("HTTP/1.1 401 No\r\ncontent-length: 50\r\n\r\n{"),
      end: "close",
    }),
  });
  await assert.rejects(quickClient(api).query(QUERY, { signal: never() }), {
    failure: "stop",
    message: `${api.host} answered 401 (Unauthorized)`,
  });
});

Deno.test("query() reports what a refusal says without the key, and not for ever", async () => {
  const apiKey = new Secret("a-key-that-is-echoed");
  await using api = await startLogSearchServer({
    answer: (request) => refusal(400, `${request.headers.get("x-api-key")} ${"blah ".repeat(200)}`),
  });
  const client = quickClient(api, { apiKey });
  const error = await client.query(QUERY, { signal: never() }).catch((error) => error);
  const said = `[secret] ${"blah ".repeat(200)}`.slice(0, 299);
  assert.equal(error.message, `${api.host} answered 400 (Bad Request): ${said}…`);
  assert.doesNotMatch(Deno.inspect(client), /echoed/);
});

Deno.test("describeRefusal() keeps each answer's words on one line", () => {
  const cases: [number, string, string][] = [
    [
      500,
      '{"errorCode":100003,"message":"some text"}',
      "answered 500 (Internal Server Error): some text (code 100003)",
    ],
    [500, '{"errorCode":100003}', "answered 500 (Internal Server Error): code 100003"],
    [404, '{"code":404,"message":"HTTP 404 Not Found"}', "answered 404 (Not Found)"],
    [502, "<html><title>502 Bad Gateway</title>", "answered 502 (Bad Gateway)"],
    [503, "<p>no title", "answered 503 (Service Unavailable)"],
    [503, "down\r\n\tfor \u0007a while", "answered 503 (Service Unavailable): down for a while"],
    [400, "{broken", "answered 400 (Bad Request): {broken"],
    [400, "[1]", "answered 400 (Bad Request): [1]"],
    [400, '{"message":7}', 'answered 400 (Bad Request): {"message":7}'],
  ];
  for (const [status, text, sentence] of cases) {
    assert.equal(describeRefusal({ status, text }), sentence);
  }
});
