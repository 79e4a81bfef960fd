import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { deepEqual, equal, ok } from "node:assert/strict";
import {
  firstCheckpoint,
  type LanePlace,
  nextStep,
  type WindowPlan,
} from "../../src/engine/windows.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 24, 12);
const PLAN: WindowPlan = {
  periodMs: MINUTE,
  delayMs: 0,
  catchUp: "each",
  catchUpLimitMs: 24 * HOUR,
};

function lane(askedTo: number, destination = "destination"): LanePlace {
  return { destination, askedTo, hasRoom: true };
}

/** Steps until nothing is due; every ask succeeds at once. */
function runAt(now: number, places: readonly LanePlace[], plan: WindowPlan) {
  let lanes = places;
  const steps = [];
  for (;;) {
    const step = nextStep(lanes, { ...plan, now });
    if (step.kind === "wait") return { lanes, steps, until: step.until };
    steps.push(step);
    lanes = lanes.map((place) =>
      step.destinations.includes(place.destination) ? { ...place, askedTo: step.window.to } : place
    );
  }
}

Deno.test("firstCheckpoint() lets a new search begin with the newest window that is over", () => {
  const now = NOON + 90_000;
  equal(firstCheckpoint(now, { periodMs: MINUTE, delayMs: 0 }), NOON);
  equal(firstCheckpoint(now, { periodMs: MINUTE, delayMs: MINUTE }), NOON - MINUTE);
  equal(firstCheckpoint(now, { periodMs: HOUR, delayMs: 0 }), NOON - HOUR);
});

Deno.test("nextStep() waits until the window under way is over and its delay has passed", () => {
  deepEqual(nextStep([lane(NOON)], { ...PLAN, delayMs: 5000, now: NOON + 30_000 }), {
    kind: "wait",
    until: NOON + MINUTE + 5000,
  });
});

Deno.test("nextStep() asks about a window as soon as it is over", () => {
  deepEqual(nextStep([lane(NOON)], { ...PLAN, now: NOON + MINUTE }), {
    kind: "ask",
    destinations: ["destination"],
    window: { from: NOON, to: NOON + MINUTE },
    class: "live",
  });
});

Deno.test("nextStep() asks about missed windows one by one, the oldest first", () => {
  const { steps } = runAt(NOON + 3 * MINUTE + 1, [lane(NOON)], PLAN);
  deepEqual(
    steps.map((step) => [step.kind, step.kind === "ask" && step.class, step.window.from - NOON]),
    [["ask", "catch_up", 0], ["ask", "catch_up", MINUTE], ["ask", "live", 2 * MINUTE]],
  );
});

Deno.test("nextStep() makes one wide window of what was missed under catch_up = merge", () => {
  const { steps } = runAt(NOON + HOUR, [lane(NOON)], { ...PLAN, catchUp: "merge" });
  deepEqual(steps.map(({ kind, window }) => [kind, window]), [
    ["ask", { from: NOON, to: NOON + HOUR }],
  ]);
});

Deno.test("nextStep() asks only about the newest window under catch_up = newest, and counts the others", () => {
  const { steps } = runAt(NOON + HOUR, [lane(NOON)], { ...PLAN, catchUp: "newest" });
  deepEqual(steps, [
    {
      kind: "skip",
      destinations: ["destination"],
      window: { from: NOON, to: NOON + 59 * MINUTE },
      count: 59,
      reason: "catch_up",
    },
    {
      kind: "ask",
      destinations: ["destination"],
      window: { from: NOON + 59 * MINUTE, to: NOON + HOUR },
      class: "live",
    },
  ]);
});

Deno.test("nextStep() leaves all that was missed out under catch_up = skip, and counts it", () => {
  const { steps, until } = runAt(NOON + HOUR, [lane(NOON)], { ...PLAN, catchUp: "skip" });
  deepEqual(steps.map((step) => step.kind === "skip" && [step.count, step.window.to]), [
    [60, NOON + HOUR],
  ]);
  equal(until, NOON + HOUR + MINUTE);
});

Deno.test("nextStep() leaves out what is older than catch_up_limit, and asks about the rest", () => {
  const plan = { ...PLAN, catchUpLimitMs: 10 * MINUTE };
  const { steps } = runAt(NOON + HOUR, [lane(NOON)], plan);
  const [first, ...others] = steps;
  deepEqual(first?.kind === "skip" && [first.count, first.reason, first.window.to - NOON], [
    50,
    "catch_up_limit",
    50 * MINUTE,
  ]);
  equal(others.length, 10);
});

Deno.test("nextStep() asks about the newest window whatever catch_up_limit is", () => {
  const { steps } = runAt(NOON + HOUR, [lane(NOON)], { ...PLAN, catchUpLimitMs: 0 });
  deepEqual(steps.map(({ kind }) => kind), ["skip", "ask"]);
});

Deno.test("nextStep() lets a lane without room wait alone, and asks for it once it has room", () => {
  const full: LanePlace = { ...lane(NOON, "full"), hasRoom: false };
  const now = NOON + 5 * MINUTE;
  const { lanes, steps } = runAt(now, [full, lane(NOON + 4 * MINUTE, "well")], PLAN);
  deepEqual(steps.map(({ destinations }) => destinations), [["well"]]);
  const later = lanes.map((place) => ({ ...place, hasRoom: true }));
  const after = runAt(now + MINUTE, later, PLAN);
  deepEqual(after.steps[0], {
    kind: "ask",
    destinations: ["well"],
    window: { from: now, to: now + MINUTE },
    class: "live",
  });
  deepEqual(after.steps.slice(1).map(({ destinations }) => destinations[0]), Array(6).fill("full"));
});

