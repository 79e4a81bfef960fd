import { deepEqual, equal } from "node:assert/strict";
import type { Decision } from "./destination.ts";
import { judge, type Kill, type LaneEvidence, type Receipt, type Verdict } from "./verdict.ts";

/** Pushes of windows of one second, written short: which one, and what the destination did with it. */
type Push = readonly [index: number, decision?: Decision, changed?: Partial<Receipt>];

/** A push every second, the first one at 1000. */
function receiptsOf(pushes: readonly Push[]): Receipt[] {
  return pushes.map(([index, decision = "accepted", changed = {}], place) => {
    const window = { from: index * 1000, to: (index + 1) * 1000 };
    const deliveryId = `errors/destination/${window.from}-${window.to}`;
    const said = `count ${index}`;
    return { window, deliveryId, said, decision, at: (place + 1) * 1000, ...changed };
  });
}

function verdictOn(
  pushes: readonly Push[],
  { kills = [], ...changed }: Partial<LaneEvidence> & { readonly kills?: readonly Kill[] } = {},
): Verdict {
  const lane: LaneEvidence = {
    name: "errors/destination",
    periodMs: 1000,
    onUnknown: "repeat",
    due: { from: 0, to: 4000 },
    closings: [],
    receipts: receiptsOf(pushes),
    expected: ({ from }) => `count ${from / 1000}`,
    ...changed,
  };
  return judge([lane], { kills, settleMs: 500 });
}

const findingsOf = ({ findings }: Verdict) => findings.map(({ kind, message }) => [kind, message]);
const at = (second: number) => new Date(second * 1000).toISOString();
const DROP = { onUnknown: "drop" } as const;

Deno.test("judge() finds nothing where every window came once, in order, with its value", () => {
  deepEqual(verdictOn([[0], [1], [2], [3]]), {
    findings: [],
    windows: 4,
    accepted: 4,
    repeatsByKill: 0,
    repeatsByUnknown: 0,
    droppedUnknown: 0,
  });
});

Deno.test("judge() finds windows that never came: the first, one between, the last, and beyond", () => {
  const hole = (second: number) => ["hole", `${at(second)}/1000 never came`];
  deepEqual(findingsOf(verdictOn([[1], [2], [3]])), [hole(0)]);
  deepEqual(findingsOf(verdictOn([[0], [1], [3]])), [hole(2)]);
  deepEqual(findingsOf(verdictOn([[0], [1], [2]])), [hole(3)]);
  deepEqual(findingsOf(verdictOn([[0], [1], [2], [3], [5]])), [hole(4)]);
  deepEqual(findingsOf(verdictOn([])), [hole(0), hole(1), hole(2), hole(3)]);
});

Deno.test("judge() finds a window that the destination refused or lost, and that came no more", () => {
  for (const decision of ["refused", "lost"] as const) {
    const verdict = verdictOn([[0], [1, decision], [2], [3]]);
    deepEqual(findingsOf(verdict), [["hole", `${at(1)}/1000 never came`]]);
    equal(verdict.accepted, 3);
  }
});

Deno.test("judge() finds windows that came in the wrong order", () => {
  deepEqual(findingsOf(verdictOn([[0], [2], [1], [3]])), [
    ["order", `${at(1)}/1000 came after a later one`],
  ]);
});

Deno.test("judge() takes a repeat after a kill that fell between acceptance and settling", () => {
  const kills = [{ at: 2010, restartedAt: 2020 }];
  const verdict = verdictOn([[0], [1], [1], [2], [3]], { kills });
  deepEqual(findingsOf(verdict), []);
  equal(verdict.repeatsByKill, 1);
});

Deno.test("judge() takes a push of a killed life that arrives after the kill", () => {
  const kills = [{ at: 1990, restartedAt: 2020 }];
  deepEqual(findingsOf(verdictOn([[0], [1], [1], [2], [3]], { kills })), []);
});

Deno.test("judge() takes a repeat after an acceptance that the program could not know of", () => {
  const verdict = verdictOn([[0], [1, "accepted unheard"], [1, "refused"], [1], [2], [3]]);
  deepEqual(findingsOf(verdict), []);
  equal(verdict.repeatsByUnknown, 1);
});

