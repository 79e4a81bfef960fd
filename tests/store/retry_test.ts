import { deepEqual, equal } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Maintenance } from "../../src/store/maintenance.ts";
import { connect } from "../../src/store/connection.ts";
import { openStore } from "../../src/store/open_store.ts";
import type { Store, StoredRun } from "../../src/store/store.ts";
import { inFolder, LANE, minute, runOf } from "./folder.ts";

function memory(test: (store: Store) => Promise<void>): () => Promise<void> {
  return async () => {
    await using store = openStore({ kind: "memory" });
    await test(store);
  };
}

/** Adds the payload of a minute and lets it end. */
async function end(
  store: Store,
  { index, outcome, ...rest }:
    & { readonly index: number; readonly outcome: "delivered" | "rejected" }
    & Partial<StoredRun>,
): Promise<void> {
  await store.addRun(runOf(minute(index), rest));
  const entry = store.next(LANE);
  if (entry === undefined) throw new Error("nothing waits");
  await store.settle(entry, { outcome, reason: "401", at: minute(index).to });
}

const AT = { now: minute(60).to };

Deno.test(
  "contiguous payloads that were rejected wait again, the oldest first, and settle anew",
  memory(async (store) => {
    const outcomes = ["rejected", "delivered", "rejected", "delivered"] as const;
    for (const [index, outcome] of outcomes.entries()) await end(store, { index, outcome });
    deepEqual(await store.retryRejected(LANE, AT), { requeued: 2, left: 0 });
    equal(store.waitingSince(LANE), AT.now);
    for (const index of [0, 2]) {
      const entry = store.next(LANE);
      deepEqual(entry?.window, minute(index));
      if (entry !== undefined) await store.settle(entry, { outcome: "delivered", at: 1 });
    }
    const { asked, delivered, rejected, waitingBytes, latest } = store.account(LANE);
    deepEqual([asked, delivered, rejected, waitingBytes], [4, 4, 0, 0]);
    deepEqual(latest?.to, minute(3).to);
    equal(store.waitingSince(LANE), undefined);
  }),
);

Deno.test(
  "the newest sliding payload waits again, older ones stay",
  memory(async (store) => {
    for (const index of [0, 1, 2]) {
      await end(store, { index, outcome: "rejected", windows: "sliding" });
    }
    deepEqual(await store.retryRejected(LANE, AT), { requeued: 1, left: 2 });
    deepEqual(store.next(LANE)?.window, minute(2));
    equal(store.next(LANE)?.windows, "sliding");
    deepEqual(await store.retryRejected(LANE, AT), { requeued: 0, left: 2 });
  }),
);

Deno.test(
  "a sliding payload stays if a newer one was delivered or waits",
  memory(async (store) => {
    const windows = "sliding";
    await end(store, { index: 0, outcome: "rejected", windows });
    await store.addRun(runOf(minute(1), { windows }));
    deepEqual(await store.retryRejected(LANE, AT), { requeued: 0, left: 1 });
    const entry = store.next(LANE);
    if (entry !== undefined) await store.settle(entry, { outcome: "delivered", at: 1 });
    deepEqual(await store.retryRejected(LANE, AT), { requeued: 0, left: 1 });
    equal(store.account(LANE).rejected, 1);
  }),
);

Deno.test(
  "an answer that no service could transform waits again as an answer",
  memory(async (store) => {
    const results = [{ destination: LANE.destination, form: "answer", text: "{}" }] as const;
    await end(store, { index: 0, outcome: "rejected", results });
    await store.retryRejected(LANE, AT);
    equal(store.next(LANE)?.form, "answer");
  }),
);

Deno.test(
  "retryRejected() does nothing to a lane that is not known",
  memory(async (store) => {
    deepEqual(await store.retryRejected(LANE, AT), { requeued: 0, left: 0 });
    deepEqual(store.lanes(), []);
  }),
);

Deno.test("a rejected payload stays whose line of the ledger was folded, or whose text is spoilt", () =>
  inFolder(async (path) => {
    {
      await using store = openStore({ kind: "folder", path });
      for (const index of [0, 1, 2, 3]) {
        const outcome = index === 2 ? "delivered" : "rejected";
        await end(store, { index, outcome });
      }
    }
    {
      using tables = connect(`${path}/leexport.db`);
      const write = <T>(work: (own: typeof tables) => T) => Promise.resolve(work(tables));
      await new Maintenance({ write, alone: (work) => work(tables) }, { ledgerDays: 1 })
        .run(minute(1).to + 86_400_000);
      tables.db.exec(`UPDATE rejected SET text = 'other' WHERE from_ms = ${minute(3).from}`);
    }
    await using store = openStore({ kind: "folder", path });
    deepEqual(await store.retryRejected(LANE, AT), { requeued: 0, left: 3 });
    equal(store.account(LANE).rejected, 3);
  }));

Deno.test("waitingSince() tells when the payload was added that is pushed next", () =>
  inFolder(async (path) => {
    await using store = openStore({ kind: "folder", path });
    equal(store.waitingSince(LANE), undefined);
    for (const index of [0, 1]) await store.addRun(runOf(minute(index)));
    equal(store.waitingSince(LANE), minute(0).to);
    using db = new DatabaseSync(`${path}/leexport.db`, { readOnly: true });
    const plan = db.prepare(
      "EXPLAIN QUERY PLAN SELECT added_at FROM outbox WHERE lane = 1 ORDER BY from_ms, id LIMIT 1",
    ).all();
    deepEqual(plan.map(({ detail }) => detail), [
      "SEARCH outbox USING INDEX outbox_order (lane=?)",
    ]);
  }));
