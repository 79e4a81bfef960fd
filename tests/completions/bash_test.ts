import { deepStrictEqual, match } from "node:assert/strict";
import { canRun, isMissing } from "../servers/requirement.ts";
import { KEY } from "../terminal.ts";
import { FEW_ROWS, ROWS } from "./rows.ts";
import { setStage, type Stage, startShell } from "./stage.ts";

const BASH_COMPLETION = "/usr/share/bash-completion/bash_completion";
const hasTools = await canRun("bash", ["--version"]) && await canRun("python3", ["--version"]);
const ignore = isMissing(hasTools ? undefined : "install bash and python3");
const packageThere = await Deno.stat(BASH_COMPLETION).then(() => true, () => false);
const ignorePackage = isMissing(packageThere ? undefined : "install bash-completion");

function bash(stage: Stage): [string, ...string[]] {
  return ["bash", "--noprofile", "--rcfile", `${stage.folder}/bashrc`, "-i"];
}

Deno.test("bash completes what leexport knows, as it has to be typed", { ignore }, async (t) => {
  await using stage = await setStage();
  await using shell = await startShell(bash(stage), { stage, setup: "source leexport.bash" });
  for (const { keys, args } of ROWS) {
    await t.step(JSON.stringify(keys), async () => {
      deepStrictEqual(await shell.run(`leexport ${keys}`), args);
    });
  }
});

Deno.test(
  "bash finds the completion by itself where bash-completion is installed",
  { ignore: ignore || ignorePackage },
  async (t) => {
    await using stage = await setStage();
    await using shell = await startShell(bash(stage), {
      stage,
      setup: `source ${BASH_COMPLETION}`,
    });
    for (const { keys, args } of FEW_ROWS) {
      await t.step(JSON.stringify(keys), async () => {
        deepStrictEqual(await shell.run(`leexport ${keys}`), args);
      });
    }
  },
);

Deno.test("bash completes in a shell that is strict", { ignore }, async (t) => {
  await using stage = await setStage();
  const setup = "set -u -o posix; shopt -s failglob; source ./leexport.bash";
  await using shell = await startShell(bash(stage), { stage, setup });
  for (const { keys, args } of FEW_ROWS) {
    await t.step(JSON.stringify(keys), async () => {
      deepStrictEqual(await shell.run(`leexport ${keys}`), args);
    });
  }
});

Deno.test("bash completes leexport by the path it is typed with", { ignore }, async () => {
  await using stage = await setStage();
  await Deno.rename(`${stage.folder}/bin`, `${stage.folder}/elsewhere`);
  await using shell = await startShell(bash(stage), { stage, setup: "source leexport.bash" });
  deepStrictEqual(await shell.run(`./elsewhere/leexport chec${KEY.tab}`), ["check"]);
  deepStrictEqual(await shell.run(`~/../elsewhere/leexport chec${KEY.tab}`), ["check"]);
});

Deno.test("bash lists several commands with what they do", { ignore }, async () => {
  await using stage = await setStage();
  await using shell = await startShell(bash(stage), { stage, setup: "source leexport.bash" });
  await shell.terminal.type(`leexport st${KEY.tab}${KEY.tab}`);
  await shell.terminal.shows(/store .*[^]*leexport st$/);
  match(shell.terminal.shown, /start {3}\(run every search of a config file/);
  match(shell.terminal.shown, /stop {4}\(end the daemon in the background/);
});

Deno.test("bash says nothing when no config can be read", { ignore }, async () => {
  await using stage = await setStage();
  await using shell = await startShell(bash(stage), { stage, setup: "source leexport.bash" });
  for (const config of ["broken.ini", "nowhere.ini", "home"]) {
    const before = shell.terminal.shown.length;
    await shell.run(`leexport pause -c ${config} zz${KEY.tab}${KEY.tab}`);
    deepStrictEqual(
      shell.terminal.shown.slice(before).replaceAll("\r", ""),
      `leexport pause -c ${config} zz\n[ran]\nready> `,
    );
  }
});
