import { assert, double, integer, nat, property } from "fast-check";
import { equal, ok } from "node:assert/strict";
import { backOffMs } from "../../src/engine/back_off.ts";

Deno.test("backOffMs() doubles with each failure, up to a minute", () => {
  const delays = [1, 2, 3, 4, 6, 7, 8, 1000].map((failures) => backOffMs(failures, { random: 0 }));
  equal(delays.join(), "1000,2000,4000,8000,32000,60000,60000,60000");
});

Deno.test("backOffMs() leaves up to half of the wait away at random", () => {
  equal(backOffMs(1, { random: 0.5 }), 750);
});

Deno.test("backOffMs() waits as long as the other side asks", () => {
  equal(backOffMs(1, { retryAfterMs: 30_000, random: 0.9 }), 30_000);
});

Deno.test("backOffMs() never waits less than asked, nor less than half a second", () => {
  const unit = double({ min: 0, max: 0.999, noNaN: true });
  assert(property(
    integer({ min: 1, max: 100 }),
    nat(900_000),
    unit,
    (failures, retryAfterMs, random) => {
      const delay = backOffMs(failures, { retryAfterMs, random });
      ok(delay >= retryAfterMs && delay >= 500 && delay <= Math.max(60_000, retryAfterMs));
    },
  ));
});
