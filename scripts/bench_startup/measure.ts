import type { QueryServer } from "./first_query.ts";

/** How a program is run: a file and the arguments before its own. */
export interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Runs a program to its end.
 *
 * @returns Milliseconds from the spawn to the end.
 */
export async function timeToEnd({ command, args }: Invocation): Promise<number> {
  const begin = performance.now();
  const { code, stderr } = await new Deno.Command(command, {
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  const ms = performance.now() - begin;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${decode(stderr)}`);
  return ms;
}

/**
 * Runs a daemon until its first query has arrived, and ends it in good order.
 *
 * @returns Milliseconds from the spawn to the first query.
 */
export async function timeToQuery(
  { command, args }: Invocation,
  server: QueryServer,
): Promise<number> {
  const query = server.nextQuery();
  const begin = performance.now();
  const child = new Deno.Command(command, {
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const early = output.then(({ code, stderr }) => {
    throw new Error(`${args.join(" ")} ended with ${code}, no query sent:\n${decode(stderr)}`);
  });
  const ms = await Promise.race([query, early]) - begin;
  child.kill("SIGTERM");
  await output;
  early.catch(() => {});
  return ms;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
