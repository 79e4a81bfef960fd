import { deepEqual, equal, match, ok } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openStore } from "../../src/store/open_store.ts";
import { configText, writeConfig } from "../config_text.ts";
import { type Ended, runProgram } from "../program.ts";
import { isMissing } from "../servers/requirement.ts";
import { spoilPageOf } from "../store/damage.ts";
import { inFolder, LANE, minute, runOf } from "../store/folder.ts";
import { startStoreProcess } from "../store/process.ts";

/** A store with three delivered windows, one rejected, three skipped and one that waits. */
async function fill(path: string): Promise<void> {
  await using store = openStore({ kind: "folder", path });
  for (const index of [0, 1, 2, 3]) await store.addRun(runOf(minute(index)));
  for (const outcome of ["delivered", "delivered", "delivered", "rejected"] as const) {
    const entry = store.next(LANE);
    const reason = outcome === "rejected" ? "it is too wide" : undefined;
    if (entry !== undefined) await store.settle(entry, { outcome, reason, at: minute(9).to });
  }
  const window = { from: minute(4).from, to: minute(6).to };
  const destinations = [LANE.destination];
  const skipped = { count: 3, reason: "catch_up = skip", now: minute(9).to };
  await store.skip({ search: LANE.search, destinations, window, ...skipped });
  await store.addRun(runOf(minute(7)));
}

/** Runs a command on the store in a folder, by way of a config. */
async function run(path: string, args: readonly string[]): Promise<Ended> {
  const search = { name: "errors", pushUrl: "http://127.0.0.1:1/v1/send/1" };
  await using config = await writeConfig(configText("http://127.0.0.1:1", [search]));
  return await runProgram([...args, "-c", config.path], { env: { STATE_DIRECTORY: path } });
}

function change(path: string, sql: string): void {
  using db = new DatabaseSync(`${path}/leexport.db`);
  db.exec(sql);
}

const LEDGER = `search "errors", destination
  asked 8, 3 delivered, 1 waiting, 1 rejected, 3 skipped
  newest delivery from 2026-11-24T00:02:00.000Z to 2026-11-24T00:03:00.000Z, at 2026-11-24T00:10:00.000Z, digest DIGEST
  contiguous windows, taken up to 2026-11-24T00:08:00.000Z
  delivered from 2026-11-24T00:00:00.000Z to 2026-11-24T00:01:00.000Z, at 2026-11-24T00:10:00.000Z, digest DIGEST
  delivered from 2026-11-24T00:01:00.000Z to 2026-11-24T00:02:00.000Z, at 2026-11-24T00:10:00.000Z, digest DIGEST
  delivered from 2026-11-24T00:02:00.000Z to 2026-11-24T00:03:00.000Z, at 2026-11-24T00:10:00.000Z, digest DIGEST
  rejected from 2026-11-24T00:03:00.000Z to 2026-11-24T00:04:00.000Z, at 2026-11-24T00:10:00.000Z, it is too wide
  skipped from 2026-11-24T00:04:00.000Z to 2026-11-24T00:07:00.000Z (3 windows), at 2026-11-24T00:10:00.000Z, catch_up = skip
  rejected from 2026-11-24T00:03:00.000Z to 2026-11-24T00:04:00.000Z: it is too wide
  verified: no window is missing, none is there twice, the account adds up
`;

Deno.test("leexport ledger --verify shows every window and proves that none is missing", () =>
  inFolder(async (path) => {
    await fill(path);
    const { code, stdout, stderr } = await run(path, ["ledger", "errors", "--verify"]);
    deepEqual([code, stderr], [0, ""]);
    equal(stdout.replaceAll(/digest [\da-f]{16}/g, "digest DIGEST"), LEDGER);
  }));

Deno.test("leexport ledger --verify names the stretch that is missing and exits 1", () =>
  inFolder(async (path) => {
    await fill(path);
    change(path, `DELETE FROM ledger WHERE from_ms = ${minute(1).from}`);
    const { code, stdout } = await run(path, ["ledger", "--verify"]);
    equal(code, 1);
    match(
      stdout,
      /^ {2}wrong: it has no window from 2026-11-24T00:01:00\.000Z to 2026-11-24T00:02:00\.000Z$/m,
    );
  }));

for (
  const args of [["ledger", "errors"], ["store", "check"], ["store", "export"]] as const
) {
  Deno.test(`leexport ${args.join(" ")} needs no key, as the service alone may have them`, () =>
    inFolder(async (path) => {
      await fill(path);
      const search = { name: "errors", pushUrl: "${credential:push-url}" };
      const text = configText("http://127.0.0.1:1", [search])
        .replace(/x_api_key = .*/, "x_api_key = ${credential:log-search}");
      await using config = await writeConfig(text);
      const env = { STATE_DIRECTORY: path, CREDENTIALS_DIRECTORY: "" };
      const { code, stderr } = await runProgram([...args, "-c", config.path], { env });
      deepEqual([code, stderr], [0, ""]);
    }));
}

