/**
 * How soon leexport is there: `--version`, `check` of ten searches, the first query of `start`, each as a ratio to a bare
 * Deno program, which is one statement in a folder of its own, run with the same flags. All take turns on the same
 * machine, with warm caches; the ratios are what counts.
 *
 *     deno task bench-startup [--rounds 25] [--executable PATH]
 *
 * An executable (also named by LEEXPORT_BIN) is compared with the same bare program, run by this Deno.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { RUN_FROM_SOURCE } from "../src/process/self.ts";
import { startQueryServer } from "./bench_startup/first_query.ts";
import { type Invocation, timeToEnd, timeToQuery } from "./bench_startup/measure.ts";
import { tenSearches } from "./bench_startup/ten_searches.ts";

/** How long each may take at most, in times of the bare program. */
const GOALS = { version: 1.3, check: 2, start: 4 } as const;

interface Row {
  readonly name: string;
  readonly goal?: number;
  readonly measure: () => Promise<number>;
  readonly times: number[];
}

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "25" }, executable: { type: "string" } },
});
const executable = values.executable ?? Deno.env.get("LEEXPORT_BIN");
const main = fileURLToPath(new URL("../main.ts", import.meta.url));

const folder = await Deno.makeTempDir({ prefix: "leexport-bench-startup-" });
await using stack = new AsyncDisposableStack();
stack.defer(() => Deno.remove(folder, { recursive: true }));
const server = stack.use(startQueryServer());
const [bare, config] = [`${folder}/bare.js`, `${folder}/config.ini`];
await Deno.writeTextFile(bare, "Deno.exit(0);\n");
await Deno.writeTextFile(config, tenSearches(server.url, `${folder}/state`));

const rows: readonly Row[] = [
  { name: "bare Deno program", measure: () => timeToEnd(deno(bare)), times: [] },
  {
    name: "leexport --version",
    goal: GOALS.version,
    measure: () => timeToEnd(leexport("--version")),
    times: [],
  },
  {
    name: "leexport check, 10 searches",
    goal: GOALS.check,
    measure: () => timeToEnd(leexport("check", "-c", config)),
    times: [],
  },
  {
    name: "leexport start, first query",
    goal: GOALS.start,
    measure: () => timeToQuery(leexport("start", "-c", config), server),
    times: [],
  },
];
for (const { measure } of rows) await measure();
for (let round = 0; round < Number(values.rounds); round++) {
  for (const { measure, times } of rows) times.push(await measure());
}

const what = executable ?? "from source";
console.log(`leexport: ${what}; bare program: deno run, Deno ${Deno.version.deno}`);
console.log(`${values.rounds} rounds, ${navigator.hardwareConcurrency} cores\n`);
console.log("| | median, ms | middle half, ms | ratio | goal |\n| --- | --- | --- | --- | --- |");
const base = quantile(rows[0]!.times, 0.5);
for (const { name, goal, times } of rows) {
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(times, share));
  const spread = `${low!.toFixed(0)} to ${high!.toFixed(0)}`;
  const ratio = (median! / base).toFixed(2);
  console.log(`| ${name} | ${median!.toFixed(1)} | ${spread} | ${ratio} | ${goal ?? ""} |`);
}

function deno(...args: readonly string[]): Invocation {
  return { command: Deno.execPath(), args: [...RUN_FROM_SOURCE, "--quiet", ...args] };
}

function leexport(...args: readonly string[]): Invocation {
  return executable === undefined ? deno(main, ...args) : { command: executable, args };
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
}
