import { LeexportError } from "../../src/errors.ts";

/** How a tool is run. */
export interface ToolOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from standard input; nothing if left out. */
  readonly input?: string;
}

/**
 * Runs a tool to its end.
 *
 * @returns What it printed.
 * @throws {LeexportError} If it is not there or fails; the message holds what it said.
 */
export async function runTool(
  tool: string,
  args: readonly string[],
  { cwd, env, input }: ToolOptions = {},
): Promise<string> {
  const child = spawn(tool, {
    args: [...args],
    ...cwd === undefined ? {} : { cwd },
    ...env === undefined ? {} : { env },
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  });
  if (input !== undefined) await new Blob([input]).stream().pipeTo(child.stdin);
  const { success, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new LeexportError(`Cannot go on: ${tool} failed (${decoder.decode(stderr).trim()})`);
}

function spawn(tool: string, options: Deno.CommandOptions): Deno.ChildProcess {
  try {
    return new Deno.Command(tool, options).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new LeexportError(`Cannot go on: ${tool} is not there`, { hint: `install ${tool}` });
  }
}
