import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { LeexportError } from "../src/errors.ts";
import { printable } from "../src/printable.ts";

Deno.test("printable() takes out what acts on a terminal, and leaves lines as they are", () => {
  equal(printable("answered \x1b[31mred\x1b[0m\r\n\tand\x07 more"), "answered red \n\tand  more");
  equal(printable("file\u202etxt.exe"), "file txt.exe");
  equal(printable("\x1b]0;title\x07x"), "x");
  equal(printable("Größe: 3 µs 👩‍💻"), "Größe: 3 µs 👩‍💻");
});

Deno.test("printable() leaves nothing that acts on a terminal, whatever it is given", () => {
  const unsafe = fc.constantFrom("\x1b", "\x9b", "[2J", "]0;", "\x07", "\x00", "\r", "\u202e");
  const text = fc.array(fc.oneof(unsafe, fc.string({ unit: "binary" }))).map((all) => all.join(""));
  fc.assert(fc.property(text, (text) => {
    // deno-lint-ignore no-control-regex -- they are what is looked for
    ok(!/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/.test(printable(text)));
  }));
});

Deno.test("an error of the program quotes an answer without what acts on a terminal", () => {
  const error = new LeexportError("it answered \x1b[2Jno", { hint: "ask \x1b[1magain" });
  equal(error.message, "it answered no");
  equal(error.hint, "ask again");
});
