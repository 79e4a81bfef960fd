/**
 * Runs the program for a while with many searches of a short period, and some faults, and watches what it holds:
 * memory, open files, the store (but for its ledger, which keeps a line of each delivered window for days). An hour of this
 * is as many windows as days of a usual config.
 *
 *     deno task soak [--minutes 60] [--searches 15] [--seed 1]
 *
 * Ends with 0 if nothing grows once it is warm.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startLife } from "../tests/chaos/life.ts";
import type { LedgerLine } from "../tests/chaos/destination.ts";
import { makeWorld, type World } from "../tests/chaos/world.ts";
import { processUsage } from "./bench/process_usage.ts";
import { coursesOf, type Measure, type Sample } from "./soak/flatness.ts";

const SAMPLES = 200;
const SHORTEST_PAUSE_MS = 250;
/**
 * What the destinations are known to take must be enough to catch up after a fault: Graphite 20 pushes a second,
 * Geckoboard 3.
 */
const GECKOBOARDS = 2;
/** Beside 20 faults or so. */
const GOOD = 2_000;
const RATE_LIMIT = 100_000;
const SILENCE_MS = 5_000;
const LINES = 12;
const NAMES: Readonly<Record<Measure, string>> = {
  rssMib: "RSS, MiB",
  openFiles: "open files",
  storeMib: "store, MiB",
};

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    searches: { type: "string", default: "15" },
    seed: { type: "string", default: "1" },
  },
});
const minutes = Number(values.minutes);
const searches = Number(values.searches);
const seed = Number(values.seed);
if (!(minutes > 0 && searches > 0 && Number.isInteger(seed))) {
  console.error("error: --minutes, --searches and --seed take numbers");
  Deno.exit(2);
}

await using world = await makeWorld({
  seed,
  searches,
  periodSeconds: 1,
  silenceMs: SILENCE_MS,
  geckoboards: GECKOBOARDS,
  good: GOOD,
  rateLimit: RATE_LIMIT,
});
console.log(`${searches} searches every second for ${minutes} minutes, seed ${seed}\n`);
const { samples, exitCode } = await watch(world);
Deno.exitCode = show(samples) && exitCode === 0 ? 0 : 1;

async function watch(world: World): Promise<{ samples: Sample[]; exitCode: number }> {
  await using program = startLife(world);
  const samples: Sample[] = [];
  const started = performance.now();
  const pauseMs = Math.max(SHORTEST_PAUSE_MS, minutes * 60_000 / SAMPLES);
  const ended = program.ended.then(({ code }) => code);
  while (performance.now() - started < minutes * 60_000) {
    const code = await Promise.race([delay(pauseMs), ended]);
    if (typeof code === "number") break;
    samples.push({ atMs: performance.now() - started, ...await look(program.pid, world) });
  }
  program.signal("SIGTERM");
  return { samples, exitCode: await ended };
}

async function look(pid: number, { stateDir }: World): Promise<Omit<Sample, "atMs">> {
  const { rssMib } = await processUsage(pid);
  const files = await Array.fromAsync(Deno.readDir(`/proc/${pid}/fd`));
  const store = await Array.fromAsync(Deno.readDir(stateDir));
  const sizes = await Promise.all(store.map(({ name }) => sizeOf(`${stateDir}/${name}`)));
  const storeBytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    rssMib,
    openFiles: files.length,
    storeMib: storeBytes / 2 ** 20,
    windows: delivered(),
  };
}

function delivered(): number {
  const isTaken = ({ decision }: LedgerLine) => decision === "accepted";
  return [world.geckoboard, world.graphite].flatMap(({ ledger }) => ledger).filter(isTaken).length;
}

/** Files of a store come and go. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

function show(samples: readonly Sample[]): boolean {
  console.log("| minutes | RSS, MiB | open files | store, MiB | windows |");
  console.log("| ------: | -------: | ---------: | ---------: | ------: |");
  const step = Math.max(1, Math.floor(samples.length / LINES));
  for (const sample of samples.filter((_, index) => index % step === 0)) {
    const { atMs, rssMib, openFiles, storeMib, windows } = sample;
    const cells = [
      (atMs / 60_000).toFixed(1).padStart(7),
      rssMib.toFixed(0).padStart(8),
      String(openFiles).padStart(10),
      storeMib.toFixed(2).padStart(10),
      String(windows).padStart(7),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
  const { api, geckoboard, graphite } = world;
  const pushes = geckoboard.ledger.length + graphite.ledger.length;
  console.log(
    `\n${api.asked.length} queries, ${pushes} pushes; medians of the quarters of the time:`,
  );
  return coursesOf(samples).map(({ measure, quarters, isFlat }) => {
    const medians = quarters.map((value) => value.toFixed(1)).join("  ");
    console.log(`  ${NAMES[measure].padEnd(12)}${medians}  ${isFlat ? "flat" : "GROWS"}`);
    return isFlat;
  }).every((isFlat) => isFlat);
}
