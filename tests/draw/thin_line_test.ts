import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { Point } from "../../src/draw/line_chart.ts";
import { thinLine } from "../../src/draw/svg/thin_line.ts";

Deno.test("thinLine() leaves a short line alone", () => {
  const points = [{ at: 0, value: 1 }, { at: 1, value: undefined }];
  strictEqual(thinLine(points, 1), points);
});

Deno.test("thinLine() keeps ends and peaks of any line, in order and in few points", () => {
  const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined });
  const line = fc.array(fc.tuple(fc.nat(1e6), value), { minLength: 1, maxLength: 500 })
    .map((pairs) => pairs.map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at));
  fc.assert(fc.property(line, fc.integer({ min: 1, max: 40 }), (points: Point[], strips) => {
    const thin = thinLine(points, strips);
    ok(thin.length <= 5 * (strips + 1));
    deepStrictEqual([thin[0], thin.at(-1)], [points[0], points.at(-1)]);
    const positions = thin.map((point) => points.indexOf(point));
    deepStrictEqual(positions, positions.toSorted((a, b) => a - b));
    const values = (line: readonly Point[]) => line.flatMap(({ value }) => value ?? []);
    strictEqual(Math.max(...values(thin)), Math.max(...values(points)));
    strictEqual(Math.min(...values(thin)), Math.min(...values(points)));
  }));
});

Deno.test("thinLine() keeps a gap wherever it is", () => {
  fc.assert(fc.property(fc.integer({ min: 5, max: 300 }), fc.nat(), (length, random) => {
    const gap = random % length;
    const points = Array.from({ length }, (_, at) => ({
      at,
      value: at === gap ? undefined : at % 7,
    }));
    deepStrictEqual(thinLine(points, 1).filter(({ value }) => value === undefined), [points[gap]]);
  }));
});
