import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { runChaos } from "./chaos_run.ts";

/** Three worlds side by side, because most of a life is waiting. */
const SEEDS = [1, 2, 3];
const KILLS_EACH = 14;

Deno.test("a program that is killed 42 times among faults delivers every window, in order, and repeats with a reason", async () => {
  const reports = await Promise.all(
    SEEDS.map((seed) => runChaos({ seed, kills: KILLS_EACH })),
  );
  for (const { seed, verdict, calmMs, exitCode, ledgerCode, log } of reports) {
    const found = verdict.findings.map(({ kind, lane, message }) => `${kind}: ${lane}: ${message}`);
    equal(found.join("\n"), "", `seed ${seed}\n${found.join("\n")}\n${log}`);
    notEqual(calmMs, undefined, `seed ${seed}: did not catch up\n${log}`);
    deepEqual([exitCode, ledgerCode], [0, 0], `seed ${seed}\n${log}`);
    equal(verdict.accepted + verdict.droppedUnknown, verdict.windows);
  }
  const kills = reports.reduce((sum, { kills }) => sum + kills, 0);
  equal(kills, SEEDS.length * KILLS_EACH);
});

Deno.test("a program without a store loses windows when it is killed, and the judge sees it", async () => {
  const broken = { searches: 2, state: "none", downMs: 2_500 } as const;
  const { verdict } = await runChaos({ seed: 4, kills: 2, ...broken });
  ok(verdict.findings.some(({ kind }) => kind === "hole"));
  ok(verdict.accepted < verdict.windows);
});
