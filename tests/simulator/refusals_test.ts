import assert from "node:assert/strict";
import { FIRST, type PostOptions, startSimulation } from "./simulation.ts";

const DURING = { from: FIRST, to: FIRST + 10_000 };
const NOT_FOUND = { message: "HTTP 404 Not Found" };

function bad(message: string, code = 100001) {
  return { id: "IDR", code, message };
}

const POSTS: readonly (readonly [
  what: string,
  statement: string,
  options: PostOptions,
  status: number,
  body: object,
])[] = [
  [
    "an unknown log key",
    "calculate(count)",
    { logs: ["0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d"] },
    404,
    NOT_FOUND,
  ],
  [
    "no logs",
    "calculate(count)",
    { logs: [] },
    400,
    bad("logs must be a list of at least one log key"),
  ],
  [
    "logs that are a text",
    "calculate(count)",
    { logs: "web" },
    400,
    bad("logs must be a list of at least one log key"),
  ],
  [
    "neither ends nor time_range",
    "calculate(count)",
    { during: {} },
    400,
    bad("leql.during must hold from and to in milliseconds, or time_range"),
  ],
  [
    "one end",
    "calculate(count)",
    { during: { from: 1 } },
    400,
    bad("leql.during must hold from and to in milliseconds, or time_range"),
  ],
  [
    "ends that are texts",
    "calculate(count)",
    { during: { from: "1", to: "2" } },
    400,
    bad("leql.during must hold from and to in milliseconds, or time_range"),
  ],
  [
    "both ends and time_range",
    "calculate(count)",
    { during: { ...DURING, time_range: "today" } },
    400,
    bad("leql.during must hold either from and to, or time_range"),
  ],
  [
    "an unknown time_range",
    "calculate(count)",
    { during: { time_range: "soon" } },
    400,
    bad('time_range "soon" is not understood'),
  ],
  [
    "an empty window",
    "calculate(count)",
    { during: { from: 5, to: 5 } },
    400,
    bad("from must be before to"),
  ],
  [
    "statistics in pages",
    "calculate(count)",
    { parameters: "?per_page=50" },
    400,
    bad("Pagination is not supported with statistic queries", 101009),
  ],
  [
    "groups after a sequence number",
    "groupby(path)",
    { parameters: "?sequence_number=1" },
    400,
    bad("Pagination is not supported with statistic queries", 101009),
  ],
  [
    "pages of 501",
    "",
    { parameters: "?per_page=501" },
    400,
    bad("per_page must be a number from 1 to 500"),
  ],
  [
    "a statement that cannot be read",
    "where(a=1",
    {},
    400,
    bad(
      "Cannot find the end of the statement: ( is never closed; write the missing ) (at character 6)",
    ),
  ],
  [
    "an unknown function",
    "calculate(avg:rt)",
    {},
    400,
    bad(
      'Cannot calculate "avg": there is no such function; did you mean average (at character 11)',
    ),
  ],
  [
    "a regular expression without an end",
    "where(/(a+)+$/) calculate(count)",
    {},
    400,
    bad(
      "Cannot use the regular expression /(a+)+$/: it repeats a group that holds a repetition, which can take for ever; write a simpler regular expression (at character 7)",
    ),
  ],
  [
    "a body that is no JSON by its type",
    "calculate(count)",
    { headers: { "content-type": "text/plain" } },
    415,
    { message: "HTTP 415 Unsupported Media Type" },
  ],
  ["another key", "calculate(count)", { headers: { "x-api-key": "other" } }, 401, {
    message: "Unauthorized",
  }],
];
for (const [what, statement, options, status, body] of POSTS) {
  Deno.test(`a query with ${what} is refused with ${status}`, async () => {
    await using api = await startSimulation();
    const response = await api.post(statement, options);
    assert.equal(response.status, status);
    assert.deepEqual(await response.json(), body);
  });
}

const REQUESTS:
  readonly (readonly [path: string, init: RequestInit, status: number, body: object])[] = [
    [
      "/query/logs",
      { method: "POST", headers: { "content-type": "application/json" }, body: "{" },
      400,
      bad("The body is not JSON"),
    ],
    [
      "/query/logs",
      { method: "POST", headers: { "content-type": "application/json" }, body: "[]" },
      400,
      bad("logs must be a list of at least one log key"),
    ],
    ["/query/logs", {}, 405, { message: "HTTP 405 Method Not Allowed" }],
    ["/query/not-an-id:", {}, 400, bad("The continuation id is malformed")],
    [
      `/query/${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}:1:${"a".repeat(40)}::${
        "b".repeat(40)
      }:`,
      {},
      404,
      NOT_FOUND,
    ],
    ["/query/logsets?logset_name=Nosuch&query=&time_range=today", {}, 404, NOT_FOUND],
    ["/query/logsets?query=&time_range=today", {}, 400, bad("logset_name is missing")],
    ["/query/logs/nosuch?query=&time_range=today", {}, 404, NOT_FOUND],
    [
      "/query/logs/nosuch?query=&time_range=today",
      { headers: { "content-type": "text/plain" } },
      415,
      { message: "HTTP 415 Unsupported Media Type" },
    ],
    ["/management/logs/nosuch", {}, 404, NOT_FOUND],
    ["/management/nosuch", {}, 404, NOT_FOUND],
    ["/nosuch", {}, 404, NOT_FOUND],
    ["/query/%zz/", {}, 400, bad("The path is malformed")],
  ];
for (const [path, init, status, body] of REQUESTS) {
  Deno.test(`${init.method ?? "GET"} ${path.slice(0, 60)} with ${init.body ?? "no body"} is answered with ${status}`, async () => {
    await using api = await startSimulation();
    const response = await api.request(path, init);
    assert.equal(response.status, status);
    assert.deepEqual(await response.json(), body);
  });
}

Deno.test("/validate tells a good key from a bad one", async () => {
  await using api = await startSimulation({ apiKey: "secret" });
  const good = await api.request("/validate");
  assert.deepEqual([good.status, await good.json()], [200, { message: "Authorized" }]);
  const bad = await fetch(`${api.url}/validate`);
  assert.deepEqual([bad.status, await bad.json()], [401, { message: "Unauthorized" }]);
});
