import assert from "node:assert/strict";
import fc from "fast-check";
import { Budget } from "../../src/log_search/budget.ts";
import type { QueryClass } from "../../src/log_search/query.ts";
import { type Course, type ModelOptions, play } from "./modelled_key.ts";

const WINDOW_MS = 900_000;
const NONE = { live: 0, catch_up: 0, backfill: 0 };
const CLASSES: readonly QueryClass[] = ["live", "catch_up", "backfill"];

/** A budget of a key of which an answer at 0 has just told what is left. */
function told(remaining: number, limit = 1_500): Budget {
  const budget = new Budget();
  budget.sent("queries", 0);
  const rate = { limit, remaining, resetMs: WINDOW_MS };
  budget.ended("queries", { rate, sentAt: 0, now: 0 });
  return budget;
}

function every(
  ms: number,
  { from = 0, count }: { readonly from?: number; readonly count: number },
) {
  return Array.from({ length: count }, (_, index) => from + index * ms);
}

function model(options: Partial<ModelOptions>): Course {
  return play({
    limit: 100,
    windowMs: WINDOW_MS,
    phaseMs: 0,
    comes: { live: [], catch_up: [], backfill: [] },
    travelMs: () => 100,
    headers: "told",
    untilMs: 6 * WINDOW_MS,
    ...options,
  });
}

function count({ went }: Course, kind: QueryClass): number {
  return went.filter((each) => each.class === kind).length;
}

Deno.test("nobody waits at a key whose answers say nothing of a limit", () => {
  const live = every(1, { count: 5_000 });
  const course = model({ headers: "untold", comes: { live, catch_up: [], backfill: [] } });
  assert.deepEqual(course.went.map(({ at }) => at), live);
});

Deno.test("catch-up goes ten times a second where no limit is known", () => {
  const catch_up = every(0, { count: 50 });
  const course = model({ headers: "untold", comes: { live: [], catch_up, backfill: [] } });
  const at = course.went.map(({ at }) => at);
  assert.deepEqual(at, every(100, { count: 50 }));
});

Deno.test("four of catch-up and backfill are under way at once", () => {
  const budget = told(1_500);
  for (let i = 0; i < 4; i++) {
    assert.deepEqual(budget.next({ ...NONE, backfill: 9 }, 1), { class: "backfill", at: 1 });
    budget.started("backfill", 1);
  }
  assert.deepEqual(budget.next({ ...NONE, catch_up: 9 }, 1), { class: "catch_up", at: Infinity });
  budget.finished("backfill");
  assert.deepEqual(budget.next({ ...NONE, catch_up: 9 }, 1), { class: "catch_up", at: 1 });
});

Deno.test("live queries go at once while what is left lasts, and are spread when it does not", () => {
  const budget = told(9);
  assert.equal(budget.next({ ...NONE, live: 9 }, 0)?.at, 0);
  budget.started("live", 0);
  const next = budget.next({ ...NONE, live: 9 }, 0)?.at ?? NaN;
  assert.ok(Math.abs(next - (WINDOW_MS + 1_000) / 9) < 1, `${next}`);
});

Deno.test("with nothing left live queries wait until the reset, then go", () => {
  const budget = told(0);
  const at = budget.next({ ...NONE, live: 3 }, 5)?.at ?? NaN;
  assert.ok(at >= WINDOW_MS && at <= WINDOW_MS + 1_000);
  assert.equal(budget.next({ ...NONE, live: 3 }, at)?.at, at);
});

Deno.test("a key whose answers do not tell the limit is asked again after the reset, by any class", () => {
  for (const kind of CLASSES) {
    const budget = new Budget();
    budget.sent("queries", 0);
    const rate = { limit: undefined, remaining: 0, resetMs: WINDOW_MS };
    budget.ended("queries", { rate, sentAt: 0, now: 0 });
    const now = WINDOW_MS + 1_000;
    assert.equal(budget.next({ ...NONE, [kind]: 1 }, now)?.at, now);
  }
});

Deno.test("an answer that was overtaken on its way does not count", () => {
  const budget = new Budget();
  const times = { sentAt: 0, now: 10 };
  for (let i = 0; i < 3; i++) budget.sent("queries", 0);
  for (const remaining of [7, 9]) {
    budget.ended("queries", { rate: { limit: 10, remaining, resetMs: WINDOW_MS }, ...times });
  }
  assert.equal(budget.remaining, 7);
  budget.ended("queries", {
    rate: { limit: 10, remaining: 3, resetMs: WINDOW_MS },
    sentAt: 0,
    now: 20,
  });
  assert.equal(budget.remaining, 3);
});

Deno.test("an answer of the past window does not spoil the next one", () => {
  const budget = told(0);
  budget.sent("queries", WINDOW_MS - 10);
  const now = WINDOW_MS + 2_000;
  assert.equal(budget.next({ ...NONE, live: 1 }, now)?.at, now);
  const rate = { limit: 1_500, remaining: 0, resetMs: 0 };
  budget.ended("queries", { rate, sentAt: WINDOW_MS - 10, now });
  const at = budget.next({ ...NONE, live: 1 }, now)?.at ?? NaN;
  assert.ok(at <= now + 1_000, `${at - now} ms`);
});

