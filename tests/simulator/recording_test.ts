import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate } from "../../src/leql/evaluate.ts";
import { parseStatement } from "../../src/leql/parser.ts";
import { PreparedStatement } from "../../src/leql/prepared_statement.ts";
import { Recording, type Replay } from "../../src/simulator/recording.ts";
import { parseTimeRange } from "../../src/simulator/time_range.ts";
import { tableOf } from "../leql/table.ts";

const STARTED_AT = 1_000_000_000;
/** An event each second for a minute, recorded long ago. */
const TABLE = tableOf(Array.from({ length: 60 }, (_, index) => ({ time: 5000 + index * 1000 })));

function recording(replay: Replay): Recording {
  return new Recording("log", TABLE, { replay, startedAt: STARTED_AT });
}

function count(log: Recording, [from, to]: readonly [number, number], now: number): number {
  const prepared = new PreparedStatement(parseStatement("calculate(count)"));
  const window = { from, to };
  const answer = evaluate(prepared, log.segments(window, { now }), window);
  return answer.shape === "series" ? answer.total ?? NaN : NaN;
}

Deno.test("a recording as recorded has its events at their own times", () => {
  const log = recording("as recorded");
  assert.deepEqual(log.shown({ now: STARTED_AT }), { from: 5000, to: 64_001 });
  assert.equal(count(log, [0, 100_000], STARTED_AT), 60);
  assert.equal(count(log, [5000, 6000], STARTED_AT), 1);
  assert.equal(count(log, [STARTED_AT - 60_000, STARTED_AT], STARTED_AT), 0);
});

Deno.test("a recording ending now has its last event just before the start, and none after", () => {
  const log = recording("ending now");
  assert.equal(count(log, [STARTED_AT - 59_001, STARTED_AT], STARTED_AT), 60);
  assert.equal(count(log, [STARTED_AT - 1, STARTED_AT], STARTED_AT), 1);
  assert.equal(count(log, [STARTED_AT, STARTED_AT + 1e6], STARTED_AT + 1e6), 0);
});

Deno.test("a looping recording shows its rate at any time of the last 31 days", () => {
  const log = recording("looping");
  fc.assert(fc.property(
    fc.integer({ min: -1_000_000, max: 10_000_000 }),
    fc.integer({ min: 1, max: 5000 }),
    (end, seconds) => {
      const to = STARTED_AT + end;
      assert.equal(count(log, [to - seconds * 1000, to], Math.max(to, STARTED_AT)), seconds);
    },
  ));
  const oldest = STARTED_AT - 20_000 * 60_000;
  assert.deepEqual(log.shown({ now: STARTED_AT }), { from: oldest, to: STARTED_AT });
  assert.equal(count(log, [oldest - 60_000, oldest], STARTED_AT), 0);
});

Deno.test("a looping recording shows nothing that is yet to happen", () => {
  const log = recording("looping");
  assert.equal(count(log, [STARTED_AT, STARTED_AT + 60_000], STARTED_AT), 0);
  assert.equal(count(log, [STARTED_AT, STARTED_AT + 60_000], STARTED_AT + 30_000), 30);
});

Deno.test("a recording of one instant repeats every second", () => {
  const log = new Recording("log", tableOf([{ time: 0 }, { time: 0 }]), {
    replay: "looping",
    startedAt: STARTED_AT,
  });
  assert.equal(count(log, [STARTED_AT - 10_000, STARTED_AT], STARTED_AT), 20);
});

const NOW = Date.UTC(2026, 2, 31, 12, 30);
const RANGES: readonly (readonly [text: string, from: string, to: string])[] = [
  ["today", "2026-03-31T00:00", "2026-03-31T12:30"],
  ["Yesterday", "2026-03-30T00:00", "2026-03-31T00:00"],
  ["last 5 mins", "2026-03-31T12:25", "2026-03-31T12:30"],
  ["Last 1 Minute", "2026-03-31T12:29", "2026-03-31T12:30"],
  ["LAST 3 hrs", "2026-03-31T09:30", "2026-03-31T12:30"],
  ["last 2 hours", "2026-03-31T10:30", "2026-03-31T12:30"],
  ["last 1 day", "2026-03-30T12:30", "2026-03-31T12:30"],
  ["last 2 weeks", "2026-03-17T12:30", "2026-03-31T12:30"],
  ["last 3 months", "2025-12-31T12:30", "2026-03-31T12:30"],
  ["last 1 year", "2025-03-31T12:30", "2026-03-31T12:30"],
];
for (const [text, from, to] of RANGES) {
  Deno.test(`parseTimeRange() reads "${text}"`, () => {
    const window = parseTimeRange(text, { now: NOW });
    const shown = [window?.from, window?.to].map((time) =>
      new Date(time ?? NaN).toISOString().slice(0, 16)
    );
    assert.deepEqual(shown, [from, to]);
  });
}

for (
  const text of [
    "",
    "last 0 hours",
    "last hour",
    "last 5 seconds",
    "next 5 days",
    "last 2 fortnights",
  ]
) {
  Deno.test(`parseTimeRange() refuses "${text}"`, () => {
    assert.equal(parseTimeRange(text, { now: NOW }), undefined);
  });
}
