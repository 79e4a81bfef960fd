import assert from "node:assert/strict";
import { IniError, parseIni } from "../../src/config/ini.ts";

const SIZE = 2_000_000;
/** Far above what a linear reader takes on a busy machine, far below what a quadratic one does. */
const LIMIT_MS = 10_000;

const times = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

const TEXTS: Readonly<Record<string, string>> = {
  "many keys": times(SIZE / 20, (index) => `key${index} = value ${index}`),
  "many sections": times(SIZE / 20, (index) => `[section ${index}]\na = b, c`),
  "a long list": `a = ${'"b",'.repeat(SIZE / 4)}`,
  "a long list whose last quote is open": `a = ${'"b",'.repeat(SIZE / 4)}"`,
  "open quotes behind blanks": `a = x, ${"'b, ".repeat(SIZE / 4)}z`,
  "nothing but quotes": `a = ${'"'.repeat(SIZE)}`,
  "alternating quotes": `a = ${`"',`.repeat(SIZE / 3)}`,
  "quotes and blanks": `a = ${'"   '.repeat(SIZE / 4)}`,
  "nothing but commas": `a = ${",".repeat(SIZE)}`,
  "a gap of blanks": `a = x${" ".repeat(SIZE)}y`,
  "opening brackets": "[".repeat(SIZE),
  "quotes in a header": `["${'"] '.repeat(SIZE / 3)}`,
  "closing brackets in a header": `[a${"] x".repeat(SIZE / 3)}`,
  "quotes before =": `"${'" '.repeat(SIZE / 2)}`,
  "closing triple quotes": `a = """${'""" '.repeat(SIZE / 4)}`,
  "a long text in triple quotes": `a = '''\n${"b\n".repeat(SIZE / 2)}'''`,
  "half-open names": `a = ${"%(".repeat(SIZE / 2)}`,
  "names that double": times(60, (index) => `a${index} = %(a${index + 1})s%(a${index + 1})s`),
  "a long chain of names": times(50_000, (index) => `a${index} = %(a${index + 1})s`),
  "lines that are nothing": "x\n".repeat(SIZE / 2),
};

for (const [what, text] of Object.entries(TEXTS)) {
  Deno.test(`parseIni() takes linear time for ${what}`, () => {
    const start = performance.now();
    try {
      parseIni(text);
    } catch (error) {
      if (!(error instanceof IniError)) throw error;
    }
    assert.ok(performance.now() - start < LIMIT_MS);
  });
}
