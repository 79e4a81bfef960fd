import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { position, scaleFor } from "../../src/draw/scale.ts";
import { fullNumber, shortNumber } from "../../src/draw/number.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

Deno.test("scaleFor() ends at round numbers and always holds zero", () => {
  deepStrictEqual(scaleFor([]), { lower: 0, upper: 1 });
  deepStrictEqual(scaleFor([0, 0]), { lower: 0, upper: 1 });
  deepStrictEqual(scaleFor([3, 71]), { lower: 0, upper: 80 });
  deepStrictEqual(scaleFor([-71, 0.4]), { lower: -80, upper: 0.4 });
  deepStrictEqual(scaleFor([1e308, -1.7e308]), { lower: -1.7e308, upper: 1e308 });
});

Deno.test("position() keeps the order of values and stays between 0 and 1", () => {
  fc.assert(fc.property(fc.array(finite, { minLength: 2 }), (values) => {
    const scale = scaleFor(values);
    const sorted = values.toSorted((a, b) => a - b);
    const positions = sorted.map((value) => position(value, scale));
    positions.forEach((here, index) => {
      ok(here >= 0 && here <= 1);
      ok(index === 0 || here >= positions[index - 1]!);
    });
  }));
});

Deno.test("shortNumber() and fullNumber() write minus zero as 0", () => {
  strictEqual(shortNumber(-0), "0");
  strictEqual(fullNumber(-0), "0");
});

const NUMBERS: readonly (readonly [number, string, string])[] = [
  [0, "0", "0"],
  [12, "12", "12"],
  [0.2735, "0.274", "0.2735"],
  [114.56, "114.6", "114.56"],
  [12_345.678, "12,346", "12,345.678"],
  [1_234_567, "1.23M", "1,234,567"],
  [-2_000_000_000, "-2B", "-2,000,000,000"],
  [1.5e300, "1.5e300", "1.5e300"],
  [2e15, "2e15", "2e15"],
  [0.000_05, "5e-5", "0.00005"],
  [-3e-300, "-3e-300", "-3e-300"],
];
for (const [value, short, full] of NUMBERS) {
  Deno.test(`shortNumber() and fullNumber() write ${value} as ${short} and ${full}`, () => {
    strictEqual(shortNumber(value), short);
    strictEqual(fullNumber(value), full);
  });
}

Deno.test("shortNumber() needs at most ten characters", () => {
  fc.assert(fc.property(finite, (value) => shortNumber(value).length <= 10), { numRuns: 2000 });
});
