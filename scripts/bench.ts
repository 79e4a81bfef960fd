/**
 * The main job at its full size: thousands of searches against the simulator, pushed to a receiver, beside the least
 * program that makes the same requests (`bench/bare_loop.ts`). Both are measured in the same run, one after the other,
 * on the same machine; the ratios are what counts.
 *
 *     deno run -A scripts/bench.ts [--searches 1000] [--period 10] [--seconds 120] [--markdown]
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { parseArgs } from "node:util";
import { measureBare, type Measured, measureProgram } from "./bench/measure.ts";
import { startSurroundings } from "./bench/surroundings.ts";

const { values } = parseArgs({
  options: {
    searches: { type: "string", default: "1000" },
    period: { type: "string", default: "10" },
    seconds: { type: "string", default: "120" },
  },
});
const load = {
  searches: Number(values.searches),
  periodSeconds: Number(values.period),
  seconds: Number(values.seconds),
};

await using surroundings = await startSurroundings();
console.log(
  `${load.searches} searches every ${load.periodSeconds} s for ${load.seconds} s, ${navigator.hardwareConcurrency} cores`,
);
const bare = await measureBare(surroundings, load);
const program = await measureProgram(surroundings, load);

const rows: [string, (measured: Measured) => string, (measured: Measured) => number][] = [
  ["runs/s", ({ runsPerSecond }) => runsPerSecond.toFixed(1), ({ runsPerSecond }) => runsPerSecond],
  ["CPU, % of one core", ({ cpuPercent }) => cpuPercent.toFixed(1), ({ cpuPercent }) => cpuPercent],
  ["RSS, MiB (highest)", ({ rssMib }) => rssMib.toFixed(0), ({ rssMib }) => rssMib],
];
console.log("\n| | leexport | bare loop | ratio |\n| --- | --- | --- | --- |");
for (const [name, shown, value] of rows) {
  const ratio = (value(program) / value(bare)).toFixed(2);
  console.log(`| ${name} | ${shown(program)} | ${shown(bare)} | ${ratio} |`);
}
const { lateness } = program;
console.log(`| lateness p50, ms | ${lateness.p50.toFixed(0)} | | |`);
console.log(`| lateness p99, ms | ${lateness.p99.toFixed(0)} | | |`);
console.log(`| lateness highest, ms | ${lateness.max.toFixed(0)} | | |`);
console.log(`| runs later than 1 s | ${lateness.late} | | |`);
console.log(`| runs missed | ${program.missed} | | |`);
console.log(`| runs failed | ${program.failed} | | |`);
