import { deepEqual, equal } from "node:assert/strict";
import type { Account } from "../../src/store/account.ts";
import { digestOf } from "../../src/store/digest.ts";
import { openStore, type StorePlace } from "../../src/store/open_store.ts";
import type { OutboxEntry, Store } from "../../src/store/store.ts";
import { inFolder, LANE, minute, runOf } from "./folder.ts";

const ZERO: Account = {
  asked: 0,
  delivered: 0,
  empty: 0,
  waiting: 0,
  rejected: 0,
  expired: 0,
  unknown: 0,
  replaced: 0,
  dropped: 0,
  skipped: 0,
  waitingBytes: 0,
  askedTo: undefined,
  heldFrom: undefined,
  latest: undefined,
};

function folder(path: string): StorePlace {
  return { kind: "folder", path };
}

function memory(test: (store: Store) => Promise<void>): () => Promise<void> {
  return async () => {
    await using store = openStore({ kind: "memory" });
    await test(store);
  };
}

/** The oldest entry, which must be there. */
function nextOf(store: Store): OutboxEntry {
  const entry = store.next(LANE);
  if (entry === undefined) throw new Error("nothing waits");
  return entry;
}

function windowsWaiting(store: Store): number | undefined {
  return store.next(LANE)?.window.from;
}

Deno.test("a store that is new knows no lane", () =>
  inFolder(async (path) => {
    await using store = openStore(folder(`${path}/state/leexport`));
    deepEqual(store.lanes(), []);
    deepEqual(store.account(LANE), ZERO);
    equal(store.next(LANE), undefined);
    equal(store.trouble, undefined);
    equal(store.place, `${path}/state/leexport/leexport.db`);
  }));

Deno.test("addRun() puts the payload into the outbox and moves the checkpoint", () =>
  inFolder(async (path) => {
    {
      await using store = openStore(folder(path));
      const added = await store.addRun(runOf(minute(0)));
      equal(added.get(LANE.destination)?.entry?.text, store.next(LANE)?.text);
    }
    await using store = openStore(folder(path));
    const text = JSON.stringify({ of: minute(0).from });
    deepEqual(store.next(LANE), {
      id: 1,
      lane: LANE,
      window: minute(0),
      windows: "contiguous",
      form: "payload",
      text,
      digest: digestOf(text),
      addedAt: minute(0).to,
      tries: 0,
      isUnknown: false,
    });
    deepEqual(store.account(LANE), {
      ...ZERO,
      asked: 1,
      waiting: 1,
      waitingBytes: text.length,
      askedTo: minute(0).to,
    });
    deepEqual(store.lanes(), [LANE]);
  }));

Deno.test(
  "contiguous payloads are given in the order of their windows",
  memory(async (store) => {
    for (const index of [0, 1, 2]) await store.addRun(runOf(minute(index)));
    for (const index of [0, 1, 2]) {
      equal(windowsWaiting(store), minute(index).from);
      await store.settle(nextOf(store), { outcome: "delivered", at: 7 });
    }
    const { asked, delivered, waiting, waitingBytes, latest } = store.account(LANE);
    deepEqual([asked, delivered, waiting, waitingBytes], [3, 3, 0, 0]);
    deepEqual([latest?.from, latest?.at], [minute(2).from, 7]);
  }),
);

for (const [what, window] of [["again", minute(0)], ["after a gap", minute(2)]] as const) {
  Deno.test(
    `addRun() does not take a contiguous window that comes ${what}`,
    memory(async (store) => {
      await store.addRun(runOf(minute(0)));
      const added = await store.addRun(runOf(window));
      deepEqual(added.get(LANE.destination), {
        taken: "no",
        entry: undefined,
        replaced: 0,
        dropped: 0,
      });
      const { asked, askedTo } = store.account(LANE);
      deepEqual([asked, askedTo], [1, minute(0).to]);
    }),
  );
}

