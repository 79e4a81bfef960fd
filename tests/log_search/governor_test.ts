import assert from "node:assert/strict";
import fc from "fast-check";
import { DueHeap } from "../../src/log_search/due_heap.ts";
import { Governor, governorOf } from "../../src/log_search/governor.ts";
import { Place, type Rank } from "../../src/log_search/place.ts";
import { Secret } from "../../src/secret.ts";
import { never } from "./quick_client.ts";

const RANKS: readonly Rank[] = [
  { class: "live", due: 1 },
  { class: "live", due: 1 },
  { class: "live", due: 3 },
  { class: "catch_up", due: 0 },
  { class: "catch_up", due: 2 },
  { class: "backfill", due: -9 },
  { class: "backfill", due: 9 },
];

function placeOf(governor: Governor, rank: Rank): Place {
  return new Place({ governor, rank, spacingMs: 1, onWait() {} });
}

/** A governor that holds all back long enough for a line to form. */
function closed(): Governor {
  const governor = new Governor();
  const now = performance.now();
  governor.gate.close({ now, until: now + 30 });
  return governor;
}

/** Waits for its turn, notes it, and is done. */
async function goThrough(place: Place, { noted }: { readonly noted: () => void }): Promise<void> {
  await place.pass(never());
  noted();
  place[Symbol.dispose]();
}

Deno.test("governorOf() gives one governor for an address and key, however often the key is wrapped", () => {
  const governor = governorOf("https://eu.example", new Secret("key-1"));
  assert.equal(governorOf("https://eu.example", new Secret("key-1")), governor);
  assert.notEqual(governorOf("https://us.example", new Secret("key-1")), governor);
  assert.notEqual(governorOf("https://eu.example", new Secret("key-2")), governor);
});

Deno.test("live goes before catch-up before backfill, and what is due earlier goes first", async () => {
  for (const ranks of [RANKS, RANKS.toReversed()]) {
    const governor = closed();
    const went: Rank[] = [];
    await Promise.all(
      ranks.map((rank) => goThrough(placeOf(governor, rank), { noted: () => went.push(rank) })),
    );
    assert.deepEqual(went, RANKS);
  }
});

Deno.test("whoever gives up waiting gets the reason, and the others go", async () => {
  const governor = closed();
  const controller = new AbortController();
  const [first, second] = [placeOf(governor, RANKS[0]!), placeOf(governor, RANKS[2]!)];
  const given = assert.rejects(first.pass(controller.signal), { message: "no more" });
  const passed = second.pass(never());
  assert.ok(first.isWaiting && second.isWaiting);
  controller.abort(new Error("no more"));
  assert.equal(first.isWaiting, false);
  await Promise.all([given, passed]);
});

Deno.test("a place that is raised goes before those that were before it", async () => {
  const governor = closed();
  const went: string[] = [];
  const late = placeOf(governor, { class: "backfill", due: 9 });
  const passing = [
    goThrough(placeOf(governor, { class: "live", due: 5 }), { noted: () => went.push("live") }),
    goThrough(late, { noted: () => went.push("raised") }),
  ];
  late.raise({ class: "live", due: 6 });
  late.raise({ class: "live", due: 4 });
  late.raise({ class: "catch_up", due: 0 });
  await Promise.all(passing);
  assert.deepEqual(went, ["raised", "live"]);
});

Deno.test("the fifth of a backfill waits until one of four is done", async () => {
  const governor = new Governor();
  governor.sent("queries");
  const rate = { limit: 1_500, remaining: 1_499, resetMs: 900_000 };
  governor.ended("queries", { rate, sentAt: performance.now() });
  const places = Array.from(
    { length: 5 },
    (_, due) => placeOf(governor, { class: "backfill", due }),
  );
  const passing = places.map((place) => place.pass(never()));
  await Promise.all(passing.slice(0, 4));
  assert.equal(places[4]?.isWaiting, true);
  places[2]?.[Symbol.dispose]();
  assert.equal(places[4]?.isWaiting, false);
  await passing[4];
});

Deno.test("a DueHeap gives out in order what was not removed", () => {
  const items = fc.array(fc.record({ due: fc.integer({ min: 0, max: 20 }), stays: fc.boolean() }));
  fc.assert(fc.property(items, (given) => {
    const heap = new DueHeap<{ due: number; order: number; stays: boolean }>();
    const all = given.map((item, order) => ({ ...item, order }));
    for (const item of all) heap.add(item);
    for (const item of all) if (!item.stays) heap.remove(item);
    const expected = all.filter(({ stays }) => stays)
      .toSorted((a, b) => a.due - b.due || a.order - b.order);
    assert.equal(heap.size, expected.length);
    assert.deepEqual(Array.from(expected, () => heap.take()), expected);
    assert.equal(heap.take(), undefined);
  }));
});