Deno.test("nextStep() lets lanes that have caught up share a query again", () => {
  const { steps } = runAt(NOON + 2 * MINUTE, [lane(NOON, "a"), lane(NOON, "b")], PLAN);
  deepEqual(steps.map(({ destinations }) => destinations), [["a", "b"], ["a", "b"]]);
});

Deno.test("nextStep() reaches from the checkpoint to the next multiple when the period changes", () => {
  const now = NOON + 2 * HOUR;
  const { steps } = runAt(now, [lane(NOON + 7 * MINUTE)], { ...PLAN, periodMs: HOUR });
  deepEqual(steps.map(({ window }) => window), [
    { from: NOON + 7 * MINUTE, to: NOON + HOUR },
    { from: NOON + HOUR, to: NOON + 2 * HOUR },
  ]);
});

Deno.test("nextStep() asks nothing twice when the clock is set back an hour", () => {
  const step = nextStep([lane(NOON)], { ...PLAN, now: NOON - HOUR });
  deepEqual(step, { kind: "wait", until: NOON + MINUTE });
});

Deno.test("nextStep() reaches no further than windows that a repaired store has already", () => {
  const held: LanePlace = { ...lane(NOON), heldFrom: NOON + 90_000 };
  const at = { ...PLAN, now: NOON + HOUR };
  const first = nextStep([held], at);
  deepEqual(first.kind !== "wait" && first.window, { from: NOON, to: NOON + MINUTE });
  const wide = nextStep([held], { ...at, catchUp: "merge" });
  deepEqual(wide.kind !== "wait" && wide.window, { from: NOON, to: NOON + 90_000 });
  const skipped = nextStep([held], { ...at, catchUp: "newest" });
  deepEqual(skipped.kind === "skip" && [skipped.window.to, skipped.count], [NOON + 90_000, 2]);
});

/** What the windows of a lane must be, whatever happened: the ten-line model. */
function modelOf(first: number, last: number, periodAt: (time: number) => number) {
  const windows = [];
  for (let from = first; from < last;) {
    const period = periodAt(from);
    const to = (Math.floor(from / period) + 1) * period;
    windows.push({ from, to });
    from = to;
  }
  return windows;
}

Deno.test("nextStep() leaves no gap and no overlap over outages, clock changes, leap days and summer time", () => {
  // Around the end of February of a leap year, and around both changes to and from summer time.
  const starts = constantFrom(
    Date.UTC(2028, 1, 28, 20),
    Date.UTC(2026, 2, 29, 0, 30),
    Date.UTC(2026, 9, 25, 0, 30),
  );
  const jumps = array(integer({ min: -2 * HOUR, max: 4 * HOUR }), { minLength: 1, maxLength: 12 });
  assert(property(
    record({
      start: starts,
      jumps,
      period: constantFrom(1, 7, 60, 300, 3600),
      delay: integer({ min: 0, max: 120 }),
    }),
    ({ start, jumps, period, delay }) => {
      const plan = { ...PLAN, periodMs: period * 1000, delayMs: delay * 1000 };
      const first = firstCheckpoint(start, plan);
      let lanes: readonly LanePlace[] = [lane(first)];
      let now = start;
      const windows = [];
      for (const jump of period < 60 ? jumps.map((ms) => Math.round(ms / 60)) : jumps) {
        now += jump;
        const done = runAt(now, lanes, plan);
        lanes = done.lanes;
        windows.push(...done.steps.map(({ window }) => window));
        ok(done.until > now);
      }
      const last = windows.at(-1)?.to ?? first;
      ok(last <= Math.max(...accumulate(start, jumps, period)) - plan.delayMs || last === first);
      deepEqual(windows, modelOf(first, last, () => plan.periodMs));
    },
  ));
});

function accumulate(start: number, jumps: readonly number[], period: number): number[] {
  let now = start;
  return [now, ...jumps.map((jump) => now += period < 60 ? Math.round(jump / 60) : jump)];
}

Deno.test("nextStep() tiles time also when the period changes again and again", () => {
  const periods = array(constantFrom(1, 5, 60, 90, 600), { minLength: 1, maxLength: 6 });
  assert(property(periods, integer({ min: 0, max: 10 * HOUR }), (seconds, offset) => {
    let lanes: readonly LanePlace[] = [lane(NOON)];
    let now = NOON;
    const windows = [];
    const changes: { readonly at: number; readonly periodMs: number }[] = [];
    for (const period of seconds) {
      const periodMs = period * 1000;
      changes.push({ at: lanes[0]!.askedTo, periodMs });
      now += Math.min(offset, 200 * periodMs);
      const done = runAt(now, lanes, { ...PLAN, periodMs });
      lanes = done.lanes;
      windows.push(...done.steps.map(({ window }) => window));
    }
    const periodAt = (time: number) => changes.findLast(({ at }) => at <= time)!.periodMs;
    deepEqual(windows, modelOf(NOON, lanes[0]!.askedTo, periodAt));
  }));
});
