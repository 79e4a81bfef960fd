import { type Command, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { CONFIG_FILE, configFileOf, type Declaration } from "./declaration.ts";
import { readDuration } from "./read_duration.ts";
import { terminalView } from "./terminal_view.ts";

const SVG = ["--svg <file>", "write the picture to a file as well"] as const;

/** Adds `leexport logs`. */
export function addLogs(program: Command, { output, choose }: Declaration): void {
  program.command("logs")
    .description("list the logs of the account with their keys; needs [LE] of the config only")
    .option(...CONFIG_FILE)
    .option("--json", "print a list of { name, sets, key }")
    .action(({ configFile: named, json }) =>
      choose(async () => {
        const configFile = configFileOf(named, "logs");
        const { logs } = await import("../commands/logs.ts");
        const format = json === true ? "json" : "text";
        return logs(configFile, { format, view: terminalView(), write: output.say });
      })
    );
}

/** Adds `leexport query`. */
export function addQuery(program: Command, { output, choose }: Declaration): void {
  program.command("query")
    .description("ask one statement once and draw the answer; needs [LE] of the config only")
    .argument("<statement>", "for instance 'where(status>=500) calculate(count)'")
    .option(...CONFIG_FILE)
    .option("--log <name>", "a log: Set/Log, Log or its key; may be repeated", gathered)
    .option("--last <time>", "how far back it asks: 30s, 15m, 1h, 2d, 1w", "1h")
    .option(...SVG)
    .option(
      "--json",
      "print { statement, logs, window, ms, answer }, the answer as the API gave it",
    )
    .action((statement, { configFile: named, log: logs = [], last, svg, json }) =>
      choose(async () => {
        const configFile = configFileOf(named, "query");
        const { query } = await import("../commands/query.ts");
        const { savePicture } = await import("./save_picture.ts");
        return query(configFile, {
          statement,
          logs,
          lastMs: readDuration(last, "--last"),
          svg,
          format: json === true ? "json" : "text",
          view: terminalView(),
          savePicture,
          write: output.say,
          complain: output.complain,
        });
      })
    );
}

/** Adds `leexport preview`. */
export function addPreview(program: Command, { output, choose }: Declaration): void {
  program.command("preview")
    .description("ask a search's question once and draw what would arrive; pushes nothing")
    .argument("[search]", "name of the search; may be left out if there is only one")
    .option(...CONFIG_FILE)
    .option(...SVG)
    .option("--json", "print { search, window, destinations }, each with its payload")
    .action((search, { configFile: named, svg, json }) =>
      choose(async () => {
        const configFile = configFileOf(named, "preview");
        const { preview } = await import("../commands/preview.ts");
        const { savePicture } = await import("./save_picture.ts");
        const format = json === true ? "json" : "text";
        const { say: write, complain } = output;
        const view = terminalView();
        return preview(configFile, { search, svg, format, view, savePicture, write, complain });
      })
    );
}

/** Adds `leexport services`. */
export function addServices(program: Command, { output, choose }: Declaration): void {
  program.command("services")
    .description("list the services and their keys, or explain one")
    .argument("[service]", "name of a service, as service = … writes it")
    .option("--services-dir <folder>", "where your own service modules are")
    .action((name, { servicesDir }) =>
      choose(async () => {
        const { servicesCommand } = await import("../commands/services.ts");
        return servicesCommand({ name, servicesDir, write: output.say });
      })
    );
}

/** Adds `leexport simulate`. */
export function addSimulate(program: Command, { output, choose }: Declaration): void {
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
        const { simulate } = await import("../commands/simulate.ts");
        const { listenForInterruption } = await import("../process/interruption.ts");
        using interruption = listenForInterruption();
        await simulate({ logs, ...options, signal: interruption.signal, write: output.say });
        return 0;
      })
    );
}

function gathered(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a whole number.");
}
