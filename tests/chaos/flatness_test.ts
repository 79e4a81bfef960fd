import { deepEqual } from "node:assert/strict";
import { coursesOf, type Sample } from "../../scripts/soak/flatness.ts";

function samplesOf(value: (index: number) => Partial<Sample>): Sample[] {
  return Array.from({ length: 40 }, (_, index) => ({
    atMs: index * 1000,
    rssMib: 100,
    openFiles: 30,
    storeMib: 4,
    windows: 10_000 * index,
    ...value(index),
  }));
}

const flatOf = (samples: readonly Sample[]) => coursesOf(samples).map(({ isFlat }) => isFlat);

Deno.test("coursesOf() takes what grows only while it gets warm, and what goes up and down, for flat", () => {
  const warming = (index: number) => ({ rssMib: index < 10 ? 50 + 5 * index : 100 });
  deepEqual(flatOf(samplesOf(warming)), [true, true, true]);
  const swinging = (index: number) => ({
    rssMib: 100 + 20 * (index % 5),
    openFiles: 20 + index % 7,
  });
  deepEqual(flatOf(samplesOf(swinging)), [true, true, true]);
  const keepingLedger = (index: number) => ({ storeMib: 4 + index * 10_000 * 100 / 2 ** 20 });
  deepEqual(flatOf(samplesOf(keepingLedger)), [true, true, true]);
});

Deno.test("coursesOf() finds what keeps growing", () => {
  deepEqual(flatOf(samplesOf((index) => ({ rssMib: 100 + index }))), [false, true, true]);
  deepEqual(flatOf(samplesOf((index) => ({ openFiles: 30 + index }))), [true, false, true]);
  deepEqual(flatOf(samplesOf((index) => ({ storeMib: 4 + 2 * index }))), [
    true,
    true,
    false,
  ]);
});
