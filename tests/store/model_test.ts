import { deepEqual } from "node:assert/strict";
import fc from "fast-check";
import { contradictions } from "../../src/store/contradictions.ts";
import { openStore, STORE_FILE } from "../../src/store/open_store.ts";
import { openReading, readLanes } from "../../src/store/reading.ts";
import type { LaneResult, OutboxEntry, Store } from "../../src/store/store.ts";
import { verifyLane } from "../../src/store/verify_lane.ts";
import { inFolder, LANE, minute, runOf } from "./folder.ts";

/** What a lane is, in ten lines: windows that wait, and how many ended in which way. */
class Model {
  askedTo: number | undefined;
  waiting: { from: number; tries: number; pushing: boolean }[] = [];
  ended: Record<string, number> = {};
  /** Where the windows begin that were rejected. */
  rejected: number[] = [];

  end(fate: string, count = 1): void {
    this.ended[fate] = (this.ended[fate] ?? 0) + count;
  }

  takes(from: number): boolean {
    return this.askedTo === undefined || this.askedTo === from;
  }
}

/** A store and its model, and what has been begun with both. */
interface Real {
  store: Store;
  readonly path: string;
  pushing: OutboxEntry | undefined;
}

type Step = fc.AsyncCommand<Model, Real>;

const ACCOUNT_FATES = [
  "delivered",
  "empty",
  "rejected",
  "expired",
  "unknown",
  "replaced",
  "dropped",
  "skipped",
] as const;

function agree(model: Model, { store }: Real): void {
  const account = store.account(LANE);
  const ended = ACCOUNT_FATES.map((fate) => [fate, model.ended[fate] ?? 0] as const);
  deepEqual(ACCOUNT_FATES.map((fate) => [fate, account[fate]]), ended);
  deepEqual(account.waiting, model.waiting.length);
  deepEqual(account.asked, ended.reduce((sum, [, count]) => sum + count, account.waiting));
  deepEqual(account.askedTo, model.askedTo);
  const first = model.waiting[0];
  const next = store.next(LANE);
  deepEqual([next?.window.from, next?.tries], [first?.from, first?.tries]);
}

function step(name: string, run: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      await run(model, real);
      agree(model, real);
    },
  };
}

/** Indexes are small, so that windows come again, in order and with gaps. */
const INDEX = fc.integer({ min: 0, max: 8 });

const addContiguous = fc.tuple(INDEX, fc.boolean()).map(([index, isEmpty]) =>
  step(`add ${index}${isEmpty ? ", empty" : ""}`, async (model, { store }) => {
    const window = minute(index);
    const results: LaneResult[] = [
      isEmpty
        ? { destination: LANE.destination, form: "empty", reason: "no values" }
        : { destination: LANE.destination, form: "payload", text: String(index) },
    ];
    await store.addRun(runOf(window, { results }));
    if (!model.takes(window.from)) return;
    model.askedTo = window.to;
    if (isEmpty) return model.end("empty");
    model.waiting.push({ from: window.from, tries: 0, pushing: false });
  })
);

const addNext = fc.constant(
  step("add the next one", async (model, { store }) => {
    const from = model.askedTo ?? minute(0).from;
    const window = { from, to: from + 60_000 };
    await store.addRun(runOf(window));
    model.askedTo = window.to;
    model.waiting.push({ from, tries: 0, pushing: false });
  }),
);

const skip = fc.tuple(INDEX, fc.integer({ min: 1, max: 3 })).map(([index, count]) =>
  step(`skip ${count} from ${index}`, async (model, { store }) => {
    const window = { from: minute(index).from, to: minute(index + count - 1).to };
    const destinations = [LANE.destination];
    await store.skip({ search: LANE.search, destinations, window, count, reason: "-", now: 0 });
    if (!model.takes(window.from)) return;
    model.askedTo = window.to;
    model.end("skipped", count);
  })
);

const beginPush = fc.constantFrom("memory", "durable").map((mark) =>
  step(`begin a push (${mark})`, async (model, real) => {
    const entry = real.store.next(LANE);
    const [first] = model.waiting;
    if (entry === undefined || first === undefined || real.pushing !== undefined) return;
    deepEqual(await real.store.beginPush(entry, mark), "begun");
    real.pushing = entry;
    first.pushing = true;
  })
);

const endPush = fc.constant(
  step("end the push", async (model, real) => {
    if (real.pushing === undefined) return;
    await real.store.endPush(real.pushing);
    real.pushing = undefined;
    for (const entry of model.waiting.filter(({ pushing }) => pushing)) {
      entry.pushing = false;
      entry.tries++;
    }
  }),
);

const OUTCOMES = ["delivered", "rejected", "expired", "unknown", "empty"] as const;

const settle = fc.constantFrom(...OUTCOMES).map((outcome) =>
  step(`settle as ${outcome}`, async (model, real) => {
    const entry = real.pushing ?? real.store.next(LANE);
    if (entry === undefined) return;
    await real.store.settle(entry, { outcome, reason: "-", at: 0 });
    real.pushing = undefined;
    const { from } = entry.window;
    model.waiting = model.waiting.filter((waiting) => waiting.from !== from);
    model.end(outcome);
    if (outcome === "rejected") model.rejected.push(from);
  })
);

const retry = fc.constant(
  step("retry what was rejected", async (model, { store }) => {
    const requeued = model.rejected.length;
    deepEqual(await store.retryRejected(LANE, { now: 0 }), { requeued, left: 0 });
    model.end("rejected", -requeued);
    const again = model.rejected.map((from) => ({ from, tries: 0, pushing: false }));
    model.waiting = [...model.waiting, ...again].sort((a, b) => a.from - b.from);
    model.rejected = [];
  }),
);

const reopen = fc.constant(
  step("open again", async (model, real) => {
    await real.store[Symbol.asyncDispose]();
    real.store = openStore({ kind: "folder", path: real.path });
    real.pushing = undefined;
    for (const entry of model.waiting) entry.pushing = false;
  }),
);

const STEPS = [addContiguous, addNext, addNext, skip, beginPush, endPush, settle, retry, reopen];

/** Whatever was done, no window is missing and none is there twice. */
function verify(path: string): void {
  using store = openReading(`${path}/${STORE_FILE}`);
  for (const report of readLanes(store)) {
    deepEqual(verifyLane(report, { staleBefore: undefined }), []);
  }
  deepEqual([...contradictions(store.db)], []);
}

Deno.test("a store does what a ten-line model does, whatever the order of the steps", () =>
  fc.assert(
    fc.asyncProperty(
      fc.commands(STEPS, { maxCommands: 30 }),
      (commands) =>
        inFolder(async (path) => {
          const real: Real = {
            store: openStore({ kind: "folder", path }),
            path,
            pushing: undefined,
          };
          try {
            await fc.asyncModelRun(() => ({ model: new Model(), real }), commands);
          } finally {
            await real.store[Symbol.asyncDispose]();
          }
          verify(path);
        }),
    ),
    { numRuns: 40 },
  ));
