import { deepEqual, equal, match, ok } from "node:assert/strict";
import { labelWidth } from "../../src/draw/label.ts";
import { drawTable } from "../../src/draw/table.ts";
import { writeConfig } from "../config_text.ts";
import { runProgram } from "../program.ts";
import { startTrialAccount } from "./trial_account.ts";

Deno.test("leexport logs lists name, set and key of every log, in columns", async () => {
  await using account = await startTrialAccount();
  const [web, app] = account.api.logs.map(({ key }) => key);
  const { code, stdout, stderr } = await runProgram(["logs", "-c", account.file.path]);
  deepEqual([code, stderr], [0, ""]);
  equal(stdout, `LOG  SET         KEY\napp              ${app}\nweb  Production  ${web}\n`);
});

Deno.test("leexport logs puts what does not fit side by side below each other", async () => {
  await using account = await startTrialAccount();
  const [web, app] = account.api.logs.map(({ key }) => key);
  const env = { COLUMNS: "40" };
  const { stdout } = await runProgram(["logs", "-c", account.file.path], { env });
  equal(stdout, `app\n  ${app}\nweb\n  Production\n  ${web}\n`);
});

Deno.test("leexport logs --json prints the same for machines", async () => {
  await using account = await startTrialAccount();
  const [web, app] = account.api.logs.map(({ key }) => key);
  const { stdout } = await runProgram(["logs", "-c", account.file.path, "--json"]);
  deepEqual(JSON.parse(stdout), [
    { name: "app", sets: [], key: app },
    { name: "web", sets: ["Production"], key: web },
  ]);
});

Deno.test("leexport logs says what to do about a key that is not taken", async () => {
  await using account = await startTrialAccount();
  const text = await Deno.readTextFile(account.file.path);
  await account.file.replace(text.replace(account.api.apiKey, "0a1b2c3d-another-key"));
  const { code, stdout, stderr } = await runProgram(["logs", "-c", account.file.path]);
  deepEqual([code, stdout], [1, ""]);
  match(
    stderr,
    /^Cannot list the logs of .*config\.ini: 127\.0\.0\.1:\d+ answered 401 .*\n {2}hint: correct x_api_key/,
  );
});

Deno.test("leexport logs shows what is wrong with [LE], and only that", async () => {
  const rows: readonly (readonly [string, RegExp])[] = [
    ["[Searches]\n", /config\.ini:1:1: Cannot ask the log search: there is no section \[LE\]\n/],
    [
      "[LE]\nx_api_key = \n[Searches]\nodd\n",
      /config\.ini:2:\d+: Cannot ask the log search API: x_api_key is empty\n/,
    ],
    ["[LE]\nx_api_key = key\nregion us\n", /config\.ini:3:1: Cannot read this line: /],
  ];
  for (const [text, complaint] of rows) {
    await using file = await writeConfig(text);
    const { code, stdout, stderr } = await runProgram(["logs", "-c", file.path]);
    deepEqual([code, stdout], [2, ""], stderr);
    match(stderr, complaint);
    match(stderr, /\nCannot use .*config\.ini\n$/);
    equal(stderr.match(/Cannot/g)?.length, 2, stderr);
  }
});

Deno.test("drawTable() is never wider than asked, and lets no name move the cursor", () => {
  const rows = [["a\x1b[2J\nb", "日本語".repeat(30), "0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d"]];
  for (const width of [40, 80, 200]) {
    const lines = drawTable(rows, { heads: ["A", "B", "C"], view: { width, colour: "none" } });
    // deno-lint-ignore no-control-regex
    ok(lines.every((line) => !/[\x00-\x1f]/.test(line)));
    ok(lines.some((line) => line.includes("0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d")));
    ok(lines.every((line) => labelWidth(line) <= width));
  }
  const coloured = drawTable(rows, { heads: ["A", "B", "C"], view: { width: 40, colour: "ansi" } });
  equal(coloured[0], "\x1b[1ma b\x1b[0m");
});
