import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { digestOf } from "../../src/store/digest.ts";
import { MIGRATIONS } from "../../src/store/migrations.ts";
import { openStore } from "../../src/store/open_store.ts";
import type { Store } from "../../src/store/store.ts";
import { collectLog } from "./collected_log.ts";
import { overwrite, spoilPageOf } from "./damage.ts";
import { inFolder, LANE, MINUTE, minute, runOf } from "./folder.ts";
import { startStoreProcess } from "./process.ts";

const WINDOWS = 40;
const DELIVERED = 15;
const END = minute(WINDOWS - 1).to;

function payload(from: number): string {
  return JSON.stringify({ window: from, padding: "x".repeat(600) });
}

async function add(store: Store, from: number): Promise<void> {
  const results = [{
    destination: LANE.destination,
    form: "payload",
    text: payload(from),
  }] as const;
  await store.addRun(runOf({ from, to: from + MINUTE }, { results }));
}

/** A store that has delivered some of its windows, closed. */
async function fill(path: string): Promise<void> {
  await using store = openStore({ kind: "folder", path });
  await Promise.all(Array.from({ length: WINDOWS }, (_, index) => add(store, minute(index).from)));
  for (let index = 0; index < DELIVERED; index++) {
    const entry = store.next(LANE);
    if (entry !== undefined) await store.settle(entry, { outcome: "delivered", at: 0 });
  }
}

/** Goes on as the program does: asks for what is missing, pushes what waits. @returns What was pushed. */
async function goOn(store: Store): Promise<number[]> {
  const pushed: number[] = [];
  for (;;) {
    const { askedTo } = store.account(LANE);
    const entry = store.next(LANE);
    if (askedTo !== END) await add(store, askedTo ?? minute(0).from);
    else if (entry === undefined) return pushed;
    else {
      pushed.push(entry.window.from);
      equal(entry.text, payload(entry.window.from));
      await store.settle(entry, { outcome: "delivered", at: 0 });
    }
  }
}

function digest(bytes: Uint8Array): string {
  return digestOf(String(bytes));
}

function checkIdentity(store: Store): void {
  const { asked, askedTo: _, heldFrom: __, latest: ___, waitingBytes: ____, ...fates } = store
    .account(LANE);
  equal(asked, Object.values(fates).reduce((sum, count) => sum + count, 0));
}

const REMAINING = Array.from(
  { length: WINDOWS - DELIVERED },
  (_, index) => minute(DELIVERED + index).from,
);

async function copiesIn(path: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(path), ({ name }) => name);
  return names.filter((name) => /\.damaged-[\dTZ]+$/.test(name));
}

Deno.test("payloads on a damaged page are asked for again, the others are kept, all in order", () =>
  inFolder(async (path) => {
    await fill(path);
    await spoilPageOf(payload(minute(30).from).slice(0, 40), { path: `${path}/leexport.db` });
    const lines = await collectLog();
    await using store = openStore({ kind: "folder", path });
    deepEqual(await goOn(store), REMAINING);
    checkIdentity(store);
    equal(store.account(LANE).delivered, WINDOWS);
    const [copy] = await copiesIn(path);
    equal(lines.length, 1);
    match(
      lines[0] ?? "",
      /^error: Cannot read all of the store \S+: its content is damaged; it goes on with a new one\. Kept: 1 lane, \d+ payloads that wait, \d+ lines of the ledger; lost: \d payloads? that waited\n {2}hint: /,
    );
    ok(lines[0]?.includes(`${path}/${copy}`));
  }));

Deno.test("what is left of a file that was cut off is kept, and the rest is asked for again", () =>
  inFolder(async (path) => {
    await fill(path);
    const file = `${path}/leexport.db`;
    const { size } = await Deno.stat(file);
    await Deno.truncate(file, Math.floor(size / 4096 - 3) * 4096);
    const lines = await collectLog();
    await using store = openStore({ kind: "folder", path });
    match(lines[0] ?? "", /Kept: 1 lane, [1-9]\d* payloads? that wait/);
    await goOn(store);
    checkIdentity(store);
    equal(store.account(LANE).askedTo, END);
  }));

