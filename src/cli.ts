/**
 * The command line: arguments to one command and an exit code. The one place that prints errors. Commands are imported
 * when they are run, so that each start loads only what it needs.
 *
 * @module
 */

import type { Output, ReadyCommand } from "./command_line/declaration.ts";
import { SERVICE_PROCESS_COMMAND } from "./hidden_command.ts";
import { redact } from "./secret.ts";
import { VERSION } from "./version.ts";

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
    const command = await readCommand(args, { say, complain });
    return typeof command === "number" ? command : await command();
  } catch (error) {
    const { reportError } = await import("./report_error.ts");
    const { text, blame } = await reportError(error);
    complain(text);
    return blame === "usage" ? EXIT.usage : EXIT.failed;
  }
}

async function readCommand(
  args: readonly string[],
  output: Output,
): Promise<ReadyCommand | number> {
  const { plainCall } = await import("./command_line/plain_call.ts");
  const plain = plainCall(args, output);
  if (plain !== undefined) return plain;
  const { parseCommand } = await import("./command_line/parse_command.ts");
  return await parseCommand(args, output);
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
