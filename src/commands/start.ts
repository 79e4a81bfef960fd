import { resolve } from "node:path";
import { within } from "../bounded_wait.ts";
import { watchConfig } from "../engine/config_watch.ts";
import { Daemon } from "../engine/daemon.ts";
import type { Observe } from "../engine/event.ts";
import { openConfig } from "../engine/open_config.ts";
import { RunningConfig } from "../engine/running_config.ts";
import { LateListener } from "../engine/late_listener.ts";
import { logEvent } from "../engine/run_log.ts";
import { openStateStore } from "../engine/state_store.ts";
import { LeexportError, UsageError } from "../errors.ts";
import { getLog } from "../log.ts";
import { requestCounts } from "../log_search/request_counts.ts";
import { isJournal } from "../process/journal.ts";
import type { LogFile } from "../process/log_file.ts";
import { openServiceManager, takeListening } from "../process/service_manager.ts";
import { breakdowns } from "../service_host/breakdowns.ts";
import { controlsOf } from "../status/controls.ts";
import type { StatusService } from "../status_server/status_service.ts";
import type { Store } from "../store/store.ts";
import { lacksTraces } from "../trace.ts";
import { VERSION } from "../version.ts";
import { withHint } from "../with_hint.ts";

const log = getLog("engine");

/** How long the first query may take until what serves the status is loaded, which would hold it up. */
const HEAD_START_MS = 100;
const BYTES_PER_MIB = 1024 * 1024;

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
  using files = await holdFiles(place);
  const listening = takeListening(Deno.env);
  // Who starts a daemon in the background is another program than the one that the manager knows.
  await using manager = openServiceManager(place.kind === "foreground" ? listening : undefined);
  let daemon: Daemon | undefined;
  // From here on a signal ends in good order, also while the config is still being read.
  const ending = listenForEnd(() => daemon?.giveUp());
  const hadTerminal = place.kind === "foreground" && Deno.stdout.isTerminal();
  await using stack = new AsyncDisposableStack();
  const late = new LateListener();
  const observe = both(logEvent, late.observe);
  let store: Store | undefined;
  let status: StatusService | undefined;
  const opened = await openConfig(configFile);
  const running = new RunningConfig(configFile, {
    ...files,
    manager,
    openDaemon({ process }) {
      store = stack.use(openStateStore(process));
      return daemon = new Daemon(store, observe);
    },
    observe,
  });
  manager.follow(() => status?.line ?? running.standing);
  await running.take(opened);
  if (lacksTraces()) warnOfTraces();
  using _watch = watchConfig(configFile, () => running.reload());
  using _hangUp = onSignal("SIGHUP", () => {
    // Sent by a person, it asks for a reload; sent because the terminal was closed, for the end.
    if (hadTerminal && !Deno.stdout.isTerminal()) return ending.ask("SIGHUP");
    reopen(files);
    running.reload();
  });
  // A file that changes meanwhile changes the address for the next start.
  const { address } = opened.config.process.status;
  if (daemon !== undefined && store !== undefined && address.kind !== "none") {
    await within(HEAD_START_MS, late.answered);
    status = stack.use(await openStatus(store, () => daemon?.queriesLeft));
    late.attach(status.observe);
    await status.serve(address, {
      config: () => running.process?.status ?? opened.config.process.status,
      controls: controlsOf(daemon, running),
    });
  } else {
    late.attach();
  }
  if (place.kind === "background") await sayUp();
  manager.ready();
  log.info(`stops because of ${await ending.asked}`);
  manager.stopping();
  status?.stopping();
  await daemon?.stop();
  log.info("stopped");
  return 0;
}

function warnOfTraces(): void {
  const hint = "run leexport from source, or take OTEL_DENO out of its environment";
  log.warning(withHint("Cannot send traces: they are not built into this executable", hint));
}

async function sayUp(): Promise<void> {
  const { sayUp } = await import("../process/background.ts");
  sayUp();
}

