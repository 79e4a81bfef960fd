import assert from "node:assert/strict";
import fc from "fast-check";
import { retryAfterMs } from "../src/retry_after.ts";

const NOW = Date.parse("2024-05-01T10:00:00Z");

function read(text?: string): number | undefined {
  const headers = new Headers(text === undefined ? {} : { "retry-after": text });
  return retryAfterMs(headers, { now: NOW });
}

for (
  const [text, ms] of [
    ["0", 0],
    ["7", 7_000],
    [" 1.5 ", 1_500],
    ["99999999999999999999", 900_000],
    ["Wed, 01 May 2024 10:00:30 GMT", 30_000],
    ["Wednesday, 01-May-24 10:00:30 GMT", 30_000],
    ["Wed May  1 10:00:30 2024 GMT", 30_000],
    ["Wed, 01 May 2024 09:00:00 GMT", 0],
    ["Thu, 02 May 2024 10:00:00 GMT", 900_000],
  ] as const
) {
  Deno.test(`retryAfterMs() reads "${text}"`, () => assert.equal(read(text), ms));
}

for (const text of ["", "-1", "soon", "soon 5", "1e3", "Wed, 99 May 2024 99:99:99 GMT"]) {
  Deno.test(`retryAfterMs() does not guess at "${text}"`, () =>
    assert.equal(read(text), undefined));
}

Deno.test("retryAfterMs() says nothing without the header", () => assert.equal(read(), undefined));

Deno.test("retryAfterMs() is undefined or within 0 and 900,000 for any header", () => {
  const header = fc.oneof(
    fc.stringMatching(/^[\x20-\x7e]*$/),
    fc.date().map(String),
    fc.integer().map(String),
  );
  fc.assert(fc.property(header, (text) => {
    const ms = read(text);
    assert.ok(ms === undefined || (ms >= 0 && ms <= 900_000));
  }));
});
