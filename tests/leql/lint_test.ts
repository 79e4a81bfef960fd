import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { lintStatement } from "../../src/leql/lint.ts";
import { answerShape } from "../../src/leql/shape.ts";
import { arbitraryStatement, arbitraryText } from "./statement_arbitrary.ts";
import { printStatement } from "./statement_printer.ts";

/** The part of the statement that is to blame, and what is said. */
function problemsOf(statement: string): readonly (readonly string[])[] {
  return lintStatement(statement).map(({ severity, offset, length, message, hint }) => [
    severity,
    statement.slice(offset, offset + length),
    message,
    hint ?? "",
  ]);
}

const WITHOUT_PROBLEMS = [
  "where(status>=500) calculate(count) timeslice(60)",
  "where(a=b)groupby(c)limit(10)",
  "where(/.*/) calculate(bytes)",
  "groupby(#log) calculate(bytes)",
  "groupby(a, b, c, d, e) calculate(percentile(95):rt) having(count>5) sort(dsc) limit(100, 20)",
  "where(user=admin, loose) calculate(unique:ip) timeslice(1440m)",
  'where(service NOT IIN ["krbtgt", "kerberos"] AND result ISTARTS-WITH "failed") groupby(destination_account)',
  "where(/Client=(?P<source>\\d{1,3}\\.\\d{1,3})/) groupby(source) calculate(count)",
  "where(response_time > 25ms) calculate(pctl(99.9):rt)",
  "calculate(count:user)",
  "calculate(sd:rt)",
  "groupby(a) having(count > ${least}) limit(${most}) timeslice(${slices})",
];
for (const statement of WITHOUT_PROBLEMS) {
  Deno.test(`lintStatement() has nothing against ${statement}`, () => {
    assert.deepEqual(lintStatement(statement), []);
  });
}

const PROBLEMS: readonly (readonly [statement: string, ...problems: readonly string[][]])[] = [
  ["  ", [
    "error",
    "  ",
    "Cannot ask anything: the statement is empty",
    "write calculate(count) for the number of events",
  ]],
  ["where(a=1", [
    "error",
    "(",
    "Cannot find the end of the statement: ( is never closed",
    "write the missing )",
  ]],
  ["where(a IN [1, 2) calculate(count)", [
    "error",
    ")",
    'Cannot find the ] that closes [: ")" stands there',
    "",
  ]],
  ["where(a=1)) calculate(count)", [
    "error",
    ")",
    'Cannot read the statement: ")" closes nothing',
    'take ")" away',
  ]],
  ["where(user=O'Brien) groupby(a)", [
    "error",
    "'Brien) groupby(a)",
    "Cannot find the end of a quoted text: ' is never closed",
    "close the quotation mark, or put a text that holds one between the other kind",
  ]],
  ["where(path=/cart) calculate(count)", [
    "error",
    "/cart) calculate(count)",
    "Cannot find the end of a regular expression: / is never closed",
    "close it with /, or quote a value that starts with /",
  ]],
  ["where(status=500)", [
    "error",
    "where(status=500)",
    "Cannot make numbers of events: the statement has neither calculate(…) nor groupby(…)",
    "add calculate(count)",
  ]],
  ["calcualte(count)", [
    "error",
    "calcualte",
    'Cannot read the statement: there is no clause "calcualte"',
    "did you mean calculate(…)",
  ]],
  ["calculate(avg:rt)", [
    "error",
    "avg",
    'Cannot calculate "avg": there is no such function',
    "did you mean average",
  ]],
  ["calculate(p95:rt)", [
    "error",
    "p95",
    'Cannot calculate "p95": there is no such function',
    "did you mean percentile(95)",
  ]],
  ["calculate(foo:rt)", [
    "error",
    "foo",
    'Cannot calculate "foo": there is no such function',
    "write one of count, bytes, sum, average, min, max, unique, median, standarddeviation, sd, percentile, pctl",
  ]],
  ["calculate(average)", [
    "error",
    "average",
    "Cannot calculate average: it does not say of which key",
    "write average:key",
  ]],
  ["calculate(percentile:rt)", [
    "error",
    "percentile:rt",
    "Cannot calculate percentile: it does not say which",
    "write percentile(95):key",
  ]],
  ["calculate(pctl(100):rt)", [
    "error",
    "100",
    "Cannot calculate pctl 100: it is not a number between 0 and 100",
    "write percentile(95):key",
  ]],
  ["calculate(percentile(95))", [
    "error",
    "percentile(95)",
    "Cannot calculate percentile: it does not say of which key",
    "write percentile(95):key",
  ]],
  ["calculate(sum(2):a)", [
    "error",
    "2",
    "Cannot calculate sum(2): sum takes no number",
    "write sum:a",
  ]],
  ["groupby(a,b,c,d,e,f)", [
    "error",
    "groupby(a,b,c,d,e,f)",
    "Cannot group by 6 keys: 5 are the most there can be",
    "take keys away from groupby",
  ]],
  ["groupby(a) limit(0)", [
    "error",
    "0",
    'Cannot limit to "0": it is not a positive whole number',
    "write limit(10)",
  ]],
  ["calculate(count) timeslice(5w)", [
    "error",
    "5w",
    'Cannot cut the window by "5w": it is neither a positive whole number nor a duration',
    "write timeslice(60) for 60 slices, or timeslice(5m) for slices of five minutes",
  ]],
  ["groupby(a) sort(up)", [
    "error",
    "up",
    'Cannot sort by "up": it is neither asc nor desc',
    "write sort(asc), sort(desc) or sort(asc#key)",
  ]],
  ["groupby(a) having(count > many)", [
    "error",
    "many",
    'Cannot compare with "many": having compares with a number',
    "write having(count > 10)",
  ]],
  ["where(x in (1, 2)) calculate(count)", [
    "error",
    "(",
    'Cannot find a list in brackets after in: "(" stands there',
    "write in [first, second]",
  ]],
  ["where(a OR) calculate(count)", [
    "error",
    ")",
    'Cannot find a search term: ")" stands there',
    "",
  ]],
  ["where(a=) calculate(count)", ["error", ")", 'Cannot find a value: ")" stands there', ""]],
  ["calculate(count) where(a=1)", [
    "warning",
    "where(a=1)",
    "Cannot be sure that the API takes where after calculate",
    "write the clauses in the order from, select, where, groupby, calculate, having, sort, limit, timeslice",
  ]],
  ["where(a=1) where(b=2) calculate(count)", [
    "warning",
    "where(b=2)",
    "Cannot be sure what a second where does",
    "write one where",
  ]],
  [
    "calculate(count) sort(asc) limit(5)",
    [
      "warning",
      "sort(asc)",
      "Cannot use sort without groupby: it acts on groups",
      "add groupby(key), or take sort away",
    ],
    [
      "warning",
      "limit(5)",
      "Cannot use limit without groupby: it acts on groups",
      "add groupby(key), or take limit away",
    ],
  ],
  ["groupby(a) limit(10, 20)", [
    "warning",
    "limit(10, 20)",
    "Cannot use 2 limits: groupby has 1 key",
    "write at most one limit for each key of groupby",
  ]],
  ["calculate(count) timeslice(1001)", [
    "warning",
    "1001",
    "Cannot be sure that the API cuts a window into 1001 slices",
    "ask for 1000 slices at the most",
  ]],
  ["status=500 calculate(count)", [
    "warning",
    "status=500",
    "Cannot be sure that the API takes search terms outside of where(…)",
    "put them into where(…)",
  ]],
  ["where(path=/api/products) calculate(count)", [
    "warning",
    "/api/products",
    'Cannot take "/api/products" as one value: it is read as the regular expression /api/ and the search term products',
    "quote a value that starts with /",
  ]],
  ["where(status==500) calculate(count)", [
    "warning",
    "500",
    'Cannot be sure that "500" is a key: == compares two keys',
    "write = to compare with a value",
  ]],
  ["where(level > high) calculate(count)", [
    "warning",
    "high",
    'Cannot be sure that > compares with "high": it is not a number',
    "compare with a number",
  ]],
  ["where(/[/) calculate(count)", [
    "warning",
    "/[/",
    "Cannot read the regular expression /[/: unterminated character class",
    "correct the regular expression, or quote a text that is none",
  ]],
  [
    "groupby(a,b,c,d,e,f) calculate(avg:x)",
    [
      "error",
      "groupby(a,b,c,d,e,f)",
      "Cannot group by 6 keys: 5 are the most there can be",
      "take keys away from groupby",
    ],
    ["error", "avg", 'Cannot calculate "avg": there is no such function', "did you mean average"],
  ],
];
for (const [statement, ...problems] of PROBLEMS) {
  Deno.test(`lintStatement() says what is wrong with "${statement}"`, () => {
    assert.deepEqual(problemsOf(statement), problems);
  });
}

