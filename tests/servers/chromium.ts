import { type Browser, chromium } from "playwright-core";
import { canRun } from "./requirement.ts";

/** Debian's. */
const CHROMIUM = "/usr/bin/chromium";

/** A browser that asks nobody but the pages it is sent to. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What to install before a browser can be started; `undefined` if nothing is missing. */
export async function missingForChromium(): Promise<string | undefined> {
  const found = await canRun(CHROMIUM, ["--version"]);
  return found ? undefined : "install the package chromium";
}

/** Starts a browser without a window and with a new profile; it is closed when disposed of. */
export async function startChromium(): Promise<Browser & AsyncDisposable> {
  return await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
}
