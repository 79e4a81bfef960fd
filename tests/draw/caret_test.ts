import { deepEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { pointAt } from "../../src/draw/caret.ts";
import { labelWidth } from "../../src/draw/label.ts";

const VIEW = { width: 40, colour: "none" } as const;

const ROWS: readonly (readonly [string, string, readonly [string, string]])[] = [
  ["where(a=1) calculate(cuont)", "cuont", [
    "  where(a=1) calculate(cuont)",
    "                       ^^^^^",
  ]],
  ["where(a=1)\n calculate(x)  ", "x", ["   calculate(x)  ", "             ^"]],
  ["日本 x", "x", ["  日本 x", "       ^"]],
  [`${"a".repeat(90)}x${"b".repeat(90)}`, "x", [
    `  …${"a".repeat(24)}x${"b".repeat(11)}…`,
    `${" ".repeat(27)}^`,
  ]],
];

for (const [text, marked, lines] of ROWS) {
  Deno.test(`pointAt() points at "${marked}" in "${text.slice(0, 30)}"`, () => {
    const place = { offset: text.indexOf(marked), length: marked.length };
    deepEqual(pointAt(text, { place, view: VIEW }), lines);
  });
}

Deno.test("pointAt() points at the end for what is missing there", () => {
  const place = { offset: 5, length: 0 };
  deepEqual(pointAt("where", { place, view: VIEW }), ["  where", "       ^"]);
});

Deno.test("pointAt() is never too wide, and lets no sign move the cursor", () => {
  const text = fc.string({ unit: "binary", maxLength: 200 });
  fc.assert(fc.property(text, fc.nat(200), fc.nat(200), (text, offset, length) => {
    const lines = pointAt(text, { place: { offset, length }, view: VIEW });
    for (const line of lines) {
      ok(labelWidth(line) <= VIEW.width, JSON.stringify(line));
      ok(!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(line));
    }
  }));
});