Deno.test(
  "addRun() counts a window without a payload as empty",
  memory(async (store) => {
    const results = [{
      destination: LANE.destination,
      form: "empty",
      reason: "no values",
    }] as const;
    await store.addRun(runOf(minute(0), { results }));
    const { asked, empty, waiting, askedTo } = store.account(LANE);
    deepEqual([asked, empty, waiting, askedTo], [1, 1, 0, minute(0).to]);
  }),
);

Deno.test(
  "a lane that is behind keeps its own checkpoint",
  memory(async (store) => {
    const both = ["destination", "destination_history"];
    const payload = (destination: string) => ({ destination, form: "payload", text: "1" } as const);
    await store.addRun(runOf(minute(0), { results: both.map(payload) }));
    await store.addRun(runOf(minute(1), { results: [payload("destination")] }));
    await store.addRun(runOf(minute(2), { results: both.map(payload) }));
    equal(store.account(LANE).askedTo, minute(2).to);
    const behind = { search: "errors", destination: "destination_history" };
    equal(store.account(behind).askedTo, minute(0).to);
  }),
);

Deno.test(
  "a sliding payload replaces the one that waits",
  memory(async (store) => {
    await store.addRun(runOf(minute(0), { windows: "sliding" }));
    const added = await store.addRun(runOf(minute(1), { windows: "sliding" }));
    equal(added.get(LANE.destination)?.replaced, 1);
    equal(windowsWaiting(store), minute(1).from);
    const { asked, waiting, replaced, askedTo } = store.account(LANE);
    deepEqual([asked, waiting, replaced, askedTo], [2, 1, 1, undefined]);
  }),
);

Deno.test(
  "a sliding payload leaves one that is being pushed, and replaces it once the push was in vain",
  memory(async (store) => {
    await store.addRun(runOf(minute(0), { windows: "sliding" }));
    const pushed = nextOf(store);
    equal(await store.beginPush(pushed, "memory"), "begun");
    await store.addRun(runOf(minute(1), { windows: "sliding" }));
    deepEqual(store.account(LANE).waiting, 2);
    await store.endPush(pushed);
    equal(windowsWaiting(store), minute(1).from);
    const { asked, waiting, replaced } = store.account(LANE);
    deepEqual([asked, waiting, replaced], [2, 1, 1]);
  }),
);

for (const mark of ["memory", "durable"] as const) {
  Deno.test(
    `beginPush(${mark}) says that an entry is gone`,
    memory(async (store) => {
      await store.addRun(runOf(minute(0), { windows: "sliding" }));
      const old = nextOf(store);
      await store.addRun(runOf(minute(1), { windows: "sliding" }));
      equal(await store.beginPush(old, mark), "gone");
    }),
  );
}

Deno.test("a push that was marked and never ended is unknown to the next life only", () =>
  inFolder(async (path) => {
    {
      await using store = openStore(folder(path));
      await store.addRun(runOf(minute(0)));
      await store.beginPush(nextOf(store), "durable");
      equal(nextOf(store).isUnknown, false);
    }
    await using store = openStore(folder(path));
    equal(nextOf(store).isUnknown, true);
    await store.endPush(nextOf(store));
    const { isUnknown, tries } = nextOf(store);
    deepEqual([isUnknown, tries], [false, 1]);
  }));

Deno.test(
  "replaceAnswer() puts the payload in the answer's place",
  memory(async (store) => {
    const results = [{ destination: LANE.destination, form: "answer", text: "{}" }] as const;
    await store.addRun(runOf(minute(0), { results }));
    const replaced = await store.replaceAnswer(nextOf(store), "[1,2]");
    deepEqual(replaced, nextOf(store));
    deepEqual([replaced.form, replaced.text, replaced.digest], [
      "payload",
      "[1,2]",
      digestOf("[1,2]"),
    ]);
    equal(store.account(LANE).waitingBytes, 5);
  }),
);