Deno.test("lintStatement() never throws, and every problem is inside of the text", () => {
  fc.assert(
    fc.property(arbitraryText, (text) => {
      for (const { offset, length } of lintStatement(text)) {
        assert.ok(offset >= 0 && length >= 0 && offset + length <= text.length);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("lintStatement() finds no error of grammar in a statement that is printed", () => {
  fc.assert(
    fc.property(arbitraryStatement, (statement) => {
      const problems = lintStatement(printStatement(statement));
      const errors = problems.filter(({ severity }) => severity === "error");
      const isStatistics = statement.clauses.some(({ kind }) =>
        kind === "calculate" || kind === "groupby"
      );
      assert.deepEqual(errors.map(({ offset }) => offset), isStatistics ? [] : [0]);
    }),
    { numRuns: 500 },
  );
});

Deno.test("answerShape() is groups with groupby, series with calculate, else undefined", () => {
  assert.equal(answerShape("groupby(a) calculate(count)"), "groups");
  assert.equal(answerShape("groupby(a)"), "groups");
  assert.equal(answerShape("where(a=1)calculate(sum:b)"), "series");
  assert.equal(answerShape("where(groupby=1)"), undefined);
  assert.equal(answerShape("where(a=1 calculate(count)"), undefined);
  assert.equal(answerShape(""), undefined);
});

Deno.test("lint and shape do not load the evaluation", async () => {
  for (const file of ["lint", "shape"]) {
    const path = fileURLToPath(new URL(`../../src/leql/${file}.ts`, import.meta.url));
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json", path] })
      .output();
    const modules = [
      ...new TextDecoder().decode(stdout).matchAll(/"specifier": "[^"]*\/(\w+)\.ts"/g),
    ]
      .map(([, name]) => name);
    assert.ok(modules.includes("parser"));
    for (const name of ["evaluate", "condition", "prepared_statement", "event_table"]) {
      assert.ok(!modules.includes(name), `${file} loads ${name}`);
    }
  }
});
