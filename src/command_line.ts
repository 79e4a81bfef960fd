import { Command, CommanderError, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { UsageError } from "./errors.ts";
import { type DaemonPaths, daemonPaths } from "./process/paths.ts";
import { VERSION } from "./version.ts";

/** Where a command's words go. */
export interface Output {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** A command, ready to run; gives the exit code. */
export type ReadyCommand = () => Promise<number>;

/** What every command is declared with. */
interface Declaration {
  readonly output: Output;
  readonly choose: (command: ReadyCommand) => void;
}

const EXAMPLES = `
Examples:
  leexport check -c config.ini        show every problem of a config, ask nobody
  leexport run -c config.ini          run every search once
  leexport start -c config.ini        run until Ctrl-C
  leexport start -c config.ini -d     run in the background; leexport stop ends it

Exit codes: 0 done, 1 failed, 2 usage or config
`;

/**
 * Reads the command line.
 *
 * @param args Arguments without the program's name.
 * @param output Takes help, and complaints about the arguments.
 * @returns The command to run, or an exit code if there is none: 0 after help, 2 after a complaint.
 */
export async function parseCommand(
  args: readonly string[],
  output: Output,
): Promise<ReadyCommand | number> {
  let ready: ReadyCommand | undefined;
  const program = buildProgram({ output, choose: (command) => ready = command });
  if (args.length === 0) {
    output.complain(program.helpInformation());
    return 2;
  }
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return ready ?? 2;
}

function buildProgram(declaration: Declaration): Command {
  const { say, complain } = declaration.output;
  const program = new Command("leexport")
    .description("Puts numbers from Rapid7 / Logentries logs on dashboards.")
    .version(`leexport ${VERSION}`, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .configureOutput({ writeOut: say, writeErr: complain })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText("after", EXAMPLES);
  addStart(program, declaration);
  addStop(program, declaration);
  addCheck(program, declaration);
  addRun(program, declaration);
  addServices(program, declaration);
  addSimulate(program, declaration);
  return program;
}

const CONFIG_FILE = ["-c, --config-file <file>", "the config file"] as const;
const PID_FILE = [
  "--pid-file <file>",
  "pid file (root: /var/run/leexport.pid, else the XDG state folder)",
] as const;
const LOG_FILE = [
  "--log-file <file>",
  "log file of -d (root: /var/log/leexport.log, else the XDG state folder)",
] as const;

function addStart(program: Command, { output, choose }: Declaration): void {
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
        const { start, startDetached } = await import("./commands/start.ts");
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

function addStop(program: Command, { output, choose }: Declaration): void {
  program.command("stop")
    .description("end the daemon in the background, once its runs under way have finished")
    .option(...PID_FILE)
    .action((files) =>
      choose(async () => {
        const { stop } = await import("./commands/stop.ts");
        return stop(filesOf(files).pidFile, { write: output.say });
      })
    );
}

function addCheck(program: Command, { output, choose }: Declaration): void {
  program.command("check")
    .description("show every problem of a config file; asks nobody")
    .option(...CONFIG_FILE)
    .option("--json", "print { ok, problems, config }, secrets hidden")
    .action(({ configFile: named, json }) =>
      choose(async () => {
        const configFile = configFileOf(named, "check");
        const { check } = await import("./commands/check.ts");
        return check(configFile, { format: json === true ? "json" : "text", write: output.say });
      })
    );
}

function addRun(program: Command, { output, choose }: Declaration): void {
  program.command("run")
    .description("run all or the named searches once: for cron, and for trying a config")
    .argument("[search...]", "names of searches")
    .option(...CONFIG_FILE)
    .action((names, { configFile: named }) =>
      choose(async () => {
        const configFile = configFileOf(named, "run");
        const { run } = await import("./commands/run.ts");
        return run(configFile, { names, write: output.say });
      })
    );
}

function addServices(program: Command, { output, choose }: Declaration): void {
  program.command("services")
    .description("list the services and their keys, or explain one")
    .argument("[name]", "name of a service, as service = … writes it")
    .option("--services-dir <folder>", "where your own service modules are")
    .action((name, { servicesDir }) =>
      choose(async () => {
        const { servicesCommand } = await import("./commands/services.ts");
        return servicesCommand({ name, servicesDir, write: output.say });
      })
    );
}

function addSimulate(program: Command, { output, choose }: Declaration): void {
  program.command("simulate")
    .description("serve the log search API over log files of this machine, for trying and testing")
    .requiredOption(
      "--log <name=file...>",
      "a log: plain text, key=value, JSON or access-log lines; may be repeated",
    )
    .option("--port <number>", "where to listen; 0 is a free port", wholeNumber, 0)
    .option("--api-key <key>", "the key that clients must send")
    .addOption(
      new Option("--replay <how>", "how the events are shown in time")
        .choices(["looping", "ending now", "as recorded"] as const).default("looping" as const),
    )
    .option("--polls <number>", "polls until a query is finished", wholeNumber, 1)
    .addOption(
      new Option("--limits <which>", "whether requests are limited like the real API's")
        .choices(["real", "none"] as const).default("real" as const),
    )
    .action(({ log: logs, ...options }) =>
      choose(async () => {
        const { simulate } = await import("./commands/simulate.ts");
        const { listenForInterruption } = await import("./process/interruption.ts");
        using interruption = listenForInterruption();
        await simulate({ logs, ...options, signal: interruption.signal, write: output.say });
        return 0;
      })
    );
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a whole number.");
}

/** Asked for here and not by the library, which would then overlook a mistyped `--config-file`. */
function configFileOf(named: string | undefined, command: string): string {
  if (named !== undefined) return named;
  throw new UsageError(`Cannot ${command}: no config file is named`, {
    hint: `write leexport ${command} -c config.ini`,
  });
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
