import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type Quote, quoteForBash, readBashLine } from "../../src/completions/bash_words.ts";
import { canRun, isMissing } from "../servers/requirement.ts";

const ignore = isMissing(await canRun("bash", ["--version"]) ? undefined : "install bash");
const OPENING: Readonly<Record<Quote, string>> = { none: "", single: "'", double: '"' };
const QUOTES = ["none", "single", "double"] as const;

const LINES: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["leexport ", ["leexport", ""]],
  ["leexport  run\ta", ["leexport", "run", "a"]],
  [String.raw`leexport a\ b`, ["leexport", "a b"]],
  ['leexport "a b', ["leexport", "a b"]],
  [`leexport 'a "b" c' d`, ["leexport", 'a "b" c', "d"]],
  [String.raw`leexport "a\"b\c"`, ["leexport", String.raw`a"b\c`]],
  ["leexport '' x", ["leexport", "", "x"]],
  [`leexport a"b"'c'`, ["leexport", "abc"]],
  ["leexport a\\", ["leexport", "a"]],
];

for (const [line, words] of LINES) {
  Deno.test(`readBashLine() reads ${JSON.stringify(line)}`, () => {
    deepStrictEqual(readBashLine(line, { replaced: "" }).words, words);
  });
}

const PLACES: readonly (readonly [line: string, replaced: string, before: string, quote: Quote])[] =
  [
    ["leexport Err", "Err", "", "none"],
    ['leexport "Err', "Err", "", "double"],
    ["leexport 'Err", "Err", "", "single"],
    ["leexport --replay=lo", "lo", "--replay=", "none"],
    ["leexport --replay=", "", "--replay=", "none"],
    [String.raw`leexport API:\ lo`, String.raw`\ lo`, "API:", "none"],
    ['leexport "API: lo', "API: lo", "", "double"],
    ["leexport ", "", "", "none"],
  ];

for (const [line, replaced, before, quote] of PLACES) {
  Deno.test(`readBashLine() finds what bash puts another text for in ${JSON.stringify(line)}`, () => {
    const { words: _words, ...place } = readBashLine(line, { replaced });
    deepStrictEqual(place, { before, quote });
  });
}

Deno.test("readBashLine() reads back what quoteForBash() wrote, in any quotes", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) =>
    !/\p{Cc}/u.test(text)
  );
  fc.assert(fc.property(text, fc.constantFrom(...QUOTES), (text, quote) => {
    const line = `leexport ${OPENING[quote]}${quoteForBash(text, quote)}`;
    deepStrictEqual(readBashLine(line, { replaced: "" }).words, ["leexport", text]);
  }));
});

Deno.test("bash reads back what quoteForBash() wrote, in any quotes", { ignore }, async () => {
  const ascii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
  const texts = [...ascii, ascii.join(""), "~/x", "#x", "a\\", "ü – 日本 👍", "$(id)", "!!"];
  for (const quote of QUOTES) {
    const written = texts.map((text) =>
      `${OPENING[quote]}${quoteForBash(text, quote)}${OPENING[quote]}`
    );
    const { stdout } = await new Deno.Command("bash", {
      args: ["-c", `printf '%s\\n' ${written.join(" ")}`],
      env: { LC_ALL: "C.UTF-8" },
    }).output();
    strictEqual(new TextDecoder().decode(stdout), `${texts.join("\n")}\n`, quote);
  }
});
