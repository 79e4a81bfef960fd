import { equal, ok } from "node:assert/strict";
import { type RunTime, SlidingLoop } from "../../src/engine/sliding_loop.ts";

const none = Promise.resolve();

Deno.test("SlidingLoop runs a search every period, without drift", async () => {
  const times: RunTime[] = [];
  const loop = new SlidingLoop(1, {
    first: performance.now(),
    after: none,
    run: (time) => {
      times.push(time);
      if (times.length === 3) loop.end();
      return Promise.resolve("continue");
    },
    onMissed() {},
    onPlan() {},
  });
  await loop.done;
  const [first, second, third] = times.map(({ due }) => due);
  equal(Math.round(second! - first!) % 1000, 0);
  equal(Math.round(third! - second!) % 1000, 0);
  ok(third! > second! && second! > first!);
});

Deno.test("SlidingLoop never runs a search twice at once and counts what it left out", async () => {
  let running = 0;
  let runs = 0;
  const missed: number[] = [];
  const loop = new SlidingLoop(1, {
    first: performance.now(),
    after: none,
    async run({ due }) {
      equal(++running, 1);
      const until = due + 1100 - performance.now();
      await new Promise((resolve) => setTimeout(resolve, until));
      running--;
      if (++runs === 2) loop.end();
      return "continue";
    },
    onMissed: (count) => missed.push(count),
    onPlan() {},
  });
  await loop.done;
  equal(missed.length, 1);
  ok(missed[0]! >= 1);
});

Deno.test("SlidingLoop.end() while it waits ends at once and runs no more", async () => {
  const loop = new SlidingLoop(3600, {
    first: performance.now() + 3_000_000,
    after: none,
    run: () => Promise.reject(new Error("must not run")),
    onMissed() {},
    onPlan() {},
  });
  await loop.end();
});

Deno.test("SlidingLoop.end() while a run is under way waits for its end", async () => {
  const running = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  let ended = "";
  const loop = new SlidingLoop(3600, {
    first: performance.now(),
    after: none,
    async run() {
      running.resolve();
      await finish.promise;
      ended += "run ";
      return "continue";
    },
    onMissed() {},
    onPlan() {},
  });
  await running.promise;
  const end = loop.end().then(() => ended += "loop");
  finish.resolve();
  await end;
  equal(ended, "run loop");
});

Deno.test("SlidingLoop begins after the run of its predecessor has ended", async () => {
  const before = Promise.withResolvers<void>();
  let released = false;
  const loop = new SlidingLoop(3600, {
    first: performance.now(),
    after: before.promise,
    run() {
      ok(released);
      loop.end();
      return Promise.resolve("continue");
    },
    onMissed() {},
    onPlan() {},
  });
  await Promise.resolve();
  released = true;
  before.resolve();
  await loop.done;
});

Deno.test("SlidingLoop.runNow() runs at once and leaves the plan as it is", async () => {
  const first = performance.now() + 1000;
  const dues: number[] = [];
  const loop = new SlidingLoop(3600, {
    first,
    after: none,
    run({ due }) {
      dues.push(due);
      if (dues.length === 2) loop.end();
      return Promise.resolve("continue");
    },
    onMissed: (count) => ok(false, `${count} missed`),
    onPlan() {},
  });
  loop.runNow();
  await loop.done;
  ok(dues[0]! < first);
  equal(dues[1], first);
});

Deno.test("SlidingLoop does not ask again what was refused, until it is told to", async () => {
  let runs = 0;
  const plans: number[] = [];
  const refused = Promise.withResolvers<void>();
  const loop = new SlidingLoop(1, {
    first: performance.now(),
    after: none,
    run() {
      if (++runs === 2) loop.end();
      queueMicrotask(() => refused.resolve());
      return Promise.resolve("stop");
    },
    onMissed: (count) => ok(false, `${count} missed`),
    onPlan: (due) => plans.push(due),
  });
  await refused.promise;
  let witnessed = 0;
  const witness = new SlidingLoop(1, {
    first: performance.now(),
    after: none,
    run() {
      if (++witnessed === 3) witness.end();
      return Promise.resolve("continue");
    },
    onMissed() {},
    onPlan() {},
  });
  await witness.done;
  equal(runs, 1);
  loop.runNow();
  await loop.done;
  equal(runs, 2);
  equal(plans.length, 1);
});

Deno.test("SlidingLoop.runNow() right before a run is due leaves out nothing and runs that one late", async () => {
  const first = performance.now() + 500;
  const runs: RunTime[] = [];
  const finish = Promise.withResolvers<void>();
  const loop = new SlidingLoop(3600, {
    first,
    after: none,
    async run(time) {
      runs.push(time);
      if (runs.length === 2) loop.end();
      else {
        // It is under way when the planned one is due.
        setTimeout(finish.resolve, first + 50 - performance.now());
        await finish.promise;
      }
      return "continue";
    },
    onMissed: (count) => ok(false, `${count} missed`),
    onPlan() {},
  });
  loop.runNow();
  await loop.done;
  equal(runs[1]!.due, first);
  ok(runs[1]!.latenessMs > 0);
});
