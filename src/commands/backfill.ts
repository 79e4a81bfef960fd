import type { Config, SearchConfig } from "../config/config.ts";
import { queriesPerWindow, queryPace, USUAL_RATE_LIMIT } from "../config/query_demand.ts";
import { searchNamed } from "../config/search_named.ts";
import { drawProgress, duration } from "../draw/progress.ts";
import type { View } from "../draw/view.ts";
import { backfillAccounts, backfilled, runBackfill, windowsIn } from "../engine/backfill.ts";
import { readStretch, type Stretch } from "../engine/backfill_stretch.ts";
import { openConfig } from "../engine/open_config.ts";
import { openBackfillStore } from "../engine/state_store.ts";
import { UsageError } from "../errors.ts";
import { configureLog } from "../log.ts";
import { listenForInterruption } from "../process/interruption.ts";
import type { Account } from "../store/account.ts";
import type { Store } from "../store/store.ts";

/** What `leexport backfill` was told. */
export interface BackfillCommand {
  readonly search: string;
  /** As they were typed. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** `plan`: only say what would be done. */
  readonly mode: "run" | "plan";
  /** A terminal in which the progress is drawn; `undefined` where it is told in lines. */
  readonly terminal: View | undefined;
  /** Takes what is to be said; `draw` takes the progress, which is drawn over itself in a terminal. */
  readonly write: (text: string) => void;
  readonly draw: (text: string) => void;
}

/** How often the progress is drawn in a terminal, and told in lines elsewhere. */
const DRAW_MS = 250;
const TELL_MS = 10_000;
const WINDOW_SECONDS = 900;

/**
 * Asks and pushes the windows of a past stretch of one search. May be interrupted; the same command goes on.
 *
 * @param configFile Path of the config file.
 * @returns Exit code: 0 if every window was taken or gave nothing to take, 1 if not.
 * @throws {ConfigError} If the file cannot be used.
 * @throws {UsageError} If the search or the stretch cannot be used.
 * @throws {StoreError} If another backfill of the same stretch runs.
 */
export async function backfill(configFile: string, command: BackfillCommand): Promise<number> {
  const { config } = await openConfig(configFile);
  const search = contiguousSearch(config, command.search);
  const stretch = readStretch({
    ...command,
    periodMs: search.periodSeconds * 1000,
    delayMs: search.delaySeconds * 1000,
    now: Date.now(),
  });
  await configureLog({
    level: "warning",
    format: config.process.logFormat,
    write: (line) => command.draw(line),
  });
  if (command.mode === "plan") {
    command.write(`${planOf(config, { search, stretch, done: 0 })}\n`);
    return 0;
  }
  await using store = openBackfillStore(config.process, { search, stretch });
  const before = backfilled(search, { stretch, store });
  command.write(`${planOf(config, { search, stretch, done: before.done })}\n`);
  if (before.done >= before.total) {
    command.write(`nothing is left to do\n${summary(search, store)}\n`);
    return exitCode(search, store);
  }
  return await run(config, { search, stretch, store, command });
}

async function run(
  config: Config,
  { search, stretch, store, command }: {
    readonly search: SearchConfig;
    readonly stretch: Stretch;
    readonly store: Store;
    readonly command: BackfillCommand;
  },
): Promise<number> {
  using interruption = listenForInterruption();
  using progress = showProgress(() => backfilled(search, { stretch, store }), command);
  const { signal, again: givingUp } = interruption;
  const end = await runBackfill(config, { search, stretch, store, signal, givingUp });
  progress.last();
  command.write(`${summary(search, store)}\n`);
  if (end === "complete") return exitCode(search, store);
  const why = end === "interrupted" ? "stopped" : "stopped by the API";
  command.write(`${why}: the same command goes on where it was\n`);
  return 1;
}

interface ShownProgress extends Disposable {
  /** Shows it for the last time. */
  last(): void;
}

function showProgress(
  look: () => { readonly done: number; readonly total: number },
  { terminal, draw }: BackfillCommand,
): ShownProgress {
  const started = performance.now();
  const first = look().done;
  const show = () => {
    const { done, total } = look();
    const perSecond = (done - first) / ((performance.now() - started) / 1000);
    const view = terminal ?? { width: 80, colour: "none" };
    const line = drawProgress({ done, total, perSecond, unit: "windows" }, view);
    draw(terminal === undefined ? `${line}\n` : `\r\x1b[2K${line}`);
  };
  const timer = setInterval(show, terminal === undefined ? TELL_MS : DRAW_MS);
  return {
    last() {
      show();
      if (terminal !== undefined) draw("\n");
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function contiguousSearch(config: Config, name: string): SearchConfig {
  const search = searchNamed(config, { name, verb: "backfill" });
  if (search.windows === "contiguous") return search;
  throw new UsageError(
    `Cannot backfill "${name}": its windows are sliding, and a newer one takes the place of an older`,
    {
      hint:
        `write windows = contiguous into its [[[query]]] at line ${search.line} of ${config.file}`,
    },
  );
}

function planOf(
  config: Config,
  { search, stretch, done }: {
    readonly search: SearchConfig;
    readonly stretch: Stretch;
    readonly done: number;
  },
): string {
  const services = search.destinations.map(({ service }) => service).join(", ");
  const total = windowsIn(search, stretch);
  const left = total - done;
  const limit = config.logSearch.rateLimit ?? USUAL_RATE_LIMIT;
  const free = Math.max(0.9 * limit - queriesPerWindow(queryPace(config.searches)), 1);
  const begun = done === 0 ? "" : `, ${done} of them are done`;
  const first = `search "${search.name}" to ${services}: ${counted(total, "window")} of ` +
    `${search.periodSeconds} s, from ${iso(stretch.from)} to ${iso(stretch.to)}${begun}`;
  if (left === 0) return first;
  const seconds = (left / free) * WINDOW_SECONDS;
  return `${first}\n${
    left === 1 ? "1 query" : `${left} queries`
  }; beside the searches of ${config.file}, ` +
    `${limit} queries per 15 minutes allow that in about ${duration(seconds)}`;
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function iso(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}

/** What became of the windows, a line for each destination. */
function summary(search: SearchConfig, store: Store): string {
  return [...backfillAccounts(search, store)].map(([destination, account]) => {
    const { asked, ...others } = countsOf(account);
    const parts = Object.entries(others).filter(([, count]) => count > 0)
      .map(([what, count]) => `${count} ${what}`);
    return `${destination}: ${asked} asked: ${parts.join(", ") || "none"}`;
  }).join("\n");
}

function countsOf(account: Account) {
  const { asked, delivered, empty, waiting, rejected, expired, unknown, dropped, skipped } =
    account;
  return { asked, delivered, empty, waiting, rejected, expired, unknown, dropped, skipped };
}

function exitCode(search: SearchConfig, store: Store): number {
  const accounts = [...backfillAccounts(search, store).values()];
  return accounts.every(({ asked, delivered, empty }) => asked === delivered + empty) ? 0 : 1;
}
