/**
 * Makes a stand-in of an executable, where the runtime that `deno compile` embeds into cannot be had:
 *
 *     deno task stand-in EXECUTABLE OUTPUT
 *
 * OUTPUT can be run like the executable: it runs the embedded files, and nothing else, by the plain `deno`, with the
 * permissions, flags and features that are built in. It must be outside the project, in which it would find what is not
 * embedded. scripts/README.md says in what it differs from the real one.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readExecutable } from "./build/executable.ts";
import { makeStandIn } from "./stand_in/make_stand_in.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

const [executable, output] = Deno.args;
if (executable === undefined || output === undefined || Deno.args.length > 2) {
  console.error("Cannot make a stand-in: not one executable and one output are named");
  console.error("  hint: write deno task stand-in dist/leexport /tmp/stand-in/leexport");
  Deno.exit(2);
}
const path = resolve(output);
if (path.startsWith(ROOT)) {
  console.error(`Cannot make a stand-in: ${path} is inside the project`);
  console.error("  hint: name an output outside, for instance below /tmp");
  Deno.exit(2);
}
try {
  await makeStandIn(await readExecutable(executable), path);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
console.log(`Made ${path}`);
