import type { CommandDescription } from "../../src/command_description.ts";
import { describeCommand } from "../../src/command_line/describe_command.ts";
import { buildProgram } from "../../src/command_line/parse_command.ts";

/** All commands, as they are declared. */
export function declaredProgram(): CommandDescription {
  const output = { say: refuse, complain: refuse };
  return describeCommand(buildProgram({ output, choose: refuse }));
}

function refuse(): never {
  throw new Error("nothing is run here");
}
