import { assert, double, integer, nat, property } from "fast-check";
import { equal, ok } from "node:assert/strict";
import { pushRetryDelayMs } from "../../src/engine/push_retry.ts";

Deno.test("pushRetryDelayMs() doubles with each try", () => {
  const delays = [1, 2, 3, 4].map((tries) =>
    pushRetryDelayMs(tries, { remainingMs: 600_000, random: 0 })
  );
  equal(delays.join(), "1000,2000,4000,8000");
});

Deno.test("pushRetryDelayMs() leaves up to half of the wait away at random", () => {
  equal(pushRetryDelayMs(1, { remainingMs: 600_000, random: 0.5 }), 750);
});

Deno.test("pushRetryDelayMs() waits as long as the destination asks", () => {
  equal(
    pushRetryDelayMs(1, { retryAfterMs: 30_000, remainingMs: 600_000, random: 0.9 }),
    30_000,
  );
});

Deno.test("pushRetryDelayMs() gives up when the next run comes first", () => {
  equal(
    pushRetryDelayMs(1, { retryAfterMs: 30_000, remainingMs: 20_000, random: 0 }),
    undefined,
  );
});

Deno.test("pushRetryDelayMs() gives up when the wait would end just as the next run begins", () => {
  equal(pushRetryDelayMs(1, { remainingMs: 1000, random: 0 }), undefined);
});

Deno.test("pushRetryDelayMs() gives up after five tries", () => {
  equal(pushRetryDelayMs(5, { remainingMs: 600_000, random: 0 }), undefined);
});

Deno.test("pushRetryDelayMs() never waits less than asked nor past the next run", () => {
  const unit = double({ min: 0, max: 0.999, noNaN: true });
  assert(property(
    integer({ min: 1, max: 9 }),
    nat(900_000),
    nat(900_000),
    unit,
    (tries, retryAfterMs, remainingMs, random) => {
      const delay = pushRetryDelayMs(tries, { retryAfterMs, remainingMs, random });
      ok(delay === undefined || (delay >= retryAfterMs && delay >= 500 && delay < remainingMs));
    },
  ));
});
