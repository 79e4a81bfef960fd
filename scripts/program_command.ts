/**
 * What to run for "the program": its source, or the executable that `LEEXPORT_BIN` names. Whatever starts the program
 * as a process asks here, so that one suite serves both.
 *
 * @module
 */

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { RUN_FROM_SOURCE, TYPED_NAME } from "../src/process/self.ts";

/** A file to run and its arguments. */
export interface ProgramCommand {
  readonly command: string;
  readonly args: string[];
}

/** Names the executable, absolute or as seen from the working folder. */
export const EXECUTABLE_VARIABLE = "LEEXPORT_BIN";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/**
 * Says how to run the program.
 *
 * @param args Arguments for the program.
 * @throws {Error} If `LEEXPORT_BIN` names no file.
 */
export function programCommand(args: readonly string[] = []): ProgramCommand {
  const executable = executableUnderTest();
  return executable === undefined
    ? { command: Deno.execPath(), args: [...RUN_FROM_SOURCE, "--quiet", MAIN, ...args] }
    : { command: executable, args: [...args] };
}

/** Whether it is the source that runs, not an executable. */
export function runsFromSource(): boolean {
  return executableUnderTest() === undefined;
}

/** What the program tells a person to type for it. */
export function typedName(): string {
  return runsFromSource() ? TYPED_NAME : "leexport";
}

/** The executable that stands for the program, absolute; `undefined` = it runs from source. */
function executableUnderTest(): string | undefined {
  const named = Deno.env.get(EXECUTABLE_VARIABLE) ?? "";
  if (named === "") return undefined;
  const path = resolve(named);
  if (!isFile(path)) {
    throw new Error(
      `Cannot run the program: ${EXECUTABLE_VARIABLE} names ${path}, which is no file`,
    );
  }
  return path;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
