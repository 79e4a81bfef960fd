import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { fitNames } from "../../src/draw/svg/fit_names.ts";
import { fitText, textWidth } from "../../src/draw/svg/fit_text.ts";

const ROOM = { width: 100, size: 12 } as const;

Deno.test("fitText() makes any text fit, without what XML cannot hold", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
  fc.assert(fc.property(text, fc.integer({ min: 12, max: 300 }), (text, width) => {
    const fitted = fitText(text, { width, size: 12 });
    ok(textWidth(fitted, 12) <= width, fitted);
    ok(fitted.isWellFormed() && !/[\p{Cc}\uffff\ufffe]/u.test(fitted));
  }));
});

Deno.test("fitText() cuts no more than it has to", () => {
  deepStrictEqual(fitText("production", ROOM), "production");
  deepStrictEqual(fitText("production of something", ROOM), "production of s…");
});

Deno.test("fitNames() leaves out the words that all names begin with, if one is too wide", () => {
  const long = "/api/version-1/orders/";
  deepStrictEqual(fitNames([`${long}new`, `${long}next`], ROOM), ["…new", "…next"]);
  deepStrictEqual(fitNames(["/api/new", "/api/next"], ROOM), ["/api/new", "/api/next"]);
  deepStrictEqual(fitNames([`${long}new`], ROOM), ["/api/version-1/…"]);
});