Deno.test("a payload that is not what it was is set aside and asked for again", () =>
  inFolder(async (path) => {
    await fill(path);
    using db = new DatabaseSync(`${path}/leexport.db`);
    db.prepare("UPDATE outbox SET text = 'other' WHERE from_ms = ?").run(minute(DELIVERED).from);
    db.close();
    const lines = await collectLog();
    await using store = openStore({ kind: "folder", path });
    equal(store.next(LANE)?.window.from, minute(DELIVERED + 1).from);
    await store.beginLanes("another", { destinations: ["destination"], askedTo: 0 });
    const { askedTo, heldFrom } = store.account(LANE);
    deepEqual([askedTo, heldFrom], [minute(DELIVERED).from, minute(DELIVERED + 1).from]);
    deepEqual(await goOn(store), REMAINING);
    checkIdentity(store);
    deepEqual(lines, [
      'error: Cannot push a payload of "errors" to "destination": it was damaged in the store; it is set aside, ' +
      "and the window from 2026-11-24T00:15:00.000Z to 2026-11-24T00:16:00.000Z is asked for again\n" +
      "  hint: look at the health of the disk",
    ]);
  }));

Deno.test("an account that contradicts itself is counted anew", () =>
  inFolder(async (path) => {
    await fill(path);
    using db = new DatabaseSync(`${path}/leexport.db`);
    db.exec("PRAGMA ignore_check_constraints = ON; UPDATE lane SET asked = asked + 7");
    db.close();
    const lines = await collectLog();
    await using store = openStore({ kind: "folder", path });
    deepEqual(await goOn(store), REMAINING);
    checkIdentity(store);
    equal(store.account(LANE).delivered, WINDOWS);
    ok(lines[0]?.includes("adds up to"), lines[0]);
  }));

Deno.test("a window that was delivered while its entry was lost is not asked for again", () =>
  inFolder(async (path) => {
    await using store = openStore({ kind: "folder", path });
    await store.addRun(runOf(minute(0)));
    const entry = store.next(LANE);
    using db = new DatabaseSync(`${path}/leexport.db`);
    db.exec(`DELETE FROM outbox; UPDATE lane SET asked = 0, waiting = 0, waiting_bytes = 0,
      asked_to = ${minute(0).from}`);
    if (entry !== undefined) await store.settle(entry, { outcome: "delivered", at: 0 });
    const { asked, delivered, askedTo } = store.account(LANE);
    deepEqual([asked, delivered, askedTo], [1, 1, minute(0).to]);
    equal((await store.addRun(runOf(minute(0)))).get(LANE.destination)?.taken, "no");
  }));

const WHOLE_FILE: readonly (readonly [string, (path: string) => Promise<void>, string])[] = [
  ["of no length", (path) => Deno.truncate(path, 0), "it is empty"],
  [
    "that is something else",
    (path) => Deno.writeTextFile(path, "junk\n".repeat(5000)),
    "it is not a database",
  ],
  [
    "of which only the beginning is left",
    (path) => Deno.truncate(path, 6000),
    "its content is damaged",
  ],
];

for (const [what, spoil, reason] of WHOLE_FILE) {
  Deno.test(`a file ${what} is set aside, and a new one made`, () =>
    inFolder(async (path) => {
      await fill(path);
      await spoil(`${path}/leexport.db`);
      const spoilt = await Deno.readFile(`${path}/leexport.db`);
      const lines = await collectLog();
      await using store = openStore({ kind: "folder", path });
      store.lanes();
      ok(lines[0]?.includes(`: ${reason}; it goes on with a new one`), lines[0]);
      await store.addRun({ ...runOf(minute(0)), search: "new" });
      const [copy] = await copiesIn(path);
      equal(digest(await Deno.readFile(`${path}/${copy}`)), digest(spoilt));
    }));
}

