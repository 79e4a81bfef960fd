import assert from "node:assert/strict";
import fc from "fast-check";
import { parseStatement } from "../../src/leql/parser.ts";
import type { Span } from "../../src/leql/statement.ts";
import { StatementError } from "../../src/leql/statement_error.ts";
import { arbitraryStatement, arbitraryText } from "./statement_arbitrary.ts";
import { printExpression, printStatement } from "./statement_printer.ts";

/** The same without places in the text. */
function withoutPlaces(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(
      value,
      (name, member: unknown) => name === "offset" || name === "length" ? undefined : member,
    ),
  );
}

function isSpan(value: unknown): value is Span {
  return typeof value === "object" && value !== null && "offset" in value;
}

function whereOf(text: string): string {
  const [clause] = parseStatement(text).clauses;
  assert.equal(clause?.kind, "where");
  return clause.kind === "where" && clause.expression !== undefined
    ? printExpression(clause.expression)
    : "";
}

Deno.test("parseStatement() reads back every statement that is printed", () => {
  fc.assert(
    fc.property(arbitraryStatement, (statement) => {
      const read = parseStatement(printStatement(statement));
      assert.deepEqual(withoutPlaces(read), withoutPlaces(statement));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("parseStatement() gives places inside the text, whatever it is given", () => {
  fc.assert(
    fc.property(arbitraryText, (text) => {
      const spans: Span[] = [];
      try {
        JSON.stringify(parseStatement(text), (_, member: unknown) => {
          if (isSpan(member)) spans.push(member);
          return member;
        });
      } catch (error) {
        assert.ok(error instanceof StatementError, String(error));
        spans.push(error);
      }
      for (const { offset, length } of spans) {
        assert.ok(
          offset >= 0 && length >= 0 && offset + length <= text.length,
          `${offset} ${length}`,
        );
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("parseStatement() knows where a node stands in the text", () => {
  const text = "where(a = 1 AND status >= 500)groupby( path )calculate(average : rt)";
  const { clauses } = parseStatement(text);
  const shown = ({ offset, length }: Span) => text.slice(offset, offset + length);
  assert.deepEqual(clauses.map(shown), [
    "where(a = 1 AND status >= 500)",
    "groupby( path )",
    "calculate(average : rt)",
  ]);
  const [where, groupBy, calculate] = clauses;
  assert.ok(where?.kind === "where" && where.expression?.kind === "and");
  assert.deepEqual(where.expression.terms.map(shown), ["a = 1", "status >= 500"]);
  assert.ok(groupBy?.kind === "groupby" && calculate?.kind === "calculate");
  assert.deepEqual(groupBy.keys.map(shown), ["path"]);
  assert.equal(shown(calculate.calculation), "average : rt");
});

const READINGS: readonly (readonly [statement: string, reading: string])[] = [
  ["where(a=1 OR b=2 AND c=3)", '("a" = 1) or (("b" = 2) and ("c" = 3))'],
  ["where(a=1 OR b=2 c=3)", '("a" = 1) or (("b" = 2) and ("c" = 3))'],
  ["where(NOT a=1 b=2)", '(NOT ("a" = 1)) and ("b" = 2)'],
  ["where(login NOT root)", "(login) and (NOT (root))"],
  ["where((a=1 or b=2) and c=3)", '(("a" = 1) or ("b" = 2)) and ("c" = 3)'],
  ["where(status>=500)", '"status" >= 500'],
  ["where(time_dif < -1e-03)", '"time_dif" < -1e-03'],
  ["where(a!=b)", '"a" != b'],
  ["where(a==b c!==d)", '("a" == "b") and ("c" !== "d")'],
  ["where(k1,k2=v)", '"k1", "k2" = v'],
  ["where(ALL(k1, k2) IN [v1, v2])", 'ALL("k1", "k2") IN [v1, v2]'],
  ['where(k1, k2 NOT STARTS-WITH "aaa")', '"k1", "k2" NOT STARTS-WITH "aaa"'],
  ['where(service not iin ["a", b])', '"service" NOT IIN ["a", b]'],
  ['where(x icontains-any ["ssh", /tel.*/i])', '"x" ICONTAINS-ANY ["ssh", /tel.*/i]'],
  [
    'where(x contains-all ["\\downloads\\","setup.exe"])',
    '"x" CONTAINS-ALL ["\\downloads\\", "setup.exe"]',
  ],
  ['where(user=NOCASE("arnold holt"))', '"user" = NOCASE("arnold holt")'],
  ["where(ip=IP(10.0.0.0/8))", '"ip" = IP(10.0.0.0/8)'],
  ["where(path=C:\\\\Windows)", '"path" = C:\\Windows'],
  ["where(group CONTAINS -job-admins)", '"group" CONTAINS -job-admins'],
  ["where(key = '''banana ' apple \" pudding''')", '"key" = "banana \' apple " pudding"'],
  ['where(a="say \\"hi\\"")', '"a" = "say "hi""'],
  ['where(e="delete" OR "write")', '("e" = "delete") or ("write")'],
  ["where(/05\\/\\d{2}/ OR error)", "(/05\\/\\d{2}/) or (error)"],
  ["where(${sample} geo in [${eu}])", '(${sample}) and ("geo" = ${eu})'],
  ["where(where(a=1))", '"a" = 1'],
  ["status=500 admin", '("status" = 500) and (admin)'],
];
for (const [statement, reading] of READINGS) {
  Deno.test(`parseStatement() reads ${statement} as ${reading}`, () => {
    assert.equal(whereOf(statement), reading);
  });
}

const CLAUSES: readonly (readonly [statement: string, printed: string])[] = [
  ["groupby(user) having (count>5)", 'groupby("user") having(count > 5)'],
  [
    "groupby(a)calculate(UNIQUE:b)limit(100,20)",
    'groupby("a") calculate(unique:"b") limit(100, 20)',
  ],
  ["calculate(pctl(95):total)", 'calculate(pctl(95):"total")'],
  ["calculate(percentile(99.9:rt))", 'calculate(percentile(99.9):"rt")'],
  ["calculate(sum:a:b)", 'calculate(sum:"a:b")'],
  ["sort(asc, desc#key, ASC #key)", "sort(asc,desc#key,asc#key)"],
  ['select(host as h, "p.name")', 'select("host" as "h", "p.name")'],
  ['where("x", loose) GROUP_BY(#log)', 'where("x", loose) groupby(#log)'],
  ["calculate(count) timeslice(30m) where(a=1)", 'calculate(count) timeslice(30m) where("a" = 1)'],
  ["", ""],
];
for (const [statement, printed] of CLAUSES) {
  Deno.test(`parseStatement() reads the clauses of "${statement}"`, () => {
    assert.equal(printStatement(parseStatement(statement)), printed);
  });
}

Deno.test("parseStatement() refuses terms that are nested without an end", () => {
  for (const text of ["where(" + "(".repeat(100_000 - 6), "NOT ".repeat(20_000)]) {
    assert.throws(() => parseStatement(text), (error) =>
      error instanceof StatementError &&
      error.message === "Cannot read the statement: it is nested more than 100 levels deep");
  }
});

Deno.test("parseStatement() takes a long list in a moment", () => {
  const list = Array.from({ length: 9000 }, (_, index) => `v${index}`).join(", ");
  const started = performance.now();
  assert.equal(parseStatement(`where(a IN [${list}] ${"b=1 ".repeat(5000)})`).clauses.length, 1);
  assert.ok(performance.now() - started < 2000);
});
