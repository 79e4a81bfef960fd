import assert from "node:assert/strict";
import fc from "fast-check";
import { parseLogLine } from "../../src/simulator/log_line.ts";

const LINES: readonly (readonly [
  line: string,
  time: string | undefined,
  fields: Readonly<Record<string, string>>,
])[] = [
  [
    '127.0.0.24 - - [24/Nov/2026:02:05:07 +0100] "GET /api/products?page=8 HTTP/1.1" 200 911 "-" "curl/7.88.1" rt=0.006 up="a b"',
    "2026-11-24T01:05:07.000Z",
    {
      ip: "127.0.0.24",
      method: "GET",
      path: "/api/products",
      query: "page=8",
      protocol: "HTTP/1.1",
      status: "200",
      bytes: "911",
      user_agent: "curl/7.88.1",
      rt: "0.006",
      up: "a b",
    },
  ],
  [
    '::1 - ann [01/Jan/2026:00:00:00 -0530] "POST / HTTP/2.0" 304 -',
    "2026-01-01T05:30:00.000Z",
    {
      ip: "::1",
      user: "ann",
      method: "POST",
      path: "/",
      protocol: "HTTP/2.0",
      status: "304",
      bytes: "0",
    },
  ],
  [
    'shop.example:80 10.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "-" 408 0 "http://a/\\"b\\"" "-"',
    "2026-01-01T00:00:00.000Z",
    {
      vhost: "shop.example:80",
      ip: "10.0.0.1",
      status: "408",
      bytes: "0",
      referer: 'http://a/\\"b\\"',
    },
  ],
  [
    '{"timestamp":"2026-01-01T00:00:00.5Z","level":"info","req":{"id":7,"ok":true,"tags":["a","b"]},"err":null}',
    "2026-01-01T00:00:00.500Z",
    {
      timestamp: "2026-01-01T00:00:00.5Z",
      level: "info",
      "req.id": "7",
      "req.ok": "true",
      "req.tags.0": "a",
      "req.tags.1": "b",
      err: "null",
    },
  ],
  ['{"ts":1767225600.25,"n":1}', "2026-01-01T00:00:00.250Z", { ts: "1767225600.25", n: "1" }],
  ['{"time":1767225600123}', "2026-01-01T00:00:00.123Z", { time: "1767225600123" }],
  [
    '2026-01-01 00:00:00,123 level=warn msg="disk \\"full\\"" took=25ms, host=\'web 1\'',
    "2026-01-01T00:00:00.123Z",
    { level: "warn", msg: 'disk "full"', took: "25ms", host: "web 1" },
  ],
  ["[2026-01-01T01:00:00+01:00] started", "2026-01-01T00:00:00.000Z", {}],
  ["1767225600 started (pid=12)", "2026-01-01T00:00:00.000Z", { pid: "12" }],
  ["level=info time=2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z", {
    level: "info",
    time: "2026-01-01T00:00:00Z",
  }],
  ["    at main (app.js:12)", undefined, {}],
  ['{"broken": ', undefined, {}],
  ["user 12345678901234 logged in", undefined, {}],
];
for (const [line, time, fields] of LINES) {
  Deno.test(`parseLogLine() reads ${line}`, () => {
    const read = parseLogLine(line);
    assert.deepEqual(Object.fromEntries(read.fields), fields);
    assert.equal(read.time === undefined ? undefined : new Date(read.time).toISOString(), time);
  });
}

Deno.test("parseLogLine() takes any line", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (line) => {
    for (const [key, value] of parseLogLine(line).fields) {
      assert.equal(typeof key, "string");
      assert.equal(typeof value, "string");
    }
  }));
});

Deno.test("parseLogLine() finds every pair that is written with quotes", () => {
  const pairs = fc.dictionary(
    fc.stringMatching(/^[a-z][a-z0-9_.-]{0,10}$/),
    fc.string({ maxLength: 20 }),
    { noNullPrototype: true, minKeys: 1 },
  );
  fc.assert(fc.property(pairs, (pairs) => {
    const line = Object.entries(pairs)
      .map(([key, value]) => `${key}="${value.replace(/["\\]/g, "\\$&")}"`).join(" ");
    assert.deepEqual(Object.fromEntries(parseLogLine(line).fields), pairs);
  }));
});
