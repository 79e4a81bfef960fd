/**
 * The main job at its full size: thousands of searches against the simulator, pushed to a receiver, beside the least
 * program that makes the same requests (`bench/bare_loop.ts`), and beside leexport without its store. All are measured in
 * the same run, one after the other, on the same machine; the ratios are what counts.
 *
 *     deno run -A scripts/bench.ts [--searches 1000] [--period 10] [--seconds 120] [--folder FOLDER]
 *
 * The store lies below FOLDER, so that a real disk can be chosen; by default below this checkout.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureBare, type Measured, measureProgram } from "./bench/measure.ts";
import { startSurroundings } from "./bench/surroundings.ts";

const { values } = parseArgs({
  options: {
    searches: { type: "string", default: "1000" },
    period: { type: "string", default: "10" },
    seconds: { type: "string", default: "120" },
    folder: { type: "string", default: fileURLToPath(new URL("..", import.meta.url)) },
  },
});
const load = {
  searches: Number(values.searches),
  periodSeconds: Number(values.period),
  seconds: Number(values.seconds),
  folder: values.folder,
};

await using surroundings = await startSurroundings();
console.log(
  `${load.searches} searches every ${load.periodSeconds} s for ${load.seconds} s, ${navigator.hardwareConcurrency} cores`,
);
const bare = await measureBare(surroundings, load);
const program = await measureProgram(surroundings, { ...load, state: "disk" });
const forgetful = await measureProgram(surroundings, { ...load, state: "none" });

const rows: [string, (measured: Measured) => string, (measured: Measured) => number][] = [
  ["runs/s", ({ runsPerSecond }) => runsPerSecond.toFixed(1), ({ runsPerSecond }) => runsPerSecond],
  ["CPU, % of one core", ({ cpuPercent }) => cpuPercent.toFixed(1), ({ cpuPercent }) => cpuPercent],
  ["RSS, MiB (highest)", ({ rssMib }) => rssMib.toFixed(0), ({ rssMib }) => rssMib],
];
console.log("\n| | leexport | bare loop | ratio | without the store | ratio |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const [name, shown, value] of rows) {
  const ratio = (other: Measured) => (value(program) / value(other)).toFixed(2);
  const others = [bare, forgetful].map((other) => `${shown(other)} | ${ratio(other)}`);
  console.log(`| ${name} | ${shown(program)} | ${others.join(" | ")} |`);
}
const { lateness } = program;
console.log(`| lateness p50, ms | ${lateness.p50.toFixed(0)} | | | | |`);
console.log(`| lateness p99, ms | ${lateness.p99.toFixed(0)} | | | | |`);
console.log(`| lateness highest, ms | ${lateness.max.toFixed(0)} | | | | |`);
console.log(`| runs later than 1 s | ${lateness.late} | | | | |`);
console.log(`| runs missed | ${program.missed} | | | | |`);
console.log(`| runs failed | ${program.failed} | | | | |`);