Deno.test("judge() finds repeats without a reason", () => {
  const finding = [
    "repeat",
    `${at(1)}/1000 (accepted) was pushed again after 1000 ms without a reason`,
  ];
  const pushes: readonly Push[] = [[0], [1], [1], [2], [3]];
  deepEqual(findingsOf(verdictOn(pushes)), [finding]);
  const early = [{ at: 1500, restartedAt: 1600 }];
  deepEqual(findingsOf(verdictOn(pushes, { kills: early })), [finding], "killed before");
  const late = [{ at: 3010, restartedAt: 3020 }];
  deepEqual(findingsOf(verdictOn(pushes, { kills: late })), [finding], "killed after");
  const slow = [{ at: 2600, restartedAt: 2700 }];
  deepEqual(findingsOf(verdictOn(pushes, { kills: slow })), [finding], "settled long before");
});

Deno.test("judge() finds a repeat that comes after other windows, whatever the reason", () => {
  const kills = [{ at: 2010, restartedAt: 2020 }];
  deepEqual(findingsOf(verdictOn([[0], [1], [2], [1], [3]], { kills })), [
    [
      "repeat",
      `${
        at(1)
      }/1000 (accepted) was pushed again after 2000 ms without a reason, after other windows`,
    ],
  ]);
});

Deno.test("judge() finds that one kill does not explain two repeats", () => {
  const kills = [{ at: 2010, restartedAt: 2020 }];
  equal(verdictOn([[0], [1], [1], [1], [2], [3]], { kills }).findings.length, 1);
});

Deno.test("judge() finds a wrong value, also in a push that was not taken", () => {
  const wrong = ["value", `${at(1)}/1000 says count 7 instead of count 1`];
  const said = { said: "count 7" };
  deepEqual(findingsOf(verdictOn([[0], [1, "accepted", said], [2], [3]])), [wrong]);
  deepEqual(findingsOf(verdictOn([[0], [1, "refused", said], [1], [2], [3]])), [wrong]);
});

Deno.test("judge() finds a push without its identity", () => {
  const nameless = { window: undefined, deliveryId: "" };
  deepEqual(findingsOf(verdictOn([[0], [1, "accepted", nameless], [2], [3]])), [
    ["identity", `a push has the delivery id ""`],
    ["hole", `${at(1)}/1000 never came`],
  ]);
});

Deno.test("judge() finds windows that are not those of the schedule", () => {
  const crooked = { window: { from: 1001, to: 2001 } };
  const long = { window: { from: 1000, to: 3000 } };
  for (const changed of [crooked, long]) {
    const [finding] = findingsOf(verdictOn([[0], [1, "accepted", changed], [1], [2], [3]]));
    equal(finding?.[0], "shape");
  }
});

Deno.test("judge() takes what on_unknown = drop leaves out, and nothing else", () => {
  const lost = verdictOn([[0], [1, "lost"], [2], [3]], DROP);
  deepEqual([lost.findings.length, lost.droppedUnknown], [0, 1]);
  const kills = [{ at: 1500, restartedAt: 1600 }];
  const killed = verdictOn([[0], [2], [3]], { ...DROP, kills });
  deepEqual([killed.findings.length, killed.droppedUnknown], [0, 1]);
  const closed = verdictOn([[0], [2], [3]], { ...DROP, closings: [1500] });
  deepEqual([closed.findings.length, closed.droppedUnknown], [0, 1]);
  equal(verdictOn([[0], [2], [3]], { ...DROP, closings: [500, 2500] }).findings.length, 1);
  equal(verdictOn([[0], [2], [3]], { closings: [1500] }).findings.length, 1);
  equal(verdictOn([[0], [2], [3]], DROP).findings.length, 1);
  equal(verdictOn([[0], [1, "refused"], [2], [3]], DROP).findings.length, 1);
});

Deno.test("judge() finds that on_unknown = drop never repeats", () => {
  const kills = [{ at: 2010, restartedAt: 2020 }];
  equal(verdictOn([[0], [1], [1], [2], [3]], { ...DROP, kills }).findings.length, 1);
  const unheard: readonly Push[] = [[0], [1, "accepted unheard"], [1], [2], [3]];
  equal(verdictOn(unheard, DROP).findings.length, 1);
});
