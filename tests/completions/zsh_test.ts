import { deepStrictEqual, match } from "node:assert/strict";
import { canRun, isMissing } from "../servers/requirement.ts";
import { KEY } from "../terminal.ts";
import { FEW_ROWS, ROWS } from "./rows.ts";
import { setStage, startShell } from "./stage.ts";

/** How zsh turns the keypad on and off; it draws the first letter anew after that. */
// deno-lint-ignore no-control-regex -- the escape character is what they begin with
const KEYPAD_REGEXP = /\x1b[=>](?:l\x08)?/g;
const hasTools = await canRun("zsh", ["--version"]) && await canRun("python3", ["--version"]);
const ignore = isMissing(hasTools ? undefined : "install zsh and python3");

Deno.test("zsh completes what leexport knows, as it has to be typed", { ignore }, async (t) => {
  await using stage = await setStage();
  await using shell = await startShell(["zsh", "-i"], { stage });
  for (const { keys, args } of ROWS) {
    await t.step(JSON.stringify(keys), async () => {
      deepStrictEqual(await shell.run(`leexport ${keys}`), args);
    });
  }
});

Deno.test("zsh completes with the script read by .zshrc", { ignore }, async (t) => {
  await using stage = await setStage();
  await Deno.rename(`${stage.folder}/zsh/functions/_leexport`, `${stage.folder}/leexport.zsh`);
  const setup = "source leexport.zsh";
  await using shell = await startShell(["zsh", "-i"], { stage, setup });
  for (const { keys, args } of FEW_ROWS) {
    await t.step(JSON.stringify(keys), async () => {
      deepStrictEqual(await shell.run(`leexport ${keys}`), args);
    });
  }
});

Deno.test("zsh lists several commands with what they do", { ignore }, async () => {
  await using stage = await setStage();
  await using shell = await startShell(["zsh", "-i"], { stage });
  await shell.terminal.type(`leexport st${KEY.tab}`);
  await shell.terminal.shows(/store +-- look into the store/);
  match(shell.terminal.shown, /start +-- run every search of a config file/);
});

Deno.test("zsh says nothing when no config can be read", { ignore }, async () => {
  await using stage = await setStage();
  await using shell = await startShell(["zsh", "-i"], { stage });
  for (const config of ["broken.ini", "nowhere.ini", "home"]) {
    const before = shell.terminal.shown.length;
    await shell.run(`leexport pause -c ${config} zz${KEY.tab}`);
    const shown = shell.terminal.shown.slice(before).replaceAll(KEYPAD_REGEXP, "");
    deepStrictEqual(shown.replaceAll("\r", "").split("\n"), [
      `leexport pause -c ${config} zz`,
      "[ran]",
      "ready> ",
    ]);
  }
});

Deno.test("zsh completes leexport by the path it is typed with", { ignore }, async () => {
  await using stage = await setStage();
  await Deno.rename(`${stage.folder}/bin`, `${stage.folder}/elsewhere`);
  await using shell = await startShell(["zsh", "-i"], { stage });
  deepStrictEqual(await shell.run(`./elsewhere/leexport chec${KEY.tab}`), ["check"]);
  deepStrictEqual(await shell.run(`~/../elsewhere/leexport chec${KEY.tab}`), ["check"]);
});
