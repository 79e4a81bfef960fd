import { deepStrictEqual, ok } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { drawWidget } from "../../src/draw/draw_widget.ts";
import { readWidget } from "../../src/draw/widget.ts";
import { SAMPLES } from "./sample_payloads.ts";

for (const width of [40, 80, 200]) {
  for (const colour of ["none", "ansi"] as const) {
    Deno.test(`drawWidget() draws all widgets ${width} columns wide, colour ${colour}`, async (t) => {
      const drawn = Object.entries(SAMPLES).map(([name, payload]) => {
        const lines = drawWidget(readWidget(payload), { width, colour });
        for (const line of lines) ok(stringWidth(line) <= width, line);
        return [`# ${name}`, ...lines].join("\n");
      });
      await t.assertSnapshot(drawn.join("\n\n").replaceAll("\x1b", "␛"));
    });
  }

  Deno.test(`drawWidget() draws the same ${width} columns with and without colour`, () => {
    for (const [name, payload] of Object.entries(SAMPLES)) {
      // Without colours to tell them apart, lines get plots of their own.
      if (name === "three lines") continue;
      const widget = readWidget(payload);
      const coloured = drawWidget(widget, { width, colour: "ansi" });
      deepStrictEqual(
        coloured.map(stripVTControlCharacters),
        drawWidget(widget, { width, colour: "none" }),
      );
    }
  });
}
