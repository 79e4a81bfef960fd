import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import stringWidth from "string-width";
import { cutLabel, fitLabel, labelWidth, plainLabel, wrapLabel } from "../../src/draw/label.ts";
import { timeLabel, timeTicks, writeTicks } from "../../src/draw/x_axis.ts";

Deno.test("cutLabel() cuts between characters as people see them", () => {
  strictEqual(cutLabel("production", 10), "production");
  strictEqual(cutLabel("production", 5), "prod…");
  strictEqual(cutLabel("日本語", 5), "日本…");
  strictEqual(cutLabel("日本語", 4), "日…");
  strictEqual(cutLabel("e\u0301te\u0301", 2), "e\u0301…");
  strictEqual(cutLabel("a", 0), "");
});

Deno.test("wrapLabel() breaks anywhere and says when it leaves something out", () => {
  deepStrictEqual(wrapLabel("production", { width: 4, lines: 9 }), ["prod", "ucti", "on"]);
  deepStrictEqual(wrapLabel("production", { width: 4, lines: 2 }), ["prod", "uct…"]);
  deepStrictEqual(wrapLabel("日本語", { width: 5, lines: 2 }), ["日本", "語"]);
  deepStrictEqual(wrapLabel("日本語", { width: 1, lines: 2 }), ["…"]);
  deepStrictEqual(wrapLabel("", { width: 5, lines: 2 }), [""]);
});

Deno.test("fitLabel() gives exactly the width that was asked for", () => {
  const text = fc.string({ unit: "grapheme" }).map(plainLabel);
  fc.assert(fc.property(text, fc.integer({ min: 0, max: 30 }), (label, width) => {
    strictEqual(stringWidth(fitLabel(label, width)), width);
  }));
});

Deno.test("plainLabel() leaves one line of text that a terminal only prints", () => {
  strictEqual(plainLabel("  \x1b[31mred\x1b[0m\tand\nblue\u200b "), "red and blue");
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    ok(!/[\p{Cc}\p{Cf}\p{Cs}]/u.test(plainLabel(text)));
  }));
});

Deno.test("timeLabel() shows days in a long stretch and seconds in a short one, in UTC", () => {
  const at = Date.parse("2026-11-24T02:05:09Z");
  strictEqual(timeLabel(at, { spanMs: 10 * 86_400_000 }), "2026-11-24");
  strictEqual(timeLabel(at, { spanMs: 2 * 86_400_000 }), "11-24 02:05");
  strictEqual(timeLabel(at, { spanMs: 3_600_000 }), "02:05");
  strictEqual(timeLabel(at, { spanMs: 60_000 }), "02:05:09");
});

Deno.test("writeTicks() keeps both ends and leaves out what has no room", () => {
  const from = Date.parse("2026-11-24T02:00:00Z");
  const ticks = timeTicks(40, { from, to: from + 3_600_000 });
  strictEqual(writeTicks(ticks, 40), "02:00             02:30            03:00");
  strictEqual(writeTicks(ticks, 12), "02:00  03:00");
  strictEqual(labelWidth(writeTicks([{ column: 0, text: "日本" }], 3)), 0);
});
