import { array, assert, integer, nat, property } from "fast-check";
import { equal, ok } from "node:assert/strict";
import { PushBudget } from "../../src/engine/push_budget.ts";

Deno.test("PushBudget lets everything go where no limit is known", () => {
  const budget = new PushBudget(undefined, 0);
  for (let pushes = 0; pushes < 1000; pushes++) budget.take("backlog", 0);
  equal(budget.opensAt(0), 0);
});

Deno.test("PushBudget lets a minute's share go at once, then as fast as the limit", () => {
  const budget = new PushBudget({ pushes: 3600, seconds: 3600 }, 0);
  for (let pushes = 0; pushes < 60; pushes++) {
    equal(budget.opensAt(0), 0);
    budget.take("backlog", 0);
  }
  equal(budget.opensAt(0), 1000);
  equal(budget.opensAt(1000), 1000);
});

Deno.test("PushBudget never lets what catches up exceed the limit, whatever goes besides", () => {
  assert(property(
    integer({ min: 1, max: 20 }),
    array(nat(3000), { maxLength: 60 }),
    (pushes, waits) => {
      const budget = new PushBudget({ pushes, seconds: 10 }, 0);
      let now = 0;
      let taken = 0;
      for (const wait of waits) {
        now += wait;
        while (budget.opensAt(now) <= now) {
          budget.take("backlog", now);
          taken++;
        }
        ok(taken <= Math.max(1, pushes) + (now * pushes) / 10_000 + 1e-6);
      }
    },
  ));
});

Deno.test("PushBudget lets one of ten be of the backlog, however much goes as it comes", () => {
  const budget = new PushBudget({ pushes: 60, seconds: 60 }, 0);
  for (let pushes = 0; pushes < 1000; pushes++) budget.take("live", 0);
  equal(budget.opensAt(0), 10_000);
  budget.take("backlog", 10_000);
  equal(budget.opensAt(10_000), 20_000);
});
