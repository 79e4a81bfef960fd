import { type Command, Option } from "@commander-js/extra-typings";
import { UsageError } from "../errors.ts";
import { type DaemonPaths, daemonPaths } from "../process/paths.ts";
import { CONFIG_FILE, configFileOf, type Declaration } from "./declaration.ts";

const PID_FILE = [
  "--pid-file <file>",
  "pid file (root: /var/run/leexport.pid, else the XDG state folder)",
] as const;
const LOG_FILE = [
  "--log-file <file>",
  "log file of -d (root: /var/log/leexport.log, else the XDG state folder)",
] as const;

/** Adds `leexport start`. */
export function addStart(program: Command, { output, choose }: Declaration): void {
  program.command("start")
    .description("run every search of a config file until a signal asks for the end")
    .option(...CONFIG_FILE)
    .option("-d, --daemonize", "go to the background, with a pid file and a log file")
    .option(...PID_FILE)
    .option(...LOG_FILE)
    .addOption(new Option("--background-child").hideHelp())
    .action(({ configFile: named, daemonize, backgroundChild, ...files }) =>
      choose(async () => {
        const configFile = configFileOf(named, "start");
        const { start, startDetached } = await import("../commands/start.ts");
        if (backgroundChild === true) {
          return start(configFile, { kind: "background", ...filesOf(files) });
        }
        if (daemonize === true) {
          return startDetached(configFile, { ...filesOf(files), ...output });
        }
        refuseFiles(files);
        return start(configFile, { kind: "foreground", write: output.say });
      })
    );
}

/** Adds `leexport stop`. */
export function addStop(program: Command, { output, choose }: Declaration): void {
  program.command("stop")
    .description("end the daemon in the background, once its runs under way have finished")
    .option(...PID_FILE)
    .action((files) =>
      choose(async () => {
        const { stop } = await import("../commands/stop.ts");
        return stop(filesOf(files).pidFile, { write: output.say });
      })
    );
}

interface FileOptions {
  readonly pidFile?: string | undefined;
  readonly logFile?: string | undefined;
}

function filesOf({ pidFile, logFile }: FileOptions): DaemonPaths {
  if (pidFile !== undefined && logFile !== undefined) return { pidFile, logFile };
  const paths = daemonPaths((name) => Deno.env.get(name), { uid: Deno.uid() });
  return { pidFile: pidFile ?? paths.pidFile, logFile: logFile ?? paths.logFile };
}

function refuseFiles({ pidFile, logFile }: FileOptions): void {
  if (pidFile === undefined && logFile === undefined) return;
  throw new UsageError("Cannot use --pid-file or --log-file in the foreground", {
    hint: "add -d, or send standard output to a file",
  });
}
