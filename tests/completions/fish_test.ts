import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { canRun, isMissing } from "../servers/requirement.ts";
import { KEY } from "../terminal.ts";
import { ROWS } from "./rows.ts";
import { setStage, type Stage, startShell } from "./stage.ts";

const hasTools = await canRun("fish", ["--version"]) && await canRun("python3", ["--version"]);
const ignore = isMissing(hasTools ? undefined : "install fish and python3");

Deno.test("fish completes what leexport knows, as it has to be typed", { ignore }, async (t) => {
  await using stage = await setStage();
  await using shell = await startShell(["fish", "-i"], { stage });
  for (const { keys, args } of ROWS) {
    await t.step(JSON.stringify(keys), async () => {
      deepStrictEqual(await shell.run(`leexport ${keys}`), args);
    });
  }
});

async function complete(line: string, { env, folder: cwd }: Stage): Promise<string[]> {
  const { stdout, stderr } = await new Deno.Command("fish", {
    args: ["-c", 'complete --do-complete "$LINE"'],
    env: { ...env, LINE: line },
    cwd,
  }).output();
  strictEqual(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "");
}

Deno.test("fish lists several commands with what they do", { ignore }, async () => {
  await using stage = await setStage();
  deepStrictEqual(await complete("leexport st", stage), [
    "start\trun every search of a config file until a signal asks for the end",
    "stop\tend the daemon in the background, once its runs under way have finished",
    "status\tshow what runs and what is wrong; exit code 1 if anything is, 3 if not running",
    "store\tlook into the store: checkpoints, payloads that wait, ledger",
  ]);
});

Deno.test(
  "fish offers files behind -c, and folders behind --services-dir",
  { ignore },
  async () => {
    await using stage = await setStage();
    deepStrictEqual(await complete("leexport run -c o", stage), ["other config.ini"]);
    deepStrictEqual(await complete("leexport services --services-dir s", stage), ["services/"]);
  },
);

Deno.test("fish says nothing when no config can be read", { ignore }, async () => {
  await using stage = await setStage();
  for (const config of ["broken.ini", "nowhere.ini", "home"]) {
    deepStrictEqual(await complete(`leexport pause -c ${config} zz`, stage), []);
  }
});

Deno.test("fish completes leexport by the path it is typed with", { ignore }, async () => {
  await using stage = await setStage();
  await using shell = await startShell(["fish", "-i"], { stage });
  deepStrictEqual(await shell.run(`./bin/leexport chec${KEY.tab}`), ["check"]);
  deepStrictEqual(await shell.run(`~/../bin/leexport chec${KEY.tab}`), ["check"]);
});
