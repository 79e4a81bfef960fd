import assert from "node:assert/strict";
import { type Rate, readRate } from "../../src/log_search/rate_headers.ts";

const now = Date.UTC(2026, 10, 24);

const cases: readonly [string, Record<string, string>, Rate | undefined][] = [
  ["the API's headers", {
    "X-RateLimit-Limit": "1500",
    "X-RateLimit-Remaining": "17",
    "X-RateLimit-Reset": "300",
    "RateLimit-Remaining": "3",
  }, { limit: 1_500, remaining: 17, resetMs: 300_000 }],
  ["headers without X-", {
    "RateLimit-Limit": "100, 100;w=60",
    "RateLimit-Remaining": "0",
    "RateLimit-Reset": "0.5",
  }, { limit: 100, remaining: 0, resetMs: 500 }],
  ["a reset that is a date", {
    "X-RateLimit-Remaining": "1",
    "X-RateLimit-Reset": String(now / 1000 + 60),
  }, { limit: undefined, remaining: 1, resetMs: 60_000 }],
  ["nothing where no reset is told", { "X-RateLimit-Remaining": "1" }, undefined],
  ["nothing where nothing left is told", { "X-RateLimit-Reset": "1" }, undefined],
  ["nothing in words", { "X-RateLimit-Remaining": "many", "X-RateLimit-Reset": "1" }, undefined],
  ["nothing below zero", { "X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "1" }, undefined],
];

for (const [name, headers, expected] of cases) {
  Deno.test(`readRate() reads ${name}`, () => {
    assert.deepEqual(readRate(new Headers(headers), { now }), expected);
  });
}
