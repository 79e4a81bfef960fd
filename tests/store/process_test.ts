import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { openStore } from "../../src/store/open_store.ts";
import { inFolder, LANE } from "./folder.ts";
import { startStoreProcess } from "./process.ts";

Deno.test("openStore() refuses a store that another process has, and names the process", () =>
  inFolder(async (path) => {
    await using other = startStoreProcess(
      path,
      `console.log("open"); setInterval(() => {}, 1000);`,
    );
    await other.lines.next();
    throws(() => openStore({ kind: "folder", path }), {
      name: "StoreError",
      message:
        `Cannot use the store ${path}/leexport.db: leexport already uses it as process ${other.pid}`,
      hint: "stop it, or give each its own state_dir",
    });
    await other.lines.return?.();
    await other.kill();
    await using store = openStore({ kind: "folder", path });
    equal(store.trouble, undefined);
  }));

Deno.test("two stores of one folder have different files", () =>
  inFolder(async (path) => {
    await using first = openStore({ kind: "folder", path });
    await using second = openStore({ kind: "folder", path }, { fileName: "backfill.db" });
    equal(first.trouble ?? second.trouble, undefined);
    throws(() => openStore({ kind: "folder", path }), { name: "StoreError" });
  }));

Deno.test("openStore() leaves a file alone that is no lock", () =>
  inFolder(async (path) => {
    await Deno.writeTextFile(`${path}/leexport.db.lock`, "something else");
    throws(() => openStore({ kind: "folder", path }), {
      name: "StoreError",
      message:
        `Cannot use the store ${path}/leexport.db: ${path}/leexport.db.lock holds something else`,
    });
    equal(await Deno.readTextFile(`${path}/leexport.db.lock`), "something else");
  }));

/** Adds and settles without pause; says what the store has confirmed. */
const WORK = `
  const lane = { search: "errors", destination: "destination" };
  let from = store.account(lane).askedTo ?? 0;
  for (;;) {
    const results = [{ destination: "destination", form: "payload", text: String(from) }];
    await store.addRun({ search: "errors", window: { from, to: from + 1000 }, windows: "contiguous", results, now: from });
    console.log("added " + from);
    const entry = store.next(lane);
    await store.beginPush(entry, "durable");
    console.log("begun " + entry.window.from);
    await store.settle(entry, { outcome: "delivered", at: from });
    console.log("settled " + entry.window.from);
    from += 1000;
  }`;

Deno.test("what a process was told is stored is there after SIGKILL", () =>
  inFolder(async (path) => {
    const said = { added: -1000, begun: -1000, settled: -1000 };
    for (let round = 1; round <= 5; round++) {
      await using worker = startStoreProcess(path, WORK);
      let left = 5 * round;
      for await (const line of worker.lines) {
        const [what = "", from] = line.split(" ");
        if (what === "added" || what === "begun" || what === "settled") said[what] = Number(from);
        if (--left === 0) worker.kill();
      }
      await worker.kill();
      await using store = openStore({ kind: "folder", path });
      const { asked, askedTo = 0, delivered, waiting } = store.account(LANE);
      ok(askedTo > said.added, `asked up to ${askedTo}, said ${said.added}`);
      deepEqual([asked, delivered + waiting], [askedTo / 1000, askedTo / 1000]);
      ok(delivered >= said.settled / 1000 + 1, `delivered ${delivered}, said ${said.settled}`);
      const next = store.next(LANE);
      if (next !== undefined && said.begun >= next.window.from) equal(next.isUnknown, true);
    }
  }));
