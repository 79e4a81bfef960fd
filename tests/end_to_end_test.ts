import { deepEqual, equal, match, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { endToEndFiles } from "../scripts/test/end_to_end_files.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Runs a script of the project with a name for the executable. */
async function runScript(
  args: readonly string[],
  executable: string,
): Promise<{ readonly code: number; readonly said: string }> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", LEEXPORT_BIN: executable },
    stdout: "null",
  }).output();
  return { code, said: new TextDecoder().decode(stderr).replaceAll(ROOT, "/") };
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(ROOT + folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* filesBelow(path);
    else if (path.endsWith(".ts")) yield path;
  }
}

Deno.test("every test that starts the program, directly or not, is run with an executable", async () => {
  const files = (await endToEndFiles()).map((path) => path.slice(ROOT.length));
  for (
    const file of [
      "tests/chaos/chaos_test.ts",
      "tests/commands/background_test.ts",
      "tests/commands/init_dialogue_test.ts",
      "tests/commands/run_kafka_test.ts",
      "tests/commands/user_module_test.ts",
      "tests/demo_test.ts",
      "tests/process/journal_test.ts",
      "tests/status_page/daemon_test.ts",
    ]
  ) ok(files.includes(file), file);
  for (const file of ["tests/end_to_end_test.ts", "tests/leql/parser_test.ts"]) {
    ok(!files.includes(file), file);
  }
});

Deno.test("no test starts the source but by scripts/program_command.ts", async () => {
  const knowing: string[] = [];
  for await (const path of filesBelow("tests")) {
    const text = await Deno.readTextFile(ROOT + path);
    if (/\bimport\s*\{[^}]*\bRUN_FROM_SOURCE\b/.test(text)) knowing.push(path);
  }
  deepEqual(knowing, []);
});

Deno.test("the program is not started if LEEXPORT_BIN names no file", async () => {
  deepEqual(await runScript(["scripts/demo.ts"], "dist/none"), {
    code: 1,
    said: "Cannot go on with the demo: Cannot run the program: " +
      "LEEXPORT_BIN names /dist/none, which is no file\n",
  });
});

Deno.test("the program and its tests are found in a folder whose name has a space", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.symlink(ROOT, `${folder}/the project`);
  const address = `file://${folder}/the%20project/scripts`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import { programCommand } from "${address}/program_command.ts";
import { endToEndFiles } from "${address}/test/end_to_end_files.ts";
console.log(programCommand(["start"]).args.at(-2));
console.log((await endToEndFiles()).find((path) => path.endsWith("/demo_test.ts")));`,
    ],
    cwd: ROOT,
    env: { NO_COLOR: "1", LEEXPORT_BIN: "" },
  }).output();
  const decoder = new TextDecoder();
  deepEqual([decoder.decode(stdout), decoder.decode(stderr)], [
    `${folder}/the project/main.ts\n${folder}/the project/tests/demo_test.ts\n`,
    "",
  ]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("an executable is not tested if there is none", async () => {
  const { code, said } = await runScript(["scripts/test_executable.ts"], "dist/none");
  equal(code, 2);
  match(
    said,
    /^Cannot test the executable: \/dist\/none is no file\n {2}hint: run deno task build/,
  );
});
