import assert from "node:assert/strict";
import fc from "fast-check";
import { holdMs, PACING, pollDelayMs, resetMs, retryDelayMs } from "../../src/log_search/pacing.ts";

const pacing = PACING;
const die = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

Deno.test("pollDelayMs() goes 0.5, 1, 2, 4, then 7.5 seconds", () => {
  const delays = [0, 1, 2, 3, 4, 5, 60].map((poll) =>
    pollDelayMs(poll, { pacing, remainingMs: 120_000, random: () => 0 })
  );
  assert.deepEqual(delays, [500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500]);
});

Deno.test("pollDelayMs() looks in again when little time is left", () => {
  const at = (remainingMs: number) => pollDelayMs(9, { pacing, remainingMs, random: () => 0 });
  assert.deepEqual([8_000, 7_000, 3_500, 1_000, 900].map(at), [7_500, 3_500, 1_750, 500, 7_500]);
});

Deno.test("pollDelayMs() never lets a link die, and grows until it is longest", () => {
  fc.assert(fc.property(fc.nat(2_000), die, (poll, dice) => {
    const options = { pacing, remainingMs: Infinity, random: () => dice };
    const delay = pollDelayMs(poll, options);
    assert.ok(delay >= 500 && delay <= 7_500);
    assert.ok(pollDelayMs(poll + 1, options) >= delay);
  }));
});

Deno.test("retryDelayMs() doubles within its limits and never undercuts what was asked", () => {
  const askedMs = fc.option(fc.nat(900_000), { nil: undefined });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), askedMs, die, (failures, askedMs, dice) => {
      const delay = retryDelayMs(failures, { pacing, askedMs, random: () => dice });
      const whole = Math.min(500 * 2 ** (failures - 1), 5_000);
      assert.ok(delay >= (askedMs ?? 0) && delay >= whole / 2);
      assert.ok(delay <= Math.max(askedMs ?? 0, whole));
    }),
  );
});

Deno.test("resetMs() prefers Retry-After, then X-RateLimit-Reset, then RateLimit-Reset", () => {
  const now = 1_714_556_400_000;
  const read = (headers: Record<string, string>) => resetMs(new Headers(headers), { now });
  const [a, b, c] = ["retry-after", "x-ratelimit-reset", "ratelimit-reset"] as const;
  assert.equal(read({ [a]: "1", [b]: "2", [c]: "3" }), 1_000);
  assert.equal(read({ [b]: "2", [c]: "3" }), 2_000);
  assert.equal(read({ [c]: "3" }), 3_000);
  assert.equal(read({ [a]: "soon", [b]: "", [c]: "3" }), 3_000);
  assert.equal(read({}), undefined);
  assert.equal(read({ [b]: "-5" }), undefined);
});

Deno.test("resetMs() understands a reset as seconds, as a time in seconds and in milliseconds", () => {
  const now = fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 });
  fc.assert(fc.property(now, fc.nat(900), (now, seconds) => {
    const read = (reset: number) =>
      resetMs(new Headers({ "x-ratelimit-reset": String(reset) }), { now });
    assert.equal(read(seconds), seconds * 1000);
    assert.equal(read(now + seconds * 1000), seconds * 1000);
    const inSeconds = read(Math.ceil(now / 1000) + seconds) ?? -1;
    assert.ok(
      inSeconds >= Math.min(seconds * 1000, 900_000) &&
        inSeconds <= Math.min(seconds * 1000 + 1000, 900_000),
    );
  }));
});

Deno.test("resetMs() is undefined or within 0 and 900,000 for any header", () => {
  const value = fc.oneof(
    fc.double().map(String),
    fc.bigInt().map(String),
    fc.stringMatching(/^[!-~]*$/),
  );
  fc.assert(fc.property(value, fc.nat(), (text, now) => {
    const ms = resetMs(new Headers({ "x-ratelimit-reset": text }), { now });
    assert.ok(ms === undefined || (ms >= 0 && ms <= 900_000));
  }));
});

Deno.test("holdMs() waits as asked or longer, by at most a tenth or the shortest hold", () => {
  const asked = fc.option(fc.double({ min: 0, max: 900_000, noNaN: true }), { nil: undefined });
  fc.assert(fc.property(asked, fc.nat(2_000), die, (askedMs, closings, dice) => {
    const hold = holdMs(askedMs, { pacing, closings, random: () => dice });
    const least = Math.max(askedMs ?? 30_000, Math.min(250 * 2 ** closings, 30_000));
    assert.ok(hold >= least);
    assert.ok(hold <= least + Math.min(Math.max(least / 10, 250), 5_000));
  }));
});
