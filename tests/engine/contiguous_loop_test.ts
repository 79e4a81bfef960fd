import { deepEqual, equal, ok } from "node:assert/strict";
import { ContiguousLoop, type ContiguousLoopOptions } from "../../src/engine/contiguous_loop.ts";
import { LogSearchError } from "../../src/errors.ts";
import { openStore } from "../../src/store/open_store.ts";
import type { Store, Window } from "../../src/store/store.ts";

const SEARCH = "errors";
const NOON = Date.UTC(2026, 10, 24, 12);

/** A loop over a stretch of the past: it ends by itself. */
function openLoop(
  store: Store,
  options: Partial<ContiguousLoopOptions> & { readonly windows: number },
) {
  const asked: Window[] = [];
  const failures: string[] = [];
  const loop = new ContiguousLoop({
    search: SEARCH,
    destinations: ["destination"],
    plan: { periodMs: 60_000, delayMs: 0, catchUp: "each", catchUpLimitMs: Infinity },
    phaseMs: 0,
    after: Promise.resolve(),
    store,
    hasRoom: () => true,
    async run({ window }) {
      asked.push(window);
      await add(store, window);
      return { kind: "done" };
    },
    apiTime: () => Promise.resolve(undefined),
    mayAsk: (signal) => store.usable(signal),
    onPlan() {},
    onSkip() {},
    onFailure: ({ message }) => failures.push(message),
    onFault: (error) => failures.push(String(error)),
    stretch: { from: NOON, to: NOON + options.windows * 60_000 },
    ...options,
  });
  return { loop, asked, failures };
}

async function add(store: Store, window: Window): Promise<void> {
  await store.addRun({
    search: SEARCH,
    window,
    windows: "contiguous",
    results: [{ destination: "destination", form: "payload", text: "1" }],
    now: NOON,
  });
}

Deno.test("ContiguousLoop asks about the windows of a stretch one after the other, then ends", async () => {
  await using store = openStore({ kind: "memory" });
  const { loop, asked } = openLoop(store, { windows: 5 });
  await loop.done;
  deepEqual(
    asked.map(({ from, to }) => [from - NOON, to - from]),
    [0, 1, 2, 3, 4].map((index) => [
      index * 60_000,
      60_000,
    ]),
  );
});

Deno.test("ContiguousLoop asks again about a window that the API did not answer", async () => {
  await using store = openStore({ kind: "memory" });
  const froms: number[] = [];
  const { loop, failures } = openLoop(store, {
    windows: 2,
    async run({ window }) {
      froms.push(window.from - NOON);
      if (froms.length === 1) throw new LogSearchError("no answer", { failure: "retry" });
      await add(store, window);
      return { kind: "done" };
    },
  });
  await loop.done;
  deepEqual(froms, [0, 0, 60_000]);
  deepEqual(failures, ["no answer"]);
});

Deno.test("ContiguousLoop does not take an answer that came before the end of its window", async () => {
  await using store = openStore({ kind: "memory" });
  let asks = 0;
  const { loop } = openLoop(store, {
    windows: 1,
    async run({ window }) {
      if (++asks === 1) return { kind: "early", waitMs: 1 };
      await add(store, window);
      return { kind: "done" };
    },
  });
  await loop.done;
  equal(asks, 2);
});

Deno.test("ContiguousLoop pauses when a run moves no checkpoint, and goes on when one does", async () => {
  await using store = openStore({ kind: "memory" });
  const at: number[] = [];
  const { loop } = openLoop(store, {
    windows: 1,
    async run({ window }) {
      at.push(performance.now());
      if (at.length < 3) return { kind: "unstored" };
      await add(store, window);
      return { kind: "done" };
    },
  });
  await loop.done;
  ok(at[1]! - at[0]! >= 499 && at[2]! - at[1]! >= 999);
});

Deno.test("ContiguousLoop waits for room in the outbox, and goes on when it is told to look", async () => {
  await using store = openStore({ kind: "memory" });
  let hasRoom = false;
  const looked = Promise.withResolvers<void>();
  const { loop, asked } = openLoop(store, {
    windows: 2,
    hasRoom() {
      looked.resolve();
      return hasRoom;
    },
  });
  await looked.promise;
  deepEqual(asked, []);
  hasRoom = true;
  loop.look();
  await loop.done;
  equal(asked.length, 2);
});

Deno.test("ContiguousLoop ends a stretch that the API refuses", async () => {
  await using store = openStore({ kind: "memory" });
  const { loop, failures } = openLoop(store, {
    windows: 2,
    run: () => Promise.reject(new LogSearchError("no such log", { failure: "stop" })),
  });
  await loop.done;
  deepEqual(failures, ["no such log"]);
});

Deno.test("ContiguousLoop begins a new search with the time of the API, not with a clock that is ahead", async () => {
  await using store = openStore({ kind: "memory" });
  const first = Promise.withResolvers<Window>();
  const lastYear = Date.now() - 365 * 86_400_000;
  const loop = new ContiguousLoop({
    search: SEARCH,
    destinations: ["destination"],
    plan: { periodMs: 60_000, delayMs: 0, catchUp: "each", catchUpLimitMs: Infinity },
    phaseMs: 0,
    after: Promise.resolve(),
    store,
    hasRoom: () => true,
    run({ window }) {
      first.resolve(window);
      return Promise.resolve({ kind: "early", waitMs: 60_000 });
    },
    apiTime: () => Promise.resolve(lastYear),
    mayAsk: (signal) => store.usable(signal),
    onPlan() {},
    onSkip() {},
    onFailure() {},
    onFault() {},
  });
  const { to } = await first.promise;
  ok(to <= lastYear && to > lastYear - 60_000);
  await loop.end();
});