Deno.test("leexport ledger --json gives the account and the windows of each lane", () =>
  inFolder(async (path) => {
    await fill(path);
    const { code, stdout } = await run(path, ["ledger", "--json", "--verify"]);
    equal(code, 0);
    const [lane] = JSON.parse(stdout);
    deepEqual([lane.search, lane.destination, lane.verified], ["errors", "destination", true]);
    deepEqual([lane.account.asked, lane.windows.length, lane.rejected.length], [8, 5, 1]);
  }));

Deno.test("leexport ledger refuses an unknown search and says what was meant", () =>
  inFolder(async (path) => {
    await fill(path);
    deepEqual(await run(path, ["ledger", "erors"]), {
      code: 2,
      stdout: "",
      stderr:
        'Cannot show search "erors": there is no such search\n  hint: did you mean "errors"?\n',
    });
  }));

Deno.test("leexport ledger says that there is no store yet", () =>
  inFolder(async (path) => {
    const { code, stderr } = await run(path, ["ledger"]);
    deepEqual([code, stderr], [
      1,
      `Cannot read the store ${path}/leexport.db: there is no such file\n` +
      "  hint: start leexport with this config first, or correct state_dir\n",
    ]);
  }));

Deno.test("a store is read while another process writes it, and not repaired", () =>
  inFolder(async (path) => {
    await fill(path);
    await using writer = startStoreProcess(
      path,
      `console.log("open"); setInterval(() => {}, 1000);`,
    );
    await writer.lines.next();
    equal((await run(path, ["ledger", "--verify"])).code, 0);
    equal((await run(path, ["store", "check"])).stdout, `${path}/leexport.db is whole\n`);
    const { code, stderr } = await run(path, ["store", "repair"]);
    deepEqual([code, stderr], [
      1,
      `Cannot use the store ${path}/leexport.db: leexport already uses it as process ${writer.pid}\n` +
      "  hint: stop it, or give each its own state_dir\n",
    ]);
    await writer.lines.return?.();
  }));

Deno.test("leexport store check says what contradicts itself, and repair counts anew", () =>
  inFolder(async (path) => {
    await fill(path);
    change(path, "UPDATE outbox SET text = 'other'");
    const folder = ["--state-dir", path];
    const before = await runProgram(["store", "check", ...folder]);
    equal(before.code, 1);
    match(
      before.stdout,
      /^search "errors", destination: the payload of 2026-11-24T00:07:00\.000Z is not what it was$/m,
    );
    const repair = await runProgram(["store", "repair", ...folder]);
    equal(repair.code, 0, repair.stderr);
    match(
      repair.stdout,
      /Kept: 1 lane, 0 payloads that wait, 5 lines of the ledger; lost: 1 payload /,
    );
    deepEqual(await runProgram(["store", "check", ...folder]), {
      code: 0,
      stdout: `${path}/leexport.db is whole\n`,
      stderr: "",
    });
    await using store = openStore({ kind: "folder", path });
    equal(store.account(LANE).askedTo, minute(7).from);
  }));

Deno.test("leexport store export prints what a damaged store still holds", () =>
  inFolder(async (path) => {
    await fill(path);
    await spoilPageOf("it is too wide", { path: `${path}/leexport.db` });
    const { code, stdout } = await runProgram(["store", "export", "--state-dir", path]);
    equal(code, 0);
    const rows = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
    ok(rows.some(({ table, search }) => table === "lane" && search === "errors"));
    ok(rows.some(({ table, text }) => table === "outbox" && text.includes("of")));
  }));

Deno.test("leexport store asks for a config or a folder", async () => {
  deepEqual(await runProgram(["store", "check"]), {
    code: 2,
    stdout: "",
    stderr: "Cannot find the store: neither a config file nor a folder is named\n" +
      "  hint: write leexport store check -c config.ini\n",
  });
});

Deno.test({
  name: "a store that root repairs stays that of the user who runs leexport",
  ignore: isMissing(Deno.uid() === 0 ? undefined : "this is not root, who may give files away"),
  fn: () =>
    inFolder(async (path) => {
      await fill(path);
      for (const name of [path, `${path}/leexport.db`]) await Deno.chown(name, 65_150, 65_151);
      const { code, stderr } = await run(path, ["store", "repair"]);
      equal(code, 0, stderr);
      const { uid, gid } = await Deno.stat(`${path}/leexport.db`);
      deepEqual([uid, gid], [65_150, 65_151]);
    }),
});
