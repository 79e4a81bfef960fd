import { resolve } from "node:path";
import { loadConfig } from "../config/load_config.ts";
import { type LoadedProcess, loadProcess } from "../config/load_process.ts";
import { wait } from "../engine/wait.ts";
import { openCatalog } from "../service_host/catalog.ts";
import { type DisplayOptions, openDisplay } from "../status/display.ts";
import { readOffline } from "../status/read_offline.ts";
import type { Status } from "../status/status.ts";
import { statusText } from "../status/status_text.ts";
import { fetchStatus, followStatus } from "../status_client/client.ts";

/** Exit codes of `leexport status`. */
const EXIT = { healthy: 0, failing: 1, notRunning: 3 } as const;

/** How long after the end of a connection the next is made, milliseconds: a server may end each at once. */
const CONNECT_AGAIN_MS = 1000;
/** How often a leexport that does not run is looked for, milliseconds. */
const LOOK_AGAIN_MS = 2000;

/** What `leexport status` is asked. */
export type StatusOptions = Omit<DisplayOptions, "rows" | "timeZone">;

/** What `leexport status --watch` is asked. */
export interface WatchOptions extends Omit<DisplayOptions, "timeZone"> {
  /** Aborted when a person has seen enough. */
  readonly signal: AbortSignal;
}

/**
 * Shows how leexport fares: asks the one that runs, or else reads what the store remembers.
 *
 * @param configFile Path of the config file.
 * @returns Exit code: 0 healthy, 1 something fails, 3 not running.
 * @throws {ConfigError} If the file does not say where the status is served.
 * @throws {LeexportError} If something else answers there.
 */
export async function showStatus(configFile: string, options: StatusOptions): Promise<number> {
  const loaded = await loadProcess(configFile);
  const { address } = loaded.process.status;
  const running = address.kind === "none" ? undefined : await fetchStatus(address);
  const status = running ?? await offlineOf(configFile, loaded);
  const { format, write } = options;
  if (running !== undefined && format === "text") write(noteOfOther(running, configFile));
  if (format === "json") write(`${JSON.stringify(status, null, 2)}\n`);
  else write(`${statusText(status, options).join("\n")}\n`);
  return exitCodeOf(status);
}

/**
 * Shows how leexport fares, and again whenever that changes, until the signal is aborted.
 *
 * @returns Exit code, by what was shown last.
 * @throws As {@linkcode showStatus}.
 */
export async function watchStatus(configFile: string, options: WatchOptions): Promise<number> {
  const loaded = await loadProcess(configFile);
  const { address } = loaded.process.status;
  const { signal } = options;
  using display = openDisplay(options);
  let last: Status | undefined;
  for (let wasRunning = true; !signal.aborted;) {
    let isRunning = false;
    for await (const status of address.kind === "none" ? [] : followStatus(address, signal)) {
      isRunning = true;
      display.show(last = status);
    }
    if (signal.aborted) break;
    if (!isRunning && wasRunning) display.show(last = await offlineOf(configFile, loaded));
    wasRunning = isRunning;
    await wait(isRunning ? CONNECT_AGAIN_MS : LOOK_AGAIN_MS, signal);
  }
  return last === undefined ? EXIT.notRunning : exitCodeOf(last);
}

/** Two configs may name one address; in a container the same file has another path. */
function noteOfOther({ program }: Status, configFile: string): string {
  if (program.configFile === resolve(configFile)) return "";
  return `note: the leexport that answers runs ${program.configFile}, not ${
    resolve(configFile)
  }; ` +
    "if those are two, give each a status_address of its own\n";
}

async function offlineOf(configFile: string, { process }: LoadedProcess): Promise<Status> {
  const { config, problems } = await loadConfig(configFile, { openCatalog });
  const { state, status } = process;
  return readOffline({ file: configFile, state, status, config, problems }, Date.now());
}

function exitCodeOf({ program }: Status): number {
  if (program.state === "not running") return EXIT.notRunning;
  return program.health === "ok" ? EXIT.healthy : EXIT.failing;
}
