import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { roundTimes } from "../../src/draw/svg/time_ticks.ts";
import { timeTicks } from "../../src/draw/x_axis.ts";
import { valueAxis } from "../../src/draw/svg/value_axis.ts";

function textsOf(from: string, to: string): string[] {
  const stretch = { from: Date.parse(from), to: Date.parse(to) };
  return roundTimes(5, stretch).map(({ text }) => text);
}

const STRETCHES: readonly (readonly [string, string, string])[] = [
  ["2026-11-24T02:05:01Z", "2026-11-24T02:05:31Z", "02:05:10 02:05:20 02:05:30"],
  ["2026-11-24T02:05:00Z", "2026-11-24T03:04:00Z", "02:15 02:30 02:45 03:00"],
  ["2026-11-23T20:30:00Z", "2026-11-24T03:00:00Z", "22:00|24 Nov|02:00"],
  ["2026-11-24T01:00:00Z", "2026-11-27T02:00:00Z", "25 Nov|26 Nov|27 Nov"],
  ["2026-10-29T00:00:00Z", "2026-11-28T00:00:00Z", "2 Nov|9 Nov|16 Nov|23 Nov"],
  ["2026-10-29T00:00:00Z", "2027-02-13T00:00:00Z", "Nov Dec 2027 Feb"],
  ["2020-10-29T00:00:00Z", "2027-02-13T00:00:00Z", "2022 2024 2026"],
];
for (const [from, to, expected] of STRETCHES) {
  Deno.test(`roundTimes() labels ${from} to ${to} with ${expected}`, () => {
    deepStrictEqual(textsOf(from, to), expected.split(expected.includes("|") ? "|" : " "));
  });
}

Deno.test("roundTimes() stays within any stretch and its number of ticks, in order", () => {
  const time = fc.integer({ min: -8.64e15, max: 8.64e15 });
  fc.assert(fc.property(time, time, fc.integer({ min: 1, max: 30 }), (a, b, most) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const ticks = roundTimes(most, { from, to });
    ok(ticks.length <= most + 1, `${ticks.length} > ${most}`);
    ticks.forEach(({ at, text }, index) => {
      ok(at >= from && at <= to && text !== "" && !text.includes("NaN"));
      ok(index === 0 || at > ticks[index - 1]!.at);
    });
  }));
});

Deno.test("timeTicks() labels both ends of any stretch that a Date can hold", () => {
  const time = fc.date({ noInvalidDate: true }).map((date) => date.getTime());
  const last = 8.64e15;
  fc.assert(
    fc.property(time, time, fc.integer({ min: 1, max: 220 }), (a, b, width) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const ticks = timeTicks(width, { from, to });
      ok(ticks.every(({ column, text }) => column < width && !text.includes("NaN")));
      strictEqual(ticks.at(-1)?.column, from === to ? 0 : width - 1);
    }),
    { examples: [[Date.parse("-210925-10-22T07:26:47.501Z"), last, 24]] },
  );
});

Deno.test("valueAxis() has round ticks, and zero among them", () => {
  deepStrictEqual(valueAxis([3, 112], { ticks: 4 }).labels, ["0", "50", "100", "150"]);
  deepStrictEqual(valueAxis([-20, 70], { ticks: 4 }).labels, ["-25", "0", "25", "50", "75"]);
  deepStrictEqual(valueAxis([0.5], { ticks: 4 }).labels, ["0", "0.2", "0.4", "0.6"]);
  deepStrictEqual(valueAxis([], { ticks: 4 }).labels, ["0", "1"]);
});

Deno.test("valueAxis() has no fractions between whole numbers", () => {
  deepStrictEqual(valueAxis([1, 2], { ticks: 4 }).labels, ["0", "1", "2"]);
});

Deno.test("valueAxis() holds all values, however large or small, in a few ticks", () => {
  const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
  fc.assert(fc.property(fc.array(value), (values) => {
    const { unit, min, max, interval, labels } = valueAxis(values, { ticks: 4 });
    ok([unit, min, max, interval].every(Number.isFinite) && min < max && interval > 0);
    for (const value of values) {
      ok(value / unit >= min - 1e-9 * interval && value / unit <= max + 1e-9 * interval);
    }
    ok(labels.length <= 7 && labels.includes("0"), labels.join());
    strictEqual(labels.findIndex((label) => /NaN|∞|undefined/.test(label)), -1);
  }));
});
