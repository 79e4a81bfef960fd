import { assert, integer, nat, property, tuple } from "fast-check";
import { deepEqual, equal, ok } from "node:assert/strict";
import { firstDelayMs, nextDue } from "../../src/engine/schedule.ts";

Deno.test("firstDelayMs() starts a few searches within a moment", () => {
  const delays = [0, 1, 2].map((index) => firstDelayMs(index, { count: 3, periodSeconds: 300 }));
  deepEqual(delays, [0, 50, 100]);
});

Deno.test("firstDelayMs() spreads a thousand searches evenly over their period", () => {
  const delays = [0, 1, 500, 999].map((index) =>
    firstDelayMs(index, { count: 1000, periodSeconds: 10 })
  );
  deepEqual(delays, [0, 10, 5000, 9990]);
});

Deno.test("firstDelayMs() stays below the period for every search", () => {
  assert(
    property(integer({ min: 1, max: 5000 }), integer({ min: 1, max: 86_400 }), (count, period) => {
      const last = firstDelayMs(count - 1, { count, periodSeconds: period });
      ok(last >= 0 && last < period * 1000);
    }),
  );
});

Deno.test("nextDue() keeps to the grid of the first run, whatever a run took", () => {
  deepEqual(nextDue(10_400, { first: 250, last: 10_250, periodSeconds: 10 }), {
    due: 20_250,
    missed: 0,
  });
});

Deno.test("nextDue() passes over instants that a long run missed, and counts them", () => {
  deepEqual(nextDue(45_000, { first: 250, last: 10_250, periodSeconds: 10 }), {
    due: 50_250,
    missed: 3,
  });
});

Deno.test("nextDue() does not name the same instant twice when a timer fired early", () => {
  deepEqual(nextDue(10_249.6, { first: 250, last: 10_250, periodSeconds: 10 }), {
    due: 20_250,
    missed: 0,
  });
});

Deno.test("nextDue() is on the grid, later than now, and no instant between is lost from the count", () => {
  const times = tuple(nat(1e9), integer({ min: 1, max: 86_400 }), nat(10_000), nat(1e9));
  assert(property(times, ([first, periodSeconds, index, took]) => {
    const periodMs = periodSeconds * 1000;
    const last = first + index * periodMs;
    const { due, missed } = nextDue(last + took, { first, last, periodSeconds });
    equal((due - first) % periodMs, 0);
    ok(due > last + took);
    equal(due, last + (missed + 1) * periodMs);
    equal(missed, Math.floor(took / periodMs));
  }));
});
