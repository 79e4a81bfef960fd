import { Command, CommanderError } from "@commander-js/extra-typings";
import { VERSION } from "../version.ts";
import { addCompletions } from "./completion_commands.ts";
import { addBackfill, addCheck, addRun } from "./config_commands.ts";
import { addStart, addStop } from "./daemon_commands.ts";
import type { Declaration, Output, ReadyCommand } from "./declaration.ts";
import { HELP_EPILOGUE } from "./help_epilogue.ts";
import { addActions, addStatus } from "./status_commands.ts";
import { addInit } from "./init_command.ts";
import { addNewService } from "./new_service_command.ts";
import { addLedger, addStore } from "./store_commands.ts";
import { addLogs, addPreview, addQuery, addServices, addSimulate } from "./trial_commands.ts";
import { usageComplaint } from "./usage_complaint.ts";

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

/** Declares every command. */
export function buildProgram(declaration: Declaration): Command {
  const { say, complain } = declaration.output;
  const program = new Command("leexport")
    .description("Puts numbers from Rapid7 / Logentries logs on dashboards.")
    .version(`leexport ${VERSION}`, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .configureOutput({
      writeOut: say,
      writeErr: complain,
      outputError: (said, write) => write(usageComplaint(said)),
    })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText("after", HELP_EPILOGUE);
  addInit(program, declaration);
  addStart(program, declaration);
  addStop(program, declaration);
  addStatus(program, declaration);
  addActions(program, declaration);
  addCheck(program, declaration);
  addRun(program, declaration);
  addBackfill(program, declaration);
  addLedger(program, declaration);
  addStore(program, declaration);
  addLogs(program, declaration);
  addQuery(program, declaration);
  addPreview(program, declaration);
  addServices(program, declaration);
  addNewService(program, declaration);
  addSimulate(program, declaration);
  addCompletions(program, declaration);
  return program;
}
