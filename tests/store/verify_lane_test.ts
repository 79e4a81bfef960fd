import { deepEqual } from "node:assert/strict";
import { NO_ACCOUNT } from "../../src/store/lanes.ts";
import type { LedgerLine } from "../../src/store/ledger.ts";
import { emptyReport, type LaneReport } from "../../src/store/reading.ts";
import { verifyLane } from "../../src/store/verify_lane.ts";
import { LANE, minute } from "./folder.ts";

function line(index: number): LedgerLine {
  const common = { count: 1, settledAt: 0, digest: "0123456789abcdef", reason: undefined };
  return { window: minute(index), outcome: "delivered", ...common };
}

/** A lane whose first three windows are delivered and whose fourth waits. */
const WHOLE: LaneReport = {
  ...emptyReport(LANE),
  account: { ...NO_ACCOUNT, asked: 4, delivered: 3, waiting: 1, askedTo: minute(3).to },
  coveredTo: minute(3).to,
  lines: [line(0), line(1), line(2)],
  waiting: [minute(3)],
};

const CASES: readonly (readonly [string, LaneReport, readonly string[]])[] = [
  ["nothing in a whole lane", WHOLE, []],
  ["nothing in a lane of sliding windows", {
    ...emptyReport(LANE),
    account: { ...NO_ACCOUNT, asked: 9, delivered: 8, replaced: 1 },
  }, []],
  ["a window that is missing", { ...WHOLE, lines: [line(0), line(2)] }, [
    "has no window from 2026-11-24T00:01:00.000Z to 2026-11-24T00:02:00.000Z",
  ]],
  ["the last windows missing", { ...WHOLE, waiting: [] }, [
    "has no window from 2026-11-24T00:03:00.000Z to 2026-11-24T00:04:00.000Z",
  ]],
  ["a window that is there twice", { ...WHOLE, waiting: [minute(2), minute(3)] }, [
    "has from 2026-11-24T00:02:00.000Z to 2026-11-24T00:03:00.000Z twice",
  ]],
  ["all windows missing", { ...WHOLE, lines: [], waiting: [] }, [
    "has none of its windows before 2026-11-24T00:04:00.000Z",
  ]],
  ["an account that does not add up", { ...WHOLE, account: { ...WHOLE.account, asked: 5 } }, [
    "was asked 5 windows, and what became of them adds up to 4",
  ]],
  ["more windows than are counted", {
    ...WHOLE,
    account: { ...WHOLE.account, delivered: 2, asked: 3 },
  }, ["has 3 windows that are delivered in its ledger, and counts 2"]],
];

for (const [what, report, complaints] of CASES) {
  Deno.test(`verifyLane() finds ${what}`, () => {
    deepEqual(verifyLane(report, { staleBefore: undefined }), complaints);
  });
}

Deno.test("verifyLane() finds a lane that is stale", () => {
  deepEqual(verifyLane(WHOLE, { staleBefore: minute(4).to }), [
    "is stale: asked up to 2026-11-24T00:04:00.000Z",
  ]);
  deepEqual(verifyLane(WHOLE, { staleBefore: minute(3).to }), []);
  deepEqual(verifyLane(emptyReport(LANE), { staleBefore: 0 }), ["has not been asked yet"]);
});