Deno.test(
  "the oldest payloads are dropped where a limit says so, but none that is being pushed",
  memory(async (store) => {
    const dropBeyond = new Map([[LANE.destination, { payloads: 2, bytes: 1000 }]]);
    await store.addRun(runOf(minute(0), { dropBeyond }));
    await store.beginPush(nextOf(store), "memory");
    for (const index of [1, 2, 3]) await store.addRun(runOf(minute(index), { dropBeyond }));
    const { asked, waiting, dropped } = store.account(LANE);
    deepEqual([asked, waiting, dropped], [4, 2, 2]);
    await store.settle(nextOf(store), { outcome: "delivered", at: 1 });
    equal(windowsWaiting(store), minute(3).from);
  }),
);

Deno.test(
  "a payload that alone is too large is kept while the others are dropped",
  memory(async (store) => {
    const dropBeyond = new Map([[LANE.destination, { payloads: 9, bytes: 5 }]]);
    for (const index of [0, 1]) await store.addRun(runOf(minute(index), { dropBeyond }));
    const { waiting, dropped } = store.account(LANE);
    deepEqual([waiting, dropped, windowsWaiting(store)], [1, 1, minute(1).from]);
  }),
);

Deno.test(
  "skip() moves the checkpoints of the lanes that are at its beginning, and counts",
  memory(async (store) => {
    const windows = { search: LANE.search, count: 10, reason: "catch_up = skip", now: 1 };
    const window = { from: minute(0).from, to: minute(9).to };
    await store.beginLanes(LANE.search, {
      destinations: ["destination", "other"],
      askedTo: window.from,
    });
    await store.addRun(
      runOf(minute(0), { results: [{ destination: "other", form: "payload", text: "1" }] }),
    );
    await store.skip({ ...windows, destinations: ["destination", "other"], window });
    const { asked, skipped, askedTo } = store.account(LANE);
    deepEqual([asked, skipped, askedTo], [10, 10, window.to]);
    equal(store.account({ search: LANE.search, destination: "other" }).askedTo, minute(0).to);
  }),
);

Deno.test(
  "beginLanes() leaves a checkpoint that is there",
  memory(async (store) => {
    const destinations = [LANE.destination];
    await store.beginLanes(LANE.search, { destinations, askedTo: minute(1).from });
    await store.beginLanes(LANE.search, { destinations, askedTo: minute(5).from });
    equal(store.account(LANE).askedTo, minute(1).from);
  }),
);

for (const outcome of ["rejected", "expired", "unknown", "empty"] as const) {
  Deno.test(
    `settle() counts an entry as ${outcome}, once`,
    memory(async (store) => {
      await store.addRun(runOf(minute(0)));
      const entry = nextOf(store);
      const settlement = { outcome, reason: "a reason", at: 1 };
      await Promise.all([store.settle(entry, settlement), store.settle(entry, settlement)]);
      deepEqual(store.account(LANE), {
        ...ZERO,
        asked: 1,
        [outcome]: 1,
        askedTo: minute(0).to,
      });
      equal(store.next(LANE), undefined);
    }),
  );
}

Deno.test(
  "a write that fails through a fault of the program fails alone",
  memory(async (store) => {
    const wrong = { ...minute(3), from: Number.NaN };
    const [bad, good] = await Promise.allSettled([
      store.addRun({ ...runOf(wrong), search: "another" }),
      store.addRun(runOf(minute(0))),
    ]);
    deepEqual([bad?.status, good?.status], ["rejected", "fulfilled"]);
    deepEqual(store.lanes(), [LANE]);
    equal(store.trouble, undefined);
  }),
);

Deno.test("a store that is closed commits what it was given before", () =>
  inFolder(async (path) => {
    const store = openStore(folder(path));
    const adding = store.addRun(runOf(minute(0)));
    await store[Symbol.asyncDispose]();
    await adding;
    await using again = openStore(folder(path));
    equal(again.account(LANE).waiting, 1);
  }));
