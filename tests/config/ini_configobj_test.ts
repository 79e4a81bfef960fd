import assert from "node:assert/strict";
import fc from "fast-check";
import { IniError, parseIni } from "../../src/config/ini.ts";
import { askConfigObj, hasConfigObj, type OracleCase } from "./configobj_oracle.ts";

const CASES = 6000;
const MISSING = "install ConfigObj first: apt-get install python3-configobj";

const present = await hasConfigObj();
const skipped = !present && Deno.env.get("CI") !== "true";
// deno-lint-ignore no-console -- a person must learn how to run what is skipped
if (skipped) console.error(`Skipping the comparison with ConfigObj: ${MISSING}`);

/** Short, because ConfigObj takes exponential time for some lines. */
const value = fc.array(fc.constantFrom(..."ab  ,,'\"'\"#\t".split("")), { maxLength: 14 });
const header = fc.array(fc.constantFrom(..."[[]] a'\"#x".split("")), { maxLength: 9 });
const triple = fc.array(fc.constantFrom("'", "'''", " ", "#", "x", "\n", '"""'), { maxLength: 10 });
const soup = fc.array(
  fc.constantFrom(
    ...[
      "a",
      "b",
      "=",
      "=",
      "\n",
      "\r\n",
      "[",
      "]",
      "[[b]]\n",
      "'",
      '"',
      "'''",
      '"""',
      ",",
      " ",
      "#",
    ],
    ...[
      "\t",
      "%(a)s",
      "%(b)s",
      "%(",
      "[DEFAULT]\n",
      "a = b\n",
      "[a]\n",
      "a = ",
      "\u00a0",
      "\u2028",
    ],
    ...["\x1c", "\x85", "\r", "\ufeff", "é", "😀", "__proto__", "constructor"],
  ),
  { maxLength: 18 },
);
const nested = fc.array(
  fc.constantFrom(
    ...[
      "[a]",
      "[b]",
      "[[a]]",
      "[[b]]",
      "[[[a]]]",
      "[DEFAULT]",
      "[[DEFAULT]]",
      "a = 1",
      "b = %(a)s",
    ],
    ...["a = %(c)s", "c = %(b)s, x", "c = 2", "b = 3 # %(a)s", "a = 'x', %(c)s", "# c", "[[a]"],
  ),
  { maxLength: 12 },
).map((lines) => lines.join("\n"));
const join = (parts: string[]) => parts.join("");

const file = fc.oneof(
  value.map((parts) => `k = ${join(parts)}`),
  header.map((parts) => `[p]\n[${join(parts)}`),
  triple.map((parts) => `a = '''${join(parts)}`),
  soup.map(join),
  nested,
);
const oracleCase: fc.Arbitrary<OracleCase> = fc.record({ text: file, interpolation: fc.boolean() });

/** Both trees as text, names in one order: JSON cannot say which order ConfigObj had. */
function sorted(_name: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function read({ text, interpolation }: OracleCase): { tree: unknown } | { line: number } {
  try {
    return { tree: parseIni(text, { interpolation }).toJSON() };
  } catch (error) {
    if (error instanceof IniError) return { line: error.line };
    throw error;
  }
}

Deno.test({
  name: "parseIni() reads what ConfigObj reads and refuses the line that ConfigObj refuses",
  ignore: skipped,
  async fn() {
    assert.ok(present, MISSING);
    const cases = fc.sample(oracleCase, CASES);
    const answers = await askConfigObj(cases);
    let readable = 0;
    for (const [index, answer] of answers.entries()) {
      const one = cases[index]!;
      const ours = read(one);
      const what = `${JSON.stringify(one)}: ConfigObj says ${JSON.stringify(answer)}`;
      if (answer.refused === true) {
        assert.ok("line" in ours, what);
        if (answer.line !== null) assert.equal(ours.line, answer.line, what);
      } else {
        assert.ok("tree" in ours, what);
        assert.equal(
          JSON.stringify(ours.tree, sorted),
          JSON.stringify(answer.tree, sorted),
          what,
        );
        readable++;
      }
    }
    assert.ok(readable > CASES / 5 && readable < CASES - CASES / 5, `${readable} were readable`);
  },
});
