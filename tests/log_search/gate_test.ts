import assert from "node:assert/strict";
import fc from "fast-check";
import { Gate } from "../../src/log_search/gate.ts";

Deno.test("a new gate lets everybody through at once", () => {
  const gate = new Gate();
  assert.equal(gate.isClosed(5), false);
  assert.equal(gate.slot(5, { gapMs: 25 }), 5);
  assert.equal(gate.slot(5, { gapMs: 25 }), 5);
});

Deno.test("a closed gate gives slots one after another, also to those who come after it opened", () => {
  const gate = new Gate();
  gate.close({ now: 0, until: 1_000 });
  const take = (now: number) => {
    const slot = gate.slot(now, { gapMs: 25 });
    if (slot > now) gate.take(slot);
    return slot;
  };
  assert.deepEqual([take(0), take(10), take(999)], [1_025, 1_050, 1_075]);
  assert.equal(gate.isClosed(1_000), false);
  assert.equal(take(1_030), 1_100);
  assert.equal(take(1_100), 1_100);
});

Deno.test("a slot that is not taken is given to the next", () => {
  const gate = new Gate();
  gate.close({ now: 0, until: 1_000 });
  assert.equal(gate.slot(0, { gapMs: 25 }), 1_025);
  assert.equal(gate.slot(0, { gapMs: 25 }), 1_025);
});

Deno.test("many 429 at once count as one closing, and an answer forgets them", () => {
  const gate = new Gate();
  assert.equal(gate.close({ now: 0, until: 1_000 }), true);
  assert.equal(gate.close({ now: 1, until: 900 }), false);
  assert.equal(gate.isClosed(950), true);
  assert.equal(gate.closings, 1);
  assert.equal(gate.close({ now: 1_000, until: 2_000 }), true);
  assert.equal(gate.closings, 2);
  gate.answered();
  assert.equal(gate.closings, 0);
});

Deno.test("whatever happens, slots lie apart and never within a closing", () => {
  const event = fc.record({
    afterMs: fc.nat(500),
    gapMs: fc.integer({ min: 1, max: 50 }),
    closeMs: fc.option(fc.nat(2_000), { nil: undefined }),
  });
  fc.assert(fc.property(fc.array(event, { maxLength: 60 }), (events) => {
    const gate = new Gate();
    let now = 0;
    let closedUntil = 0;
    let last = -Infinity;
    for (const { afterMs, gapMs, closeMs } of events) {
      now += afterMs;
      if (closeMs !== undefined) {
        gate.close({ now, until: now + closeMs });
        closedUntil = Math.max(closedUntil, now + closeMs);
      }
      const slot = gate.slot(now, { gapMs });
      assert.ok(slot >= now && slot >= closedUntil);
      if (slot === now) continue;
      assert.ok(slot >= last + gapMs);
      gate.take(slot);
      last = slot;
    }
  }));
});
