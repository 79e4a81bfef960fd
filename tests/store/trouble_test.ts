import { deepEqual, equal, rejects } from "node:assert/strict";
import { openStore, type StorePlace } from "../../src/store/open_store.ts";
import type { Store } from "../../src/store/store.ts";
import { collectLog } from "./collected_log.ts";
import { inFolder, LANE, minute, runOf } from "./folder.ts";
import { mountSmallDisk, NO_SMALL_DISK, type SmallDisk } from "./small_disk.ts";

const SOON = { recoveryPauseMs: 20 };

/** A test that needs a disk of its own. */
function onSmallDisk(name: string, test: (disk: SmallDisk) => Promise<void>): void {
  const why = NO_SMALL_DISK === undefined ? "" : ` (left out: ${NO_SMALL_DISK})`;
  Deno.test({
    name: `${name}${why}`,
    ignore: NO_SMALL_DISK !== undefined,
    async fn() {
      await using disk = await mountSmallDisk();
      await test(disk);
    },
  });
}

async function usable(store: Store): Promise<void> {
  await store.usable(AbortSignal.timeout(60_000));
  equal(store.trouble, undefined);
}

onSmallDisk("a full disk refuses writes, and takes them again once there is room", async (disk) => {
  const lines = await collectLog();
  const path = `${disk.path}/leexport.db`;
  await using store = openStore({ kind: "folder", path: disk.path }, SOON);
  await store.addRun(runOf(minute(0)));
  await disk.fill();
  const text = JSON.stringify("x".repeat(100_000));
  const large = [{ destination: LANE.destination, form: "payload", text }] as const;
  const refusal = {
    name: "StoreError",
    message: `Cannot write the store ${path}: the disk is full`,
    hint: "make room; it goes on by itself",
  };
  await rejects(store.addRun(runOf(minute(1), { results: large })), refusal);
  await rejects(store.addRun(runOf(minute(1), { results: large })), refusal);
  equal(store.trouble?.message, refusal.message);
  equal(store.account(LANE).askedTo, minute(0).to);
  equal(store.next(LANE)?.window.from, minute(0).from);
  await disk.empty();
  await usable(store);
  await store.addRun(runOf(minute(1), { results: large }));
  const { asked, askedTo } = store.account(LANE);
  deepEqual([asked, askedTo], [2, minute(1).to]);
  deepEqual(lines, [
    `error: ${refusal.message}; sliding searches go on without it, contiguous ones wait for it\n` +
    `  hint: ${refusal.hint}`,
    `info: the store ${path} can be written again`,
  ]);
});

onSmallDisk("a store can be opened on a full disk, and works once there is room", async (disk) => {
  await collectLog();
  await disk.fill();
  await using store = openStore({ kind: "folder", path: disk.path }, SOON);
  equal(
    store.trouble?.message,
    `Cannot write the store ${disk.path}/leexport.db: the disk is full`,
  );
  deepEqual([store.lanes(), store.next(LANE)], [[], undefined]);
  await rejects(store.addRun(runOf(minute(0))), { name: "StoreError" });
  await disk.empty();
  await usable(store);
  await store.addRun(runOf(minute(0)));
  equal(store.account(LANE).asked, 1);
});

onSmallDisk("a store can be opened on a read-only disk, and works once it is not", async (disk) => {
  await collectLog();
  await disk.remount("ro");
  await using store = openStore({ kind: "folder", path: `${disk.path}/state` }, SOON);
  equal(
    store.trouble?.message,
    `Cannot write the store ${disk.path}/state/leexport.db: it is read-only`,
  );
  await disk.remount("rw");
  await usable(store);
  await store.addRun(runOf(minute(0)));
});

Deno.test("a folder that cannot be made does not keep a store from being opened", () =>
  inFolder(async (path) => {
    const lines = await collectLog();
    await Deno.writeTextFile(`${path}/file`, "");
    await using store = openStore({ kind: "folder", path: `${path}/file/state` }, SOON);
    await rejects(store.addRun(runOf(minute(0))), {
      name: "StoreError",
      message:
        `Cannot write the store ${path}/file/state/leexport.db: a part of its path is no folder`,
    });
    equal(lines.length, 1);
    await Deno.remove(`${path}/file`);
    await usable(store);
    await store.addRun(runOf(minute(0)));
  }));

Deno.test("a store for which no folder can be chosen says why", async () => {
  await collectLog();
  await using store = openStore({ kind: "nowhere", reason: "HOME is not set", hint: "set HOME" });
  const { message, hint } = store.trouble ?? {};
  deepEqual([message, hint], ["Cannot write the store leexport.db: HOME is not set", "set HOME"]);
});

Deno.test("usable() ends when its signal is aborted", async () => {
  await collectLog();
  await using store = openStore({ kind: "nowhere", reason: "HOME is not set", hint: "set HOME" });
  const controller = new AbortController();
  const waiting = store.usable(controller.signal);
  controller.abort();
  await waiting;
  equal(store.trouble === undefined, false);
});

Deno.test("a store in trouble waits until no other process has the file", () =>
  inFolder(async (path) => {
    await collectLog();
    const place = { kind: "folder", path: `${path}/state` } as const;
    await Deno.writeTextFile(place.path, "");
    await using store = openStore(place, SOON);
    {
      await using other = insteadOf(place);
      await other.addRun(runOf(minute(0)));
      equal(store.trouble === undefined, false);
    }
    await usable(store);
    equal(store.account(LANE).asked, 1);
  }));

/** Without a pause, so that the store in trouble does not come first. */
function insteadOf(place: StorePlace & { readonly kind: "folder" }): Store {
  Deno.removeSync(place.path);
  return openStore(place);
}
