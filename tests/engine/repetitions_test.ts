import { deepEqual } from "node:assert/strict";
import { Repetitions } from "../../src/engine/repetitions.ts";

/** Which of so many times in a row are told, counted from 1. */
function told(repetitions: Repetitions, trouble: string, times: number): number[] {
  return Array.from({ length: times }, (_, index) => index + 1)
    .filter(() => repetitions.isTold(trouble));
}

Deno.test("Repetitions tells a trouble once and then every tenth time", () => {
  deepEqual(told(new Repetitions(), "a", 31), [1, 11, 21, 31]);
});

Deno.test("Repetitions counts each trouble by itself", () => {
  const repetitions = new Repetitions();
  told(repetitions, "a", 5);
  deepEqual(told(repetitions, "b", 11), [1, 11]);
});

Deno.test("Repetitions tells a trouble that comes back", () => {
  const repetitions = new Repetitions();
  told(repetitions, "a", 5);
  repetitions.end("a");
  deepEqual(told(repetitions, "a", 2), [1]);
});
