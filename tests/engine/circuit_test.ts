import { array, assert, constantFrom, integer, property, tuple } from "fast-check";
import { equal, ok } from "node:assert/strict";
import { Circuit } from "../../src/engine/circuit.ts";

const failure = { retryAfterMs: undefined, random: 0 };

function failing(): Circuit {
  const circuit = new Circuit();
  for (let failures = 0; failures < 5; failures++) circuit.failed(0, failure);
  return circuit;
}

Deno.test("Circuit lets fifty pushes go at once while all is well", () => {
  const circuit = new Circuit();
  equal(circuit.opensAt(7, { underWay: 49 }), 7);
  equal(circuit.opensAt(7, { underWay: 50 }), Infinity);
});

Deno.test("Circuit opens at the fifth failure in a row, and says so once", () => {
  const circuit = new Circuit();
  const opened = [1, 2, 3, 4, 5, 6].map(() => circuit.failed(0, failure));
  equal(opened.join(), "false,false,false,false,true,false");
});

Deno.test("Circuit lets one push try after a pause that grows with each failure", () => {
  const circuit = failing();
  equal(circuit.opensAt(0, { underWay: 0 }), 1000);
  equal(circuit.opensAt(1000, { underWay: 1 }), Infinity);
  circuit.failed(1000, failure);
  equal(circuit.opensAt(1000, { underWay: 0 }), 3000);
});

Deno.test("Circuit closes with the first answer, and lets more pushes go from answer to answer", () => {
  const circuit = failing();
  ok(circuit.answered());
  ok(!circuit.isFailing);
  const most = () => [1, 2, 4, 8, 50].filter((underWay) => circuit.opensAt(0, { underWay }) < 1e9);
  const before = most().length;
  for (let answers = 0; answers < 6; answers++) ok(!circuit.answered());
  ok(most().length > before);
});

Deno.test("Circuit leaves a failing endpoint alone for as long as it asks", () => {
  const circuit = failing();
  circuit.failed(1000, { retryAfterMs: 5000, random: 0 });
  equal(circuit.opensAt(1000, { underWay: 0 }), 6000);
});

Deno.test("Circuit lets others push when one of them was asked to leave the endpoint alone", () => {
  const circuit = new Circuit();
  circuit.failed(100, { retryAfterMs: 900_000, random: 0 });
  equal(circuit.opensAt(200, { underWay: 0 }), 200);
});

Deno.test("Circuit never knocks more than once at a time, nor before the pause is over, while it fails", () => {
  const events = array(tuple(constantFrom("failed", "time"), integer({ min: 0, max: 90_000 })));
  assert(property(events, (events) => {
    const circuit = failing();
    let now = 0;
    let opens = circuit.opensAt(now, { underWay: 0 });
    for (const [event, ms] of events) {
      now += ms;
      if (event === "failed") {
        circuit.failed(now, failure);
        ok(circuit.opensAt(now, { underWay: 0 }) >= now + 1000);
        opens = circuit.opensAt(now, { underWay: 0 });
      }
      equal(circuit.opensAt(now, { underWay: 0 }), Math.max(now, opens));
      equal(circuit.opensAt(now, { underWay: 1 }), Infinity);
    }
  }));
});
