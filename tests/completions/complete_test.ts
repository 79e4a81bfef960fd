import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { CommandDescription } from "../../src/command_description.ts";
import { runProgram } from "../program.ts";
import { declaredProgram } from "./declared_program.ts";
import { setStage } from "./stage.ts";

async function ask(args: readonly string[], cwd: string): Promise<string[]> {
  const { stdout, stderr } = await runProgram(["__complete", ...args], { cwd });
  strictEqual(stderr, "");
  return stdout.split("\n").slice(0, -1);
}

function* everyCommand(
  { commands }: CommandDescription,
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; command: CommandDescription }> {
  for (const command of commands) {
    yield { path: [...path, command.name], command };
    yield* everyCommand(command, [...path, command.name]);
  }
}

Deno.test("completions offer every command with what it does", async () => {
  await using stage = await setStage();
  const { commands } = declaredProgram();
  deepStrictEqual(
    await ask(["fish", "--", ""], stage.folder),
    ["words", ...commands.map(({ name, help }) => `${name}\t${help}`)],
  );
});

for (const { path, command } of everyCommand(declaredProgram())) {
  Deno.test(`completions offer every option of leexport ${path.join(" ")}`, async () => {
    await using stage = await setStage();
    deepStrictEqual(
      await ask(["fish", "--", ...path, "-"], stage.folder),
      ["words", ...command.options.map(({ long, help }) => `${long}\t${help}`)],
    );
  });
}

Deno.test("completions of zsh mark what its list would take for its own", async () => {
  await using stage = await setStage();
  const names = await ask(["zsh", "--", "pause", ""], stage.folder);
  strictEqual(names.includes("API\\: logins=ok:"), true);
  strictEqual(names.includes("back\\\\slash:"), true);
});

Deno.test("completions of bash are plain words where bash inserts each in turn", async () => {
  await using stage = await setStage();
  for (const type of ["37", "42"]) {
    deepStrictEqual(
      await ask(["bash", "--", "80", type, "leexport st", "st"], stage.folder),
      ["words", "start", "stop", "status", "store"],
    );
  }
});

Deno.test("completions of bash fit the terminal", async () => {
  await using stage = await setStage();
  const lines = await ask(["bash", "--", "30", "63", "leexport st", "st"], stage.folder);
  match(lines[1] ?? "", /^start {3}\(run every search of…$/);
  deepStrictEqual(lines.map(({ length }) => length), [5, 29, 29, 29, 29]);
});

Deno.test("completions tell nothing of a config but the names of its searches", async () => {
  await using stage = await setStage();
  const { stdout } = await runProgram(["__complete", "fish", "--", "pause", ""], {
    cwd: stage.folder,
  });
  match(stdout, /Errors per minute/);
  strictEqual(/secret|note|DEFAULT|Shop/.test(stdout), false);
});

Deno.test("completions leave out names that would act on the terminal", async () => {
  await using stage = await setStage();
  const config = "[Searches]\n[[a\tb]]\n[[\x1b[31mred]]\n[[c\u202ed]]\n[[plain]]\n";
  await Deno.writeTextFile(`${stage.folder}/odd.ini`, config);
  deepStrictEqual(
    await ask(["fish", "--", "pause", "-c", "odd.ini", ""], stage.folder),
    ["words", "plain\t"],
  );
});

Deno.test("completions offer no name that would be read as an option, but behind --", async () => {
  await using stage = await setStage();
  const config = "[Searches]\n[[--config-file=x]]\n[[-rf]]\n[[plain]]\n";
  await Deno.writeTextFile(`${stage.folder}/odd.ini`, config);
  const typed = ["run", "-c", "odd.ini"];
  deepStrictEqual(await ask(["zsh", "--", ...typed, ""], stage.folder), ["words", "plain:"]);
  deepStrictEqual(await ask(["zsh", "--", ...typed, "--", ""], stage.folder), [
    "words",
    "--config-file=x:",
    "-rf:",
    "plain:",
  ]);
});

Deno.test("completions are silent about a config that cannot be read", async () => {
  await using stage = await setStage();
  const { folder } = stage;
  await Deno.writeFile(`${folder}/binary.ini`, new Uint8Array([0xff, 0, 0xfe, 91, 10, 93]));
  await Deno.truncate(`${folder}/other config.ini`, 5_000_000);
  await new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).output();
  for (const config of ["nowhere.ini", "home", "binary.ini", "pipe", "other config.ini", ""]) {
    deepStrictEqual(await ask(["fish", "--", "pause", "-c", config, ""], folder), ["words"]);
  }
});

Deno.test("completions are silent about a shell that nobody knows, and about no shell", async () => {
  deepStrictEqual(await runProgram(["__complete", "tcsh", "--", ""]), {
    code: 1,
    stdout: "",
    stderr: "",
  });
});
