import { deepEqual, equal } from "node:assert/strict";
import { LaneQueue, type Work } from "../../src/engine/lane_queue.ts";
import { Unsettled } from "../../src/engine/unsettled.ts";
import { openStore } from "../../src/store/open_store.ts";
import type { OutboxEntry, Store } from "../../src/store/store.ts";

const name = { search: "errors", destination: "destination" };

function openQueue(store: Store) {
  const waiting: string[] = [];
  const unsettled = new Unsettled();
  const tellWaiting = ({ entry }: Work) => waiting.push(entry.text);
  return { queue: new LaneQueue({ name, store, unsettled, tellWaiting }), unsettled, waiting };
}

async function add(
  store: Store,
  text: string,
  { from, windows }: { readonly from: number; readonly windows: "sliding" | "contiguous" },
): Promise<OutboxEntry> {
  const added = await store.addRun({
    search: name.search,
    window: { from, to: from + 1 },
    windows,
    results: [{ destination: name.destination, form: "payload", text }],
    now: from,
  });
  return added.get(name.destination)!.entry!;
}

function work(entry: OutboxEntry): Work {
  return { entry, place: "stored", haste: "live", onOutcome() {} };
}

Deno.test("LaneQueue hands on what is handed over while nothing older waits", async () => {
  await using store = openStore({ kind: "memory" });
  const { queue, waiting } = openQueue(store);
  equal(queue.next(), undefined);
  const first = work(await add(store, "1", { from: 0, windows: "contiguous" }));
  queue.hand(first);
  equal(queue.next(), first);
  deepEqual(waiting, []);
});

Deno.test("LaneQueue keeps the order when more is handed over than can be pushed", async () => {
  await using store = openStore({ kind: "memory" });
  const { queue, waiting } = openQueue(store);
  queue.next();
  const entries: OutboxEntry[] = [];
  for (const from of [0, 1, 2]) {
    const entry = await add(store, `${from}`, { from, windows: "contiguous" });
    entries.push(entry);
    queue.hand(work(entry));
  }
  deepEqual(waiting, ["1", "2"]);
  const pushed: string[] = [];
  for (let next = queue.next(); next !== undefined; next = queue.next()) {
    pushed.push(next.entry.text);
    queue.drop(next);
    await store.settle(next.entry, { outcome: "delivered", at: 5 });
  }
  deepEqual(pushed, ["0", "1", "2"]);
});

Deno.test("LaneQueue does not hand over what comes before the store has been looked at", async () => {
  await using store = openStore({ kind: "memory" });
  await add(store, "old", { from: 0, windows: "contiguous" });
  const { queue, waiting } = openQueue(store);
  queue.hand(work(await add(store, "new", { from: 1, windows: "contiguous" })));
  equal(queue.next()?.entry.text, "old");
  deepEqual(waiting, ["new"]);
});

Deno.test("LaneQueue lets a newer sliding payload take the place of an older one", async () => {
  await using store = openStore({ kind: "memory" });
  const { queue, waiting } = openQueue(store);
  queue.next();
  queue.hand(work(await add(store, "old", { from: 0, windows: "sliding" })));
  const newer = work(await add(store, "new", { from: 1, windows: "sliding" }));
  queue.hand(newer);
  equal(queue.next(), newer);
  deepEqual(waiting, ["old"]);
});

Deno.test("LaneQueue goes on with what a store in trouble did not take, and forgets it for what is newer", async () => {
  await using broken = openStore({ kind: "nowhere", reason: "it is a test", hint: "none" });
  await using store = openStore({ kind: "memory" });
  const entry = await add(store, "loose", { from: 0, windows: "sliding" });
  const loose: Work = { ...work(entry), place: "loose" };
  const inTrouble = openQueue(broken);
  inTrouble.queue.handLoose(loose);
  equal(inTrouble.queue.next(), loose);
  const { queue, waiting } = openQueue(store);
  queue.handLoose(loose);
  queue.hand(work(await add(store, "newer", { from: 1, windows: "sliding" })));
  equal(queue.next()?.entry.text, "newer");
  deepEqual(waiting, ["loose", "newer"]);
});

Deno.test("LaneQueue holds everything that is stored while the end of a push is not on disk", async () => {
  await using store = openStore({ kind: "memory" });
  const { queue, unsettled } = openQueue(store);
  const entry = await add(store, "taken", { from: 0, windows: "contiguous" });
  unsettled.keep({ entry, settlement: { outcome: "delivered", at: 1 } });
  equal(queue.next(), undefined);
  unsettled.forget(name);
  equal(queue.next()?.entry.text, "taken");
});
