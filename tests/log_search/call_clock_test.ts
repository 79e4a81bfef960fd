import assert from "node:assert/strict";
import { CallClock } from "../../src/log_search/call_clock.ts";

/** Starts calls of the given lengths; gives the order in which they were aborted, once all were. */
async function orderOf(clock: CallClock, timeouts: readonly number[]): Promise<number[]> {
  const order: number[] = [];
  await Promise.all(timeouts.map((ms) => {
    const controller = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    controller.signal.addEventListener("abort", () => {
      order.push(ms);
      resolve();
    });
    clock.start(controller, ms);
    return promise;
  }));
  return order;
}

Deno.test("CallClock aborts calls in the order of their ends, whatever order they began in", async () => {
  const clock = new CallClock();
  assert.deepEqual(await orderOf(clock, [40, 10, 70, 0, 100]), [0, 10, 40, 70, 100]);
  assert.deepEqual(await orderOf(clock, [20]), [20]);
});

Deno.test("CallClock lets a stopped call be and ends its timer with the last one", async () => {
  const clock = new CallClock();
  const [stopped, last] = [new AbortController(), new AbortController()];
  clock.start(stopped, 5);
  clock.start(last, 60_000);
  clock.stop(stopped);
  assert.deepEqual(await orderOf(clock, [20]), [20]);
  assert.equal(stopped.signal.aborted, false);
  clock.stop(last);
  clock.stop(last);
});
