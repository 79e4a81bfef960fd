/**
 * The command line: arguments to one command and an exit code. The one place that prints errors. Commands are imported
 * when they are run, so that each start loads only what it needs.
 *
 * @module
 */

import { ConfigError, LeexportError, UsageError } from "./errors.ts";
import { SERVICE_PROCESS_COMMAND } from "./hidden_command.ts";
import { redact } from "./secret.ts";
import { VERSION } from "./version.ts";
import { withHint } from "./with_hint.ts";

/** Done, failed, usage or config. */
const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/**
 * Runs the program.
 *
 * @param args Arguments without the program's name.
 * @returns Exit code: 0 done, 1 failed, 2 usage or config.
 */
export async function run(args: readonly string[]): Promise<number> {
  if (args.length === 1 && (args[0] === "--version" || args[0] === "-V")) {
    say(`leexport ${VERSION}\n`);
    return EXIT.done;
  }
  if (args[0] === SERVICE_PROCESS_COMMAND) {
    const { runServiceProcess } = await import("./service_host/process_main.ts");
    await runServiceProcess();
    return EXIT.done;
  }
  const complain = args.includes("--background-child") ? say : complainTo(Deno.stderr);
  try {
    const { parseCommand } = await import("./command_line/parse_command.ts");
    const command = await parseCommand(args, { say, complain });
    return typeof command === "number" ? command : await command();
  } catch (error) {
    complain(await forReader(await describe(error)));
    return error instanceof UsageError || error instanceof ConfigError ? EXIT.usage : EXIT.failed;
  }
}

function say(text: string): void {
  writeAll(Deno.stdout, text);
}

function complainTo(stream: typeof Deno.stderr): (text: string) => void {
  return (text) => writeAll(stream, text);
}

/**
 * The one way out for text, so that no secret leaves by another. A reader that has gone away (`leexport check | head`)
 * is no failure of ours.
 */
function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  try {
    let bytes = new TextEncoder().encode(redact(text));
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** What ends the program before its log is set up is found by its priority in the journal, too. */
async function forReader(text: string): Promise<string> {
  const { isJournal } = await import("./process/journal.ts");
  if (!isJournal("stderr")) return text;
  const { withPriority } = await import("./log.ts");
  return `${withPriority(text.trimEnd(), "error")}\n`;
}

async function describe(error: unknown): Promise<string> {
  if (error instanceof ConfigError) {
    const { formatProblem } = await import("./config/format_problem.ts");
    return [...error.problems.map(formatProblem), error.message].join("\n") + "\n";
  }
  if (error instanceof LeexportError) {
    return `${withHint(error.message, error.hint)}\n`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const sentence = `Cannot go on: the program has a fault (${message})`;
  return `${withHint(sentence, "please report it with the command you ran")}\n`;
}
