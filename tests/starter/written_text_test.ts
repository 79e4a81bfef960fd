import assert from "node:assert/strict";
import fc from "fast-check";
import { parseIni } from "../../src/config/ini.ts";
import { keepPercentSigns, writeName, writeText } from "../../src/starter/written_text.ts";

const TEXTS: readonly (readonly [text: string, written: string])[] = [
  ["calculate(count) timeslice(60)", "calculate(count) timeslice(60)"],
  ["groupby(a, b) calculate(count)", '"groupby(a, b) calculate(count)"'],
  ["where(path=/#1/) calculate(count)", '"where(path=/#1/) calculate(count)"'],
  ['where(method="GET")', 'where(method="GET")'],
  ['"a" and b', `'"a" and b'`],
  [`"a", 'b'`, `'''"a", 'b''''`],
  ["", '""'],
  [" a ", '" a "'],
  ["a\nb", "'''a\nb'''"],
];
for (const [text, written] of TEXTS) {
  Deno.test(`writeText() writes ${JSON.stringify(text)} as ${JSON.stringify(written)}`, () => {
    assert.equal(writeText(text), written);
  });
}

Deno.test("writeText() refuses what no quotes can hold", () => {
  assert.throws(() => writeText(`''' # """ # , `), {
    name: "LeexportError",
    message: `Cannot write "''' # \\"\\"\\" # , " into a config file: no quotes can hold it`,
    hint: `write it on one line, without ''' or """ in it`,
  });
});

const unit = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(..." ab=,#[]'\"%():s${}/\t;é€😀\u00a0") },
  { weight: 1, arbitrary: fc.constantFrom("%(a)s", "%(percent)s", "%(a%(b)s") },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }) },
);
const line = fc.string({ unit, maxLength: 20 })
  .filter((text) => !/[\r\n]|'''|"""|^\ufeff/.test(text));

Deno.test("what writeText() and writeName() write is read back as it was, names to replace included", () => {
  fc.assert(
    fc.property(line, line, (name, text) => {
      fc.pre(/[a-z]/.test(name) && !(name.includes("'") && name.includes('"')));
      const written = `[${writeName(name)}]\n  percent = %\n  key = ${
        writeText(keepPercentSigns(text))
      }\n`;
      assert.deepEqual(parseIni(written).toJSON(), { [name]: { percent: "%", key: text } });
    }),
    { numRuns: 2000 },
  );
});
