import assert from "node:assert/strict";
import { LogBudget } from "../../src/service_host/log_budget.ts";
import { restartDelayMs } from "../../src/service_host/restart_delay.ts";
import { Turns } from "../../src/service_host/turns.ts";

Deno.test("a sandbox that breaks down again and again is started more and more rarely", () => {
  const delays = [1, 2, 3, 6, 7, 1000].map(restartDelayMs);
  assert.deepEqual(delays, [1000, 2000, 4000, 32_000, 60_000, 60_000]);
});

Deno.test("a log budget lets a burst through, then so many lines a second, and counts the rest", () => {
  const budget = new LogBudget({ burst: 3, perSecond: 2 }, 0);
  const taken = [0, 0, 0, 0, 0, 400, 500, 1000, 1000].map((now) => budget.take(now));
  assert.deepEqual(taken, [0, 0, 0, undefined, undefined, undefined, 3, 0, undefined]);
});

Deno.test("turns are given in the order they were asked for", async () => {
  const turns = new Turns(1);
  const order: number[] = [];
  await turns.take();
  const waiting = [1, 2, 3].map(async (number) => {
    await turns.take();
    order.push(number);
    turns.give();
  });
  turns.give();
  await Promise.all(waiting);
  assert.deepEqual(order, [1, 2, 3]);
  await turns.take();
});

Deno.test("turns that are lifted keep nobody waiting, those in the row and those who come later", async () => {
  const turns = new Turns(1);
  await turns.take();
  const waiting = [turns.take(), turns.take()];
  turns.lift();
  await Promise.all(waiting);
  await turns.take();
  turns.give();
  await turns.take();
});