Deno.test("the second half of a file is lost without the first", () =>
  inFolder(async (path) => {
    await fill(path);
    const file = `${path}/leexport.db`;
    await Deno.truncate(file, Math.floor((await Deno.stat(file)).size / 8192) * 4096);
    await collectLog();
    await using store = openStore({ kind: "folder", path });
    const pushed = await goOn(store);
    checkIdentity(store);
    deepEqual(pushed.filter((from) => REMAINING.includes(from)), REMAINING);
  }));

Deno.test("a damaged log of the database loses no more than the last commits", () =>
  inFolder(async (path) => {
    await using worker = startStoreProcess(
      path,
      `for (let from = 0;; from += 1000) {
        const results = [{ destination: "destination", form: "payload", text: String(from) }];
        await store.addRun({ search: "errors", window: { from, to: from + 1000 }, windows: "contiguous", results, now: 0 });
        console.log(from);
      }`,
    );
    for await (const line of worker.lines) if (line === "19000") break;
    await worker.kill();
    const log = `${path}/leexport.db-wal`;
    const { size } = await Deno.stat(log);
    await overwrite(log, { offset: Math.floor(size / 2), bytes: 5000 });
    await collectLog();
    await using store = openStore({ kind: "folder", path });
    const { asked, waiting, askedTo = 0 } = store.account(LANE);
    deepEqual([asked, waiting], [askedTo / 1000, askedTo / 1000]);
    checkIdentity(store);
  }));

Deno.test("a file of a newer version is refused and left as it is", () =>
  inFolder(async (path) => {
    await fill(path);
    using db = new DatabaseSync(`${path}/leexport.db`);
    db.exec("PRAGMA user_version = 99");
    db.close();
    const before = await Deno.readFile(`${path}/leexport.db`);
    throws(() => openStore({ kind: "folder", path }), {
      name: "StoreError",
      message:
        `Cannot use the store ${path}/leexport.db: it has version 99, and this leexport knows up to ${MIGRATIONS.length}`,
      hint: "use the newer leexport that wrote it, or give this one its own state_dir",
    });
    equal(digest(await Deno.readFile(`${path}/leexport.db`)), digest(before));
    await rejects(Deno.stat(`${path}/leexport.db.lock`), Deno.errors.NotFound);
  }));

Deno.test("a new file that was not moved into place before the program was killed is moved in", () =>
  inFolder(async (path) => {
    await fill(path);
    await Deno.rename(`${path}/leexport.db`, `${path}/leexport.db.repaired`);
    await using store = openStore({ kind: "folder", path });
    deepEqual(await goOn(store), REMAINING);
  }));

Deno.test("damage is found at the start after the program was killed", () =>
  inFolder(async (path) => {
    await fill(path);
    await spoilPageOf(payload(minute(35).from).slice(0, 40), { path: `${path}/leexport.db` });
    await Deno.writeTextFile(`${path}/leexport.db.lock`, "4194303\n");
    const lines = await collectLog();
    await using _store = openStore({ kind: "folder", path });
    equal(lines.length, 1);
  }));

Deno.test("whatever is damaged, a store opens, keeps its account and goes on", async () => {
  await collectLog();
  await inFolder(async (path) => {
    await fill(path);
    const whole = await Deno.readFile(`${path}/leexport.db`);
    const places = fc.record({
      offset: fc.integer({ min: 0, max: whole.length - 1 }),
      bytes: fc.integer({ min: 1, max: 9000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(places, { minLength: 1, maxLength: 3 }),
        (damages) =>
          inFolder(async (copy) => {
            await Deno.writeFile(`${copy}/leexport.db`, whole);
            for (const damage of damages) await overwrite(`${copy}/leexport.db`, damage);
            await Deno.writeTextFile(`${copy}/leexport.db.lock`, "4194303\n");
            await using store = openStore({ kind: "folder", path: copy });
            await store.addRun({ ...runOf(minute(0)), search: "new" });
            const pushed = await goOn(store);
            checkIdentity(store);
            // One that is asked for again may come after others that waited.
            deepEqual(pushed.sort().filter((from) => REMAINING.includes(from)), REMAINING);
            equal(store.trouble, undefined);
          }),
      ),
      { numRuns: 12 },
    );
  });
});
