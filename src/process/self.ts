import { executablePath } from "../executable_path.ts";
import manifest from "../../deno.json" with { type: "json" };

/** `deno run` with what the program may do when it runs from source; the executable has the same built in. */
export const RUN_FROM_SOURCE: readonly string[] = manifest.tasks.leexport.command
  .split(" ").slice(1, -1);

/** What a person types to run this program: from source, without the line that `deno task` prints first. */
export const TYPED_NAME: string = Deno.build.standalone ? "leexport" : "deno task -q leexport";

/**
 * Says how to run this program once more: the same executable, or the same Deno with the same source.
 *
 * @param args Arguments for the program.
 * @returns A file to run and its arguments.
 */
export function selfCommand(args: readonly string[]): { command: string; args: string[] } {
  const source = Deno.build.standalone ? [] : [...RUN_FROM_SOURCE, "--quiet", Deno.mainModule];
  return { command: executablePath(), args: [...source, ...args] };
}