/** Loads what serves the status; the first query is on its way by then. */
async function openStatus(
  store: Store,
  queriesLeft: () => number | undefined,
): Promise<StatusService> {
  const { StatusService } = await import("../status_server/status_service.ts");
  const counts = { requests: requestCounts, breakdowns };
  return new StatusService({ store, version: VERSION, pid: Deno.pid, queriesLeft, ...counts });
}

function both(first: Observe, second: Observe): Observe {
  return (event) => {
    first(event);
    second(event);
  };
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
  refuseSameFiles({ configFile, pidFile, logFile });
  const { openLogFile } = await import("../process/log_file.ts");
  const { startInBackground } = await import("../process/background.ts");
  openLogFile(logFile)[Symbol.dispose]();
  const files = ["--pid-file", pidFile, "--log-file", logFile];
  const args = ["start", "-c", resolve(configFile), ...files, "--background-child"];
  const result = await startInBackground(args, { logFile });
  if (result.kind === "failed") {
    complain(result.said === "" ? silentEnd(result.code, logFile) : result.said);
    return result.code === 0 ? 1 : result.code;
  }
  say(`leexport runs as process ${result.pid}\n  log: ${logFile}\n  pid: ${pidFile}\n`);
  return 0;
}

/** A log that is the config would change the config with every line about its change. */
function refuseSameFiles(files: Readonly<Record<string, string>>): void {
  const places = Object.values(files).map((file) => resolve(file));
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice === undefined) return;
  throw new UsageError(`Cannot start: ${twice} is named twice, as config, pid file or log file`, {
    hint: "give each a file of its own",
  });
}

function silentEnd(code: number, logFile: string): string {
  const sentence = `Cannot start: leexport ended with code ${code} before it was up`;
  return `${withHint(sentence, `look at the end of ${logFile}`)}\n`;
}

interface HeldFiles extends Disposable {
  readonly write: (line: string) => void;
  readonly medium: "plain" | "journal";
  readonly limitLogFile: (mib: number) => void;
  readonly reopen: () => void;
}

async function holdFiles(place: Place): Promise<HeldFiles> {
  if (place.kind === "foreground") {
    const medium = await isJournal("stdout") ? "journal" : "plain";
    return { write: place.write, medium, limitLogFile() {}, reopen() {}, [Symbol.dispose]() {} };
  }
  const { holdPidFile } = await import("../process/pid_file.ts");
  const { openLogFile } = await import("../process/log_file.ts");
  using stack = new DisposableStack();
  stack.use(holdPidFile(place.pidFile));
  const { write, limitTo, reopen }: LogFile = stack.use(openLogFile(place.logFile));
  const held = stack.move();
  return {
    write,
    medium: "plain",
    limitLogFile: (mib) => limitTo(mib * BYTES_PER_MIB),
    reopen,
    [Symbol.dispose]: () => held.dispose(),
  };
}

/** A log file that cannot be opened again, perhaps because its folder is gone, must not end the daemon. */
function reopen(files: HeldFiles): void {
  try {
    files.reopen();
  } catch (error) {
    if (!(error instanceof LeexportError)) throw error;
    const sentence = `${error.message}; the log goes on in the file that is open`;
    log.error(withHint(sentence, "let leexport write there, then send SIGHUP again"));
  }
}

interface End {
  /** Resolves with the name of the first signal that asked for the end. */
  readonly asked: Promise<Deno.Signal>;
  /** Asks for the end; asking again gives up what is under way. */
  readonly ask: (name: Deno.Signal) => void;
}

function listenForEnd(giveUp: () => void): End {
  const { promise: asked, resolve } = Promise.withResolvers<Deno.Signal>();
  let times = 0;
  const ask = (name: Deno.Signal) => {
    if (++times > 1) giveUp();
    resolve(name);
  };
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(name, () => ask(name));
  }
  return { asked, ask };
}

function onSignal(name: Deno.Signal, listener: () => void): Disposable {
  Deno.addSignalListener(name, listener);
  return { [Symbol.dispose]: () => Deno.removeSignalListener(name, listener) };
}
