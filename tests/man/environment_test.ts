import { deepStrictEqual } from "node:assert/strict";
import { ENVIRONMENT } from "../../scripts/man/environment.ts";

const SOURCE = new URL("../../src/", import.meta.url);
/** `env("NAME")`, `env.get("NAME")`, and names that are kept in constants for that. */
const READ_REGEXP = /\benv(?:\.get)?\(\s*"([A-Z_]+)"|VARIABLES?\b[^=;]*=\s*([^;]*);/g;

async function* sourceFiles(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sourceFiles(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}

Deno.test("leexport(1) tells of every environment variable that the source reads", async () => {
  const read = new Set<string>();
  for await (const file of sourceFiles(SOURCE)) {
    for (const [, name, kept = ""] of (await Deno.readTextFile(file)).matchAll(READ_REGEXP)) {
      if (name !== undefined) read.add(name);
      for (const [, one] of kept.matchAll(/"([A-Z_]+)"/g)) read.add(one!);
    }
  }
  const told = new Set(ENVIRONMENT.flatMap(({ names }) => names));
  deepStrictEqual([...read].filter((name) => !told.has(name)), []);
  deepStrictEqual(
    ["LEEXPORT_STATUS_TOKEN", "NOTIFY_SOCKET", "HOME"].filter((name) => !read.has(name)),
    [],
  );
});
