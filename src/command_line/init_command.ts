import { type Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { UsageError } from "../errors.ts";
import { CONFIG_FILE, type Declaration } from "./declaration.ts";

const USUAL_FILE = "config.ini";

/** Adds `leexport init`. */
export function addInit(program: Command, { output, choose }: Declaration): void {
  program.command("init")
    .description("write a first config: asks what to ask and where to push; never overwrites")
    .argument("[file]", `the config file to write (default: ${USUAL_FILE})`)
    .option(CONFIG_FILE[0], "the config file to write, as other commands name it")
    .option("-y, --yes", "ask nothing; what no option says is as a starter has it")
    .option("--region <region>", "region of the account: eu, us, us2, us3, ca, au or ap")
    .option("--url <address>", "address of the log search API, such as a simulator's")
    .option("--key-env <name>", "environment variable that holds the log search API key")
    .option("--key-file <file>", "file that holds the log search API key")
    .option("--log <name>", "the log to ask: its key, or its name as Set/Log")
    .option("--statement <leql>", "what to ask")
    .option("--name <name>", "what to call the search")
    .option("--period <seconds>", "seconds between two runs", wholeNumber)
    .option("--range <seconds>", "seconds before a run that it asks about", wholeNumber)
    .option("--service <service>", "where answers go: leexport services lists them")
    .option("--set <key=value>", "a key of the destination; may be repeated", collect, [])
    .action((argument, { yes, configFile, ...given }) =>
      choose(async () => {
        const file = fileToWrite(argument, configFile);
        const { init } = await import("../commands/init.ts");
        const { listenForInterruption } = await import("../process/interruption.ts");
        using interruption = listenForInterruption();
        const mode = yes === true ? "complete" : "ask";
        const { signal } = interruption;
        return await init(file, { given, mode, terminal: terminal(), signal, write: output.say });
      })
    );
}

function fileToWrite(argument: string | undefined, option: string | undefined): string {
  if (argument === undefined || option === undefined || argument === option) {
    return argument ?? option ?? USUAL_FILE;
  }
  throw new UsageError(`Cannot write both ${argument} and ${option}: a config is one file`, {
    hint: "leave one of the two away",
  });
}

function terminal(): "both ways" | "no input" | "no output" {
  if (!Deno.stdin.isTerminal()) return "no input";
  return Deno.stdout.isTerminal() ? "both ways" : "no output";
}

function collect(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text];
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a whole number.");
}
