import { deepEqual, equal, match } from "node:assert/strict";
import { runProgram } from "./program.ts";

Deno.test("leexport --version prints the version of deno.json", async () => {
  const manifest = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  deepEqual(await runProgram(["--version"]), {
    code: 0,
    stdout: `leexport ${manifest.version}\n`,
    stderr: "",
  });
});

Deno.test("leexport --help lists every command with examples", async () => {
  const { code, stdout, stderr } = await runProgram(["--help"]);
  deepEqual([code, stderr], [0, ""]);
  for (const command of ["start", "stop", "check", "run", "services", "simulate"]) {
    match(stdout, new RegExp(`^  ${command} `, "m"));
  }
  match(stdout, /Examples:\n {2}leexport init .*\n {2}leexport check -c config\.ini/);
});

Deno.test("leexport without a command prints help and exits 2", async () => {
  const { code, stdout, stderr } = await runProgram([]);
  deepEqual([code, stdout], [2, ""]);
  match(stderr, /^Usage: leexport/);
});

Deno.test("leexport names the command that a mistyped one most likely means", async () => {
  deepEqual(await runProgram(["strat", "-c", "x.ini"]), {
    code: 2,
    stdout: "",
    stderr: "Cannot read the command line: unknown command 'strat'\n  hint: write start\n",
  });
});

Deno.test("leexport names the option that a mistyped one most likely means", async () => {
  const { code, stderr } = await runProgram(["check", "--confg-file", "x.ini"]);
  equal(code, 2);
  match(stderr, /unknown option '--confg-file'\n {2}hint: write --config-file\n$/);
});

for (
  const [args, found] of [
    [["version"], "unknown command 'version'"],
    [["simulate"], "required option '--log <name=file...>' not specified"],
    [["completions"], "missing required argument 'shell'"],
  ] as const
) {
  Deno.test(`leexport ${args.join(" ")} says what is wrong and where to look`, async () => {
    const hint = "leexport --help, or leexport COMMAND --help, shows what there is";
    deepEqual(await runProgram(args), {
      code: 2,
      stdout: "",
      stderr: `Cannot read the command line: ${found}\n  hint: ${hint}\n`,
    });
  });
}

Deno.test("leexport start without a config file says what to write", async () => {
  const { code, stderr } = await runProgram(["start"]);
  deepEqual(
    [code, stderr],
    [2, "Cannot start: no config file is named\n  hint: write leexport start -c config.ini\n"],
  );
});

for (
  const [command, deed] of [
    ["status", "show the status"],
    ["ledger", "show the ledger"],
    ["logs", "list the logs"],
  ] as const
) {
  Deno.test(`leexport ${command} without a config file says what it cannot do`, async () => {
    const { code, stderr } = await runProgram([command]);
    deepEqual([code, stderr], [
      2,
      `Cannot ${deed}: no config file is named\n  hint: write leexport ${command} -c config.ini\n`,
    ]);
  });
}

Deno.test("leexport start refuses a pid file in the foreground", async () => {
  deepEqual(await runProgram(["start", "-c", "x.ini", "--pid-file", "x.pid"]), {
    code: 2,
    stdout: "",
    stderr:
      "Cannot use --pid-file or --log-file in the foreground\n  hint: add -d, or send standard output to a file\n",
  });
});

Deno.test("leexport stop says that no daemon runs", async () => {
  const folder = await Deno.makeTempDir();
  const pidFile = `${folder}/leexport.pid`;
  const { code, stderr } = await runProgram(["stop", "--pid-file", pidFile]);
  await Deno.remove(folder, { recursive: true });
  deepEqual([code, stderr], [
    1,
    `Cannot stop leexport: none runs in the background (no ${pidFile})\n` +
    "  hint: name its --pid-file if it was started with one; end one in the foreground with " +
    "Ctrl-C, or as its service manager does (systemctl stop leexport)\n",
  ]);
});

Deno.test("leexport simulate quotes a port that is no number", async () => {
  const { code, stderr } = await runProgram(["simulate", "--log", "a=b", "--port", "abc"]);
  equal(code, 2);
  match(
    stderr,
    /'--port <number>' argument 'abc' is invalid\. It is not a whole number\n {2}hint: /,
  );
});
