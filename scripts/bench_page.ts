/**
 * The status page at the size of the main job: how soon it is there, whether it stays smooth while searches run, and what
 * it costs the daemon's side while it is open, against the same time while it is closed.
 *
 *     deno task bench-page [--searches 2000] [--runs-per-second 33] [--seconds 20]
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { parseArgs } from "node:util";
import { startChromium } from "../tests/servers/chromium.ts";
import { processUsage } from "./bench/process_usage.ts";
import { startFedProcess } from "./bench_page/fed_process.ts";
import { watchPage } from "./bench_page/watch_page.ts";

const { values } = parseArgs({
  options: {
    searches: { type: "string", default: "2000" },
    "runs-per-second": { type: "string", default: "33" },
    seconds: { type: "string", default: "20" },
  },
});
const searches = Number(values.searches);
const runsPerSecond = Number(values["runs-per-second"]);
const seconds = Number(values.seconds);

await using server = await startFedProcess({ searches, runsPerSecond });
await using browser = await startChromium();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
const page = await context.newPage();

const closedPercent = await cpuPercent(async () => {
  await page.waitForTimeout(seconds * 1000);
});
const figures = await watchPage(page, { url: server.url, rows: searches, seconds: 5 });
const openPercent = await cpuPercent(async () => {
  await page.waitForTimeout(seconds * 1000);
});

console.log(`${searches} searches, ${runsPerSecond} runs a second, ${seconds} s\n`);
const rows: readonly (readonly [string, number, string])[] = [
  ["first contentful paint", figures.firstPaintMs, "ms"],
  ["every search in the list", figures.allRowsMs, "ms"],
  ["longest task until then", figures.longestTaskMs.loading, "ms"],
  ["longest task while updating", figures.longestTaskMs.updating, "ms"],
  ["page busy while updating", figures.busyPercent, "% of a core"],
  ["server, page closed", closedPercent, "% of a core"],
  ["server, page open", openPercent, "% of a core"],
  ["cost of the open page", openPercent - closedPercent, "% of a core"],
];
for (const [name, value, unit] of rows) {
  console.log(`${name.padEnd(30)}${value.toFixed(1).padStart(8)} ${unit}`);
}

/** What the server uses while something goes on. */
async function cpuPercent(goOn: () => Promise<void>): Promise<number> {
  const [before, start] = [await processUsage(server.pid), performance.now()];
  await goOn();
  const { cpuSeconds } = await processUsage(server.pid);
  return (cpuSeconds - before.cpuSeconds) / (performance.now() - start) * 100_000;
}