Deno.test("a later answer counts for more than what was counted", () => {
  const budget = told(100);
  budget.sent("queries", 5);
  budget.ended("queries", { rate: undefined, sentAt: 5, now: 9 });
  assert.equal(budget.remaining, 99);
  budget.sent("queries", 10);
  const rate = { limit: 1_500, remaining: 700, resetMs: WINDOW_MS - 10 };
  budget.ended("queries", { rate, sentAt: 10, now: 10 });
  assert.equal(budget.remaining, 700);
});

Deno.test("catch-up leaves what was reserved for other processes, and a tenth", () => {
  const catch_up = every(0, { count: 500 });
  const comes = { live: [], catch_up, backfill: [] };
  const course = model({ comes, reservedPerWindow: 40, untilMs: 15_000 });
  assert.equal(count(course, "catch_up"), 50);
});

Deno.test("a limit that a person set binds without headers", () => {
  const live = every(1_000, { count: 3_000 });
  const course = model({
    headers: "untold",
    rateLimit: 100,
    comes: { live, catch_up: every(0, { count: 10 }), backfill: [] },
    untilMs: 3 * WINDOW_MS - 1,
  });
  for (const taken of course.taken) assert.ok(taken <= 101, `${taken}`);
  assert.ok(count(course, "live") > 250);
});

Deno.test("few polls left make the pauses between polls longer and hold catch-up back", () => {
  const budget = told(1_500);
  const rate = (remaining: number) => ({ limit: 100, remaining, resetMs: WINDOW_MS });
  const poll = (remaining: number) => {
    budget.sent("polls", 0);
    budget.ended("polls", { rate: rate(remaining), sentAt: 0, now: 0 });
  };
  poll(99);
  assert.equal(budget.pollStretch(0), 1);
  assert.equal(budget.next({ ...NONE, catch_up: 1 }, 0)?.at, 0);
  for (let left = 98; left >= 10; left--) poll(left);
  assert.ok(budget.pollStretch(0) > 8);
  assert.ok((budget.next({ ...NONE, catch_up: 1 }, 0)?.at ?? 0) > 0);
  assert.equal(budget.next({ ...NONE, live: 1 }, 0)?.at, 0);
  poll(0);
  assert.ok(budget.pollAt(0) >= WINDOW_MS);
  assert.ok((budget.next({ ...NONE, live: 1 }, 0)?.at ?? 0) >= WINDOW_MS);
});

Deno.test("under constant overload the key never runs dry for long", () => {
  const live = every(3_000, { count: 1_800 });
  const { went, taken, refused } = model({ comes: { live, catch_up: [], backfill: [] } });
  assert.equal(refused, 0);
  assert.ok(taken.slice(0, 6).every((each) => each >= 97), String(taken));
  const at = went.map(({ at }) => at).filter((at) => at > WINDOW_MS);
  const gaps = at.slice(1).map((each, index) => each - (at[index] ?? 0));
  assert.ok(Math.max(...gaps) < WINDOW_MS / 20, `${Math.max(...gaps)} ms`);
});

const coming = (max: number) =>
  fc.array(fc.integer({ min: 0, max: 4 * WINDOW_MS }), { maxLength: max, size: "max" })
    .map((instants) => instants.toSorted((a, b) => a - b));

const course = fc.record({
  limit: fc.integer({ min: 10, max: 60 }),
  phaseMs: fc.integer({ min: 0, max: WINDOW_MS - 1 }),
  comes: fc.record({ live: coming(200), catch_up: coming(60), backfill: coming(60) }),
  travel: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 7 }),
}).map(({ travel, ...options }) => {
  let trips = 0;
  return { ...options, travelMs: () => travel[trips++ % travel.length] ?? 1 };
});

Deno.test("whatever comes, the limit is kept once it is known and live queries go first", () => {
  fc.assert(
    fc.property(course, (options) => {
      const { went, refused } = model({ ...options, untilMs: 40 * WINDOW_MS });
      assert.equal(refused, 0);
      for (const { class: kind, waiting } of went) {
        if (kind !== "live") assert.equal(waiting.live, 0);
        if (kind === "backfill") assert.equal(waiting.catch_up, 0);
      }
      for (const kind of CLASSES) {
        const gone = went.filter((each) => each.class === kind);
        assert.equal(gone.length, options.comes[kind].length, `${kind} waits for ever`);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("with live queries at half the limit, catch-up ends and no live query waits", () => {
  const half = fc.record({
    limit: fc.integer({ min: 40, max: 200 }),
    phaseMs: fc.integer({ min: 0, max: WINDOW_MS - 1 }),
    missed: fc.integer({ min: 0, max: 80 }),
  });
  fc.assert(
    fc.property(half, ({ limit, phaseMs, missed }) => {
      const live = every(WINDOW_MS / (limit / 2), { count: 6 * limit / 2 });
      const catch_up = every(0, { from: 5_000, count: missed });
      const course = model({ limit, phaseMs, comes: { live, catch_up, backfill: [] } });
      assert.equal(count(course, "catch_up"), missed);
      for (const { class: kind, cameAt, at } of course.went) {
        if (kind === "live") assert.equal(at, cameAt);
      }
    }),
    { numRuns: 200 },
  );
});
