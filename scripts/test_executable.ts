/**
 * Runs every test that starts the program as a process, with an executable in place of the source:
 *
 *     deno task test-executable [PATH]
 *
 * The default is `LEEXPORT_BIN`, or else what `deno task build` made. The tests run in an empty folder, which must be empty
 * at the end, too. Ends with `N passed, N failed`.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { resolve } from "node:path";
import { EXECUTABLE_VARIABLE } from "./program_command.ts";
import { endToEndFiles } from "./test/end_to_end_files.ts";
import { runTests } from "./test/run_tests.ts";

async function testExecutable(path: string): Promise<number> {
  const folder = await Deno.makeTempDir({ prefix: "leexport-empty-" });
  try {
    const code = await runTests(await endToEndFiles(), {
      cwd: folder,
      env: { [EXECUTABLE_VARIABLE]: path },
    });
    const left = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    if (left.length === 0) return code;
    console.error(`Cannot accept the executable: it left ${left.join(", ")} in the working folder`);
    return 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const [named = Deno.env.get(EXECUTABLE_VARIABLE) ?? "dist/leexport"] = Deno.args;
const path = resolve(named);
if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) {
  Deno.exit(await testExecutable(path));
}
console.error(`Cannot test the executable: ${path} is no file`);
console.error("  hint: run deno task build first, or name another: deno task test-executable PATH");
Deno.exit(2);
