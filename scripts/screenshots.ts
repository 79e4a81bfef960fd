/**
 * Takes the pictures of the status page in docs/: the running demo, with one destination that has just broken.
 *
 *     deno task screenshots
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output tells what it wrote

import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { startChromium } from "../tests/servers/chromium.ts";
import { startDemoDaemon } from "../tests/status_page/demo_daemon.ts";

const DOCS = fileURLToPath(new URL("../docs/", import.meta.url));
const PERIOD_SECONDS = 2;
/** Runs that are seen before the destination breaks, and after. */
const RUNS_BEFORE = 30;
const RUNS_BROKEN = 7;

const PICTURES: Readonly<Record<string, BrowserContextOptions>> = {
  "status-light.png": { viewport: { width: 1200, height: 760 }, colorScheme: "light" },
  "status-dark.png": { viewport: { width: 1200, height: 760 }, colorScheme: "dark" },
  "status-phone.png": { viewport: { width: 375, height: 800 }, colorScheme: "light" },
};

const PICTURES_THERE = `Promise.all([...document.images]
  .filter((image) => image.getBoundingClientRect().top < innerHeight)
  .map((image) => image.complete || new Promise((resolve) => image.onload = resolve)))`;

await using daemon = await startDemoDaemon({ periodSeconds: PERIOD_SECONDS });
await using browser = await startChromium();
await seconds(RUNS_BEFORE * PERIOD_SECONDS);
daemon.breakPath("/v1/send/orders");
await seconds(RUNS_BROKEN * PERIOD_SECONDS);
for (const [name, options] of Object.entries(PICTURES)) {
  await take(browser, { name, options });
  const { size } = await Deno.stat(DOCS + name);
  console.log(`wrote docs/${name}, ${Math.round(size / 1024)} KiB`);
}

async function take(
  browser: Browser,
  { name, options }: { readonly name: string; readonly options: BrowserContextOptions },
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(daemon.url, { waitUntil: "commit" });
  await page.getByText("1 of 5 searches fails").first().waitFor();
  await page.evaluate(PICTURES_THERE);
  await page.screenshot({ path: DOCS + name });
  await context.close();
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}
