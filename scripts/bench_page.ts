/**
 * The status page at the size of the main job: how soon it is there, whether it stays smooth while searches run, and what
 * it costs the daemon while it is open, against the same time before and after, while it is closed.
 *
 *     deno task bench-page [--searches 2000] [--period 60] [--seconds 30]
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { parseArgs } from "node:util";
import { startChromium } from "../tests/servers/chromium.ts";
import { processUsage } from "./bench/process_usage.ts";
import { startSurroundings } from "./bench/surroundings.ts";
import { watchPage } from "./bench_page/watch_page.ts";
import { startWatchedProgram } from "./bench_page/watched_program.ts";

const { values } = parseArgs({
  options: {
    searches: { type: "string", default: "2000" },
    period: { type: "string", default: "60" },
    seconds: { type: "string", default: "30" },
  },
});
const searches = Number(values.searches);
const periodSeconds = Number(values.period);
const seconds = Number(values.seconds);

await using surroundings = await startSurroundings();
await using program = await startWatchedProgram(surroundings, { searches, periodSeconds });
await using browser = await startChromium();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const page = await context.newPage();
await page.waitForTimeout((periodSeconds + 3) * 1000);

const before = await cpuPercent();
const figures = await watchPage(page, { url: program.url, rows: searches, seconds });
const open = await cpuPercent();
await page.close();
const after = await cpuPercent();
const closed = (before + after) / 2;

console.log(`${searches} searches every ${periodSeconds} s\n`);
const rows: readonly (readonly [string, number, string])[] = [
  ["first contentful paint", figures.firstPaintMs, "ms"],
  ["every search in the list", figures.allRowsMs, "ms"],
  ["longest task until then", figures.longestTaskMs.loading, "ms"],
  ["longest task while updating", figures.longestTaskMs.updating, "ms"],
  ["page busy while updating", figures.busyPercent, "% of a core"],
  ["daemon, page closed", closed, "% of a core"],
  ["daemon, page open", open, "% of a core"],
  ["cost of the open page", open - closed, "% of a core"],
];
for (const [name, value, unit] of rows) {
  console.log(`${name.padEnd(30)}${value.toFixed(1).padStart(8)} ${unit}`);
}

/** What the daemon uses for a while. */
async function cpuPercent(): Promise<number> {
  const [{ cpuSeconds }, start] = [await processUsage(program.pid), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const used = (await processUsage(program.pid)).cpuSeconds - cpuSeconds;
  return used / (performance.now() - start) * 100_000;
}
