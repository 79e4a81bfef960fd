/** What the program may do when it runs from source; the executable has the same rights built in. */
const RIGHTS = [
  "--no-prompt",
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-run",
  "--allow-sys",
];

/**
 * Says how to run this program once more: the same executable, or the same Deno with the same source.
 *
 * @param args Arguments for the program.
 * @returns A file to run and its arguments.
 */
export function selfCommand(args: readonly string[]): { command: string; args: string[] } {
  const source = Deno.build.standalone ? [] : ["run", "--quiet", ...RIGHTS, Deno.mainModule];
  return { command: Deno.execPath(), args: [...source, ...args] };
}
