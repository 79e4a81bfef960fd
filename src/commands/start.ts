import { resolve } from "node:path";
import { watchConfig } from "../engine/config_watch.ts";
import { Daemon } from "../engine/daemon.ts";
import { openConfig, type OpenedConfig } from "../engine/open_config.ts";
import { ConfigError, LeexportError, type Problem } from "../errors.ts";
import { formatProblem } from "../config/format_problem.ts";
import { configureLog, getLog } from "../log.ts";
import { sayUp, startInBackground } from "../process/background.ts";
import { type LogFile, openLogFile } from "../process/log_file.ts";
import { holdPidFile } from "../process/pid_file.ts";

const log = getLog("engine");

/** Where a daemon runs: bound to the terminal, or as the background process that was started from one. */
export type Place =
  | { readonly kind: "foreground"; readonly write: (line: string) => void }
  | { readonly kind: "background"; readonly pidFile: string; readonly logFile: string };

/**
 * Runs every search of a config file until a signal asks for the end.
 *
 * @param configFile Path of the config file.
 * @param place Where the daemon runs and logs.
 * @returns Exit code 0 after a drain.
 * @throws {ConfigError} If the file cannot be used.
 * @throws {LeexportError} If another daemon runs in the background, or a file cannot be written.
 */
export async function start(configFile: string, place: Place): Promise<number> {
  using files = holdFiles(place);
  const opened = await openConfig(configFile);
  const { logLevel: level, logFormat: format } = opened.config.process;
  await configureLog({ level, format, write: files.write });
  await runUntilSignal(configFile, {
    opened,
    files,
    up: place.kind === "background" ? sayUp : () => {},
  });
  return 0;
}

/**
 * Starts a daemon in the background and waits until it is up.
 *
 * @param configFile Path of the config file.
 * @param options.say Takes what went well, `options.complain` what did not.
 * @returns Exit code: 0 if the daemon is up, else that of the daemon, after its words were passed on.
 */
export async function startDetached(
  configFile: string,
  { pidFile, logFile, say, complain }: {
    readonly pidFile: string;
    readonly logFile: string;
    readonly say: (text: string) => void;
    readonly complain: (text: string) => void;
  },
): Promise<number> {
  openLogFile(logFile)[Symbol.dispose]();
  const files = ["--pid-file", pidFile, "--log-file", logFile];
  const args = ["start", "-c", resolve(configFile), ...files, "--background-child"];
  const result = await startInBackground(args, { logFile });
  if (result.kind === "failed") {
    complain(result.said);
    return result.code === 0 ? 1 : result.code;
  }
  say(`leexport runs as process ${result.pid}\n  log: ${logFile}\n  pid: ${pidFile}\n`);
  return 0;
}

interface HeldFiles extends Disposable {
  readonly write: (line: string) => void;
  readonly reopen: () => void;
}

function holdFiles(place: Place): HeldFiles {
  if (place.kind === "foreground") {
    return { write: place.write, reopen() {}, [Symbol.dispose]() {} };
  }
  using stack = new DisposableStack();
  stack.use(holdPidFile(place.pidFile));
  const logFile: LogFile = stack.use(openLogFile(place.logFile));
  const held = stack.move();
  return { ...logFile, [Symbol.dispose]: () => held.dispose() };
}

async function runUntilSignal(
  configFile: string,
  { opened, files, up }: {
    readonly opened: OpenedConfig;
    readonly files: HeldFiles;
    readonly up: () => void;
  },
): Promise<void> {
  const daemon = new Daemon();
  logWarnings(opened.warnings);
  const ending = endSignal(() => daemon.giveUp());
  const { started } = daemon.apply(opened.config);
  log.info(`started ${count(started, "search", "searches")} of ${configFile}`, {
    searches: started,
  });
  const reload = makeReload(configFile, daemon);
  using _watch = watchConfig(configFile, reload);
  using _hangUp = onSignal("SIGHUP", () => {
    files.reopen();
    reload();
  });
  up();
  log.info(`stops because of ${await ending}`);
  await daemon.stop();
  log.info("stopped");
}

/** One reload at a time; one that is asked for meanwhile follows. */
function makeReload(configFile: string, daemon: Daemon): () => void {
  let last = Promise.resolve();
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    last = last.then(() => {
      waiting = false;
      return reloadOnce(configFile, daemon);
    });
  };
}

async function reloadOnce(configFile: string, daemon: Daemon): Promise<void> {
  try {
    const { config, warnings } = await openConfig(configFile);
    const { started, ended, kept } = daemon.apply(config);
    if (started + ended === 0) return;
    logWarnings(warnings);
    log.info(
      `took over ${configFile}: ${
        count(started, "search", "searches")
      } started, ${ended} ended, ${kept} went on`,
      { started, ended, kept },
    );
  } catch (error) {
    if (!(error instanceof LeexportError)) throw error;
    const problems = error instanceof ConfigError ? error.problems : [];
    const details = problems.filter(({ severity }) => severity === "error").map(formatProblem);
    log.error(
      [`Cannot take over ${configFile}: ${error.message}; the config before goes on`, ...details]
        .join("\n"),
    );
  }
}

function logWarnings(warnings: readonly Problem[]): void {
  for (const warning of warnings) log.warning(formatProblem(warning));
}

/** Resolves with the name of the first signal that asks for the end; every further one gives up what is under way. */
function endSignal(giveUp: () => void): Promise<Deno.Signal> {
  const { promise, resolve } = Promise.withResolvers<Deno.Signal>();
  let asked = 0;
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(name, () => {
      if (++asked > 1) giveUp();
      resolve(name);
    });
  }
  return promise;
}

function onSignal(name: Deno.Signal, listener: () => void): Disposable {
  Deno.addSignalListener(name, listener);
  return { [Symbol.dispose]: () => Deno.removeSignalListener(name, listener) };
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
