/**
 * Kills the real program again and again, in a world where everything that can go wrong does, and judges what arrived
 * at its destinations. The same seed makes the same decisions.
 *
 *     deno task chaos [--kills 200] [--minutes N] [--seed S] [--searches 6]
 *
 * Ends with 0 if no window is missing, out of order, wrong, or repeated without a reason.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { parseArgs } from "node:util";
import { type ChaosReport, runChaos } from "../tests/chaos/chaos_run.ts";

/** As long as the real API may leave one waiting. */
const SILENCE_MS = 30_000;
const MOST_SHOWN = 20;
const LARGEST_SEED = 1_000_000;

const { values } = parseArgs({
  options: {
    kills: { type: "string" },
    minutes: { type: "string" },
    seed: { type: "string", default: String(Math.floor(Math.random() * LARGEST_SEED)) },
    searches: { type: "string", default: "6" },
  },
});
const minutes = Number(values.minutes ?? Infinity);
const kills = Number(values.kills ?? (values.minutes === undefined ? 200 : Infinity));
const seed = Number(values.seed);
if ([minutes, kills, seed].some(Number.isNaN)) {
  console.error("error: --kills, --minutes and --seed take numbers");
  Deno.exit(2);
}

console.log(`seed ${seed}`);
const started = performance.now();
const report = await runChaos({
  seed,
  kills,
  searches: Number(values.searches),
  silenceMs: SILENCE_MS,
  until: started + minutes * 60_000,
  say: (line) => console.log(`${((performance.now() - started) / 1000).toFixed(1)} s: ${line}`),
});
const isGood = show(report);
Deno.exit(isGood ? 0 : 1);

function show({ verdict, log, ...report }: ChaosReport): boolean {
  const { findings, windows, accepted } = verdict;
  const caughtUp = report.calmMs === undefined
    ? "never"
    : `${(report.calmMs / 1000).toFixed(1)} s after the last fault`;
  console.log(`
seed ${report.seed}, ${report.kills} kills, ${report.queries} queries, ${report.pushes} pushes
  windows due             ${windows} (over all destinations)
  windows taken           ${accepted}
  left out by on_unknown  ${verdict.droppedUnknown}
  repeated after a kill   ${verdict.repeatsByKill}
  repeated, not known     ${verdict.repeatsByUnknown}
  caught up               ${caughtUp}
  exit code               ${report.exitCode}
  ledger --verify         ${report.ledgerCode}
  findings                ${findings.length}`);
  for (const { kind, lane, message } of findings.slice(0, MOST_SHOWN)) {
    console.log(`    ${kind}: ${lane}: ${message}`);
  }
  if (findings.length > MOST_SHOWN) console.log(`    and ${findings.length - MOST_SHOWN} more`);
  const isGood = findings.length === 0 && report.calmMs !== undefined &&
    report.exitCode === 0 && report.ledgerCode === 0;
  if (!isGood) console.log(`\nthe end of its log:\n${log}`);
  return isGood;
}
