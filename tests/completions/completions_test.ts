import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { SHELLS } from "../../src/completions/shells.ts";
import { runProgram } from "../program.ts";
import { canRun, isMissing } from "../servers/requirement.ts";

for (const shell of SHELLS) {
  const ignore = isMissing(await canRun(shell, ["--version"]) ? undefined : `install ${shell}`);
  Deno.test(`leexport completions ${shell} prints what ${shell} can read`, { ignore }, async () => {
    const { code, stdout, stderr } = await runProgram(["completions", shell]);
    deepStrictEqual([code, stderr], [0, ""]);
    deepStrictEqual(await judge([shell, "-n"], stdout), { code: 0, said: "" });
  });
}

const noShellcheck = await canRun("shellcheck", ["--version"]) ? undefined : "install shellcheck";

Deno.test(
  "shellcheck finds nothing in the script for bash",
  { ignore: isMissing(noShellcheck) },
  async () => {
    const { stdout } = await runProgram(["completions", "bash"]);
    deepStrictEqual(await judge(["shellcheck", "-s", "bash"], stdout), { code: 0, said: "" });
  },
);

async function judge(
  [tool, ...args]: readonly [string, ...string[]],
  script: string,
): Promise<{ code: number; said: string }> {
  const file = await Deno.makeTempFile({ prefix: "leexport-words-" });
  await Deno.writeTextFile(file, script);
  const { code, stdout, stderr } = await new Deno.Command(tool, { args: [...args, file] }).output();
  await Deno.remove(file);
  return { code, said: new TextDecoder().decode(new Uint8Array([...stdout, ...stderr])) };
}

Deno.test("leexport completions names the shells when it is asked for another", async () => {
  deepStrictEqual(await runProgram(["completions", "tcsh"]), {
    code: 2,
    stdout: "",
    stderr: 'Cannot print completions for "tcsh": it is no shell that has any\n' +
      "  hint: write bash, zsh or fish\n",
  });
});

Deno.test("leexport completions --help says where each shell looks", async () => {
  const { code, stdout } = await runProgram(["completions", "--help"]);
  strictEqual(code, 0);
  match(stdout, /bash +\/usr\/share\/bash-completion\/completions\/leexport /);
  match(stdout, /zsh +\/usr\/local\/share\/zsh\/site-functions\/_leexport /);
  match(stdout, /fish +\/usr\/share\/fish\/vendor_completions\.d\/leexport\.fish /);
});

Deno.test("leexport --help does not tell of the command by which shells ask", async () => {
  const { stdout } = await runProgram(["--help"]);
  match(stdout, /completions <shell>/);
  strictEqual(stdout.includes("__complete"), false);
});
