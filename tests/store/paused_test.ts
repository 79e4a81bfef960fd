import { deepEqual, equal, ok } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { digestOf } from "../../src/store/digest.ts";
import { MIGRATIONS } from "../../src/store/migrations.ts";
import { openStore } from "../../src/store/open_store.ts";
import { readStanding } from "../../src/store/standing.ts";
import { collectLog } from "./collected_log.ts";
import { spoilPageOf } from "./damage.ts";
import { inFolder, LANE, minute, runOf } from "./folder.ts";

Deno.test("a paused search is paused for the next life, too, until it is resumed", () =>
  inFolder(async (path) => {
    {
      await using store = openStore({ kind: "folder", path });
      deepEqual([...store.paused()], []);
      await store.setPaused("errors", 7);
      await store.setPaused("other", 8);
      await store.setPaused("errors", 9);
    }
    await using store = openStore({ kind: "folder", path });
    deepEqual([...store.paused()], [["errors", 9], ["other", 8]]);
    await store.setPaused("errors", undefined);
    deepEqual([...store.paused()], [["other", 8]]);
  }));

Deno.test("a store in memory pauses as well", async () => {
  await using store = openStore({ kind: "memory" });
  await store.setPaused("errors", 7);
  deepEqual([...store.paused()], [["errors", 7]]);
});

Deno.test("a paused search stays paused when the store is made anew after damage", () =>
  inFolder(async (path) => {
    {
      await using store = openStore({ kind: "folder", path });
      await store.addRun(runOf(minute(0)));
      await store.setPaused("errors", 7);
    }
    await spoilPageOf(JSON.stringify({ of: minute(0).from }), { path: `${path}/leexport.db` });
    const lines = await collectLog();
    await using store = openStore({ kind: "folder", path });
    equal(store.next(LANE), undefined);
    equal(lines.length, 1);
    deepEqual([...store.paused()], [["errors", 7]]);
  }));

/** A file as the first version of the tables was. */
function writeFirstVersion(path: string): void {
  using db = new DatabaseSync(`${path}/leexport.db`);
  db.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; ${MIGRATIONS[0]}`);
  db.exec("PRAGMA user_version = 1");
  const { from, to } = minute(0);
  db.exec(
    `INSERT INTO lane (search, destination, asked, rejected, asked_to, covered_to)
      VALUES ('${LANE.search}', '${LANE.destination}', 1, 1, ${to}, ${to});
    INSERT INTO ledger (lane, from_ms, to_ms, outcome, settled_at, digest, reason)
      VALUES (1, ${from}, ${to}, 'rejected', 1, '${digestOf("[1]")}', '401');
    INSERT INTO rejected (lane, from_ms, to_ms, text, digest, reason, rejected_at)
      VALUES (1, ${from}, ${to}, '[1]', '${digestOf("[1]")}', '401', 1)`,
  );
}

Deno.test("a file of the first version is taken over, and what was rejected before can be retried", () =>
  inFolder(async (path) => {
    writeFirstVersion(path);
    await using store = openStore({ kind: "folder", path });
    deepEqual([...store.paused()], []);
    await store.setPaused("errors", 7);
    deepEqual(await store.retryRejected(LANE, { now: 2 }), { requeued: 1, left: 0 });
    deepEqual([store.next(LANE)?.text, store.next(LANE)?.form], ["[1]", "payload"]);
    using db = new DatabaseSync(`${path}/leexport.db`, { readOnly: true });
    equal(db.prepare("PRAGMA user_version").get()?.user_version, MIGRATIONS.length);
  }));

Deno.test("a file of the first version is read as it is while nothing takes it over", () =>
  inFolder(async (path) => {
    await Promise.resolve(writeFirstVersion(path));
    const { lanes: [lane], paused } = readStanding(`${path}/leexport.db`);
    deepEqual([lane?.account.rejected, lane?.retryable.length, paused.size], [1, 1, 0]);
    using db = new DatabaseSync(`${path}/leexport.db`, { readOnly: true });
    equal(db.prepare("PRAGMA user_version").get()?.user_version, 1);
  }));

Deno.test("a damaged file of the first version is made anew with what can be read", () =>
  inFolder(async (path) => {
    writeFirstVersion(path);
    {
      using db = new DatabaseSync(`${path}/leexport.db`);
      db.exec("UPDATE lane SET waiting = 1, asked = 2");
    }
    const lines = await collectLog();
    {
      await using store = openStore({ kind: "folder", path });
      equal(store.next(LANE), undefined);
      ok(lines[0]?.includes("Kept: 1 lane, 0 payloads that wait, 1 line of the ledger"));
      deepEqual(await store.retryRejected(LANE, { now: 2 }), { requeued: 1, left: 0 });
    }
  }));
