import { assert, double, integer, nat, property } from "fast-check";
import { equal, ok } from "node:assert/strict";
import { drawProgress, duration } from "../../src/draw/progress.ts";

const plain = { width: 80, colour: "none" } as const;

Deno.test("drawProgress() shows a bar, the share, the rate and the time left", () => {
  equal(
    drawProgress({ done: 324, total: 720, perSecond: 1.2, unit: "windows" }, {
      ...plain,
      width: 70,
    }),
    "███████████▋··············  45 % 324 of 720 windows, 1.2/s, 6 min left",
  );
});

Deno.test("drawProgress() leaves the time away while the rate is not known, and at the end", () => {
  const view = { ...plain, width: 50 };
  equal(
    drawProgress({ done: 0, total: 20, perSecond: 0, unit: "windows" }, view),
    "····························   0 % 0 of 20 windows",
  );
  equal(
    drawProgress({ done: 20, total: 20, perSecond: 3, unit: "windows" }, view),
    "███████████████████████████ 100 % 20 of 20 windows",
  );
});

Deno.test("drawProgress() is never wider than the view", () => {
  assert(property(
    nat(100_000),
    nat(100_000),
    double({ min: 0, max: 1000, noNaN: true }),
    integer({ min: 20, max: 200 }),
    (done, more, perSecond, width) => {
      const progress = { done, total: done + more, perSecond, unit: "windows" };
      ok(drawProgress(progress, { width, colour: "none" }).length <= width);
    },
  ));
});

Deno.test("duration() writes a time as people say it", () => {
  const shown = [0.2, 99, 100, 5900, 6000, 12_000, 86_400 * 2 + 3600 * 4].map(duration);
  equal(shown.join(), "1 s,99 s,2 min,99 min,1 h 40 min,3 h 20 min,2 d 4 h");
});
