/**
 * Writes the generated parts of the documentation: in pages all between `<!-- NAME -->` and `<!-- end -->`, where NAME is
 * `include FILE`, `sections`, `services` or `service NAME`; and the pictures of what arrives. `deno task docs` writes the
 * files, `deno task docs --check` fails if one is out of date.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { fileURLToPath } from "node:url";
import { fillIn } from "./docs/parts.ts";
import { drawPictures } from "./docs/pictures.ts";

const ROOT = new URL("../", import.meta.url);

/** Files of the documentation as they should be, by their path from the root. */
async function* wanted(): AsyncGenerator<readonly [path: string, text: string]> {
  for (const page of await pages()) {
    yield [page, await format(await fillIn(await Deno.readTextFile(new URL(page, ROOT))))];
  }
  yield* drawPictures();
}

async function pages(): Promise<string[]> {
  const found = ["README.md"];
  for (const folder of ["docs/", "docs/services/"]) {
    for await (const { name } of Deno.readDir(new URL(folder, ROOT))) {
      if (name.endsWith(".md")) found.push(folder + name);
    }
  }
  return found.sort();
}

async function format(markdown: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: fileURLToPath(ROOT),
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(markdown));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

async function textOf(file: URL): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

let stale = 0;
for await (const [path, text] of wanted()) {
  const file = new URL(path, ROOT);
  if (await textOf(file) === text) continue;
  if (Deno.args.includes("--check")) {
    stale++;
    console.error(`${path}: Cannot accept it: what is generated of it is out of date`);
  } else {
    await Deno.writeTextFile(file, text);
    console.log(`wrote ${path}`);
  }
}
if (stale > 0) {
  console.error("  hint: run deno task docs");
  Deno.exit(1);
}
