import assert from "node:assert/strict";
import type { Answer, GroupsAnswer, SeriesAnswer } from "../../src/leql/answer.ts";
import { evaluate } from "../../src/leql/evaluate.ts";
import { parseStatement } from "../../src/leql/parser.ts";
import { PreparedStatement } from "../../src/leql/prepared_statement.ts";
import { StatementError } from "../../src/leql/statement_error.ts";
import { segmentsOf, tableOf } from "./table.ts";

/** Ten events in ten seconds, one each second. */
const WEB = tableOf([
  { time: 0, fields: { host: "a", status: "200", rt: "10", user: "x" } },
  { time: 1000, fields: { host: "b", status: "500", rt: "20" } },
  { time: 2000, fields: { host: "a", status: "200", rt: "30", user: "y" } },
  { time: 3000, fields: { host: "a", status: "503", rt: "40", user: "x" } },
  { time: 4000, fields: { host: "b", status: "200", rt: "none" } },
  { time: 5000, fields: { host: "c", status: "200" } },
  { time: 6000, fields: { host: "a", status: "200", rt: "50ms", user: "z" } },
  { time: 7000, fields: { status: "200", rt: "60", user: "x" } },
  { time: 8000, fields: { host: "b", status: "500", rt: "-70" } },
  { time: 9000, fields: { host: "a", status: "200", rt: "80", user: "é" } },
]);
const WINDOW = { from: 0, to: 10_000 };

function ask(statement: string, window = WINDOW): Answer {
  const prepared = new PreparedStatement(parseStatement(statement));
  return evaluate(prepared, segmentsOf({ web: WEB }, window), window);
}

function series(statement: string, window = WINDOW): SeriesAnswer {
  const answer = ask(statement, window);
  assert.ok(answer.shape === "series");
  return answer;
}

function groups(statement: string, window = WINDOW): GroupsAnswer {
  const answer = ask(statement, window);
  assert.ok(answer.shape === "groups");
  return answer;
}

const SERIES: readonly (readonly [
  calculate: string,
  total: number | undefined,
  ...slices: (number | undefined)[],
])[] = [
  ["count", 10, 5, 5],
  ["count:user", 6, 3, 3],
  ["sum:rt", 220, 100, 120],
  ["average:rt", 27.5, 25, 30],
  ["min:rt", -70, 10, -70],
  ["max:rt", 80, 40, 80],
  ["unique:user", 4, 2, 3],
  ["median:rt", 35, 25, 55],
  ["percentile(25):rt", 17.5, 17.5, 20],
  ["pctl(50:rt)", 35, 25, 55],
  ["bytes:user", 7, 3, 4],
  ["sum:nosuch", 0, 0, 0],
  ["average:nosuch", undefined, undefined, undefined],
  ["unique:nosuch", 0, 0, 0],
];
for (const [calculate, total, ...slices] of SERIES) {
  Deno.test(`calculate(${calculate}) timeslice(2) is ${total}: ${slices.join(", ")}`, () => {
    const answer = series(`calculate(${calculate}) timeslice(2)`);
    assert.equal(answer.total, total);
    assert.deepEqual(answer.series, slices);
  });
}

Deno.test("calculate(standarddeviation:rt) is that of the whole population", () => {
  const { total, series: slices } = series("calculate(sd:rt) timeslice(2)");
  const deviations = [[10, 20, 30, 40, 50, 60, -70, 80], [10, 20, 30, 40], [50, 60, -70, 80]]
    .map((values) => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    });
  for (const [index, value] of [total, ...slices].entries()) {
    assert.ok(Math.abs((value ?? NaN) - (deviations[index] ?? NaN)) < 1e-9, String(value));
  }
});

Deno.test("calculate(bytes) is the length of the events in UTF-8", () => {
  const lengths = WEB.texts.map((text) => new TextEncoder().encode(text).length);
  assert.equal(series("calculate(bytes)").total, lengths.reduce((a, b) => a + b));
});

Deno.test("a window takes in its start and leaves out its end", () => {
  const { total, series: slices, granularity, matched } = series("calculate(count) timeslice(2)", {
    from: 1000,
    to: 5000,
  });
  assert.deepEqual({ total, slices, granularity, matched }, {
    total: 4,
    slices: [2, 2],
    granularity: 2000,
    matched: 4,
  });
});

Deno.test("ten slices are made without timeslice", () => {
  const { series: slices, granularity } = series("where(status>=500) calculate(count)");
  assert.deepEqual(slices, [0, 1, 0, 1, 0, 0, 0, 0, 1, 0]);
  assert.equal(granularity, 1000);
});

Deno.test("a duration makes slices of its length, the last one shorter", () => {
  const { series: slices, granularity } = series("calculate(count) timeslice(4s)");
  assert.deepEqual(slices, [4, 4, 2]);
  assert.equal(granularity, 4000);
});

Deno.test("the last slice takes what the division leaves over", () => {
  const { series: slices, granularity, total } = series("calculate(count) timeslice(3)");
  assert.equal(granularity, 3333);
  assert.deepEqual(slices, [4, 3, 3]);
  assert.equal(total, 10);
  assert.deepEqual(series("calculate(count) timeslice(4)", { from: 0, to: 9003 }).series, [
    3,
    2,
    2,
    3,
  ]);
});

Deno.test("a window shorter than its slices has slices of a millisecond", () => {
  const { series: slices, granularity } = series("calculate(count) timeslice(5)", {
    from: 999,
    to: 1001,
  });
  assert.deepEqual(slices, [0, 1, 0, 0, 0]);
  assert.equal(granularity, 1);
});

Deno.test("more than 10,000 slices are refused", () => {
  assert.throws(
    () => ask("calculate(count) timeslice(1s)", { from: 0, to: 10_000_001 }),
    (error) =>
      error instanceof StatementError && error.offset === 27 &&
      error.message ===
        "Cannot cut the window into 10001 slices: 10000 are the most there can be",
  );
});

function shown(statement: string): readonly (readonly [string, number | undefined])[] {
  return groups(statement).groups.map(({ path, value }) => [path.join("/"), value] as const);
}

const GROUPS: readonly (readonly [
  statement: string,
  ...groups: (readonly [string, number])[],
])[] = [
  ["groupby(host)", ["a", 5], ["b", 3], ["c", 1]],
  ["groupby(host) calculate(sum:rt)", ["a", 210], ["b", -50]],
  ["groupby(host) calculate(max:rt)", ["a", 80], ["b", 20]],
  ["groupby(host) sort(asc)", ["c", 1], ["b", 3], ["a", 5]],
  ["groupby(host) sort(desc#key)", ["c", 1], ["b", 3], ["a", 5]],
  ["groupby(status) sort(asc#key)", ["200", 7], ["500", 2], ["503", 1]],
  ["groupby(host) limit(2)", ["a", 5], ["b", 3]],
  ["groupby(host) having(count>=3)", ["a", 5], ["b", 3]],
  ["groupby(host) having(count!=3)", ["a", 5], ["c", 1]],
  ["groupby(host) calculate(sum:rt) having(sum:rt<0)", ["b", -50]],
  ["groupby(host) calculate(sum:rt) having(unique:user>1)", ["a", 210]],
  ["groupby(host) having(average:rt>20)", ["a", 5]],
  ["groupby(host, status)", ["a/200", 4], ["b/500", 2], ["a/503", 1], ["b/200", 1], ["c/200", 1]],
  ["groupby(host, status) limit(2)", ["a/200", 4], ["b/500", 2]],
  ["groupby(host, status) limit(2, 1)", ["a/200", 4], ["b/500", 2]],
  ["groupby(host, status) limit(1, 2)", ["a/200", 4], ["a/503", 1]],
  ["groupby(host, status) sort(desc#key, asc)", ["c/200", 1], ["b/200", 1], ["b/500", 2], [
    "a/503",
    1,
  ], ["a/200", 4]],
  ["groupby(#log) calculate(count)", ["web", 10]],
  ["where(/host=(?P<machine>\\w)/) groupby(machine)", ["a", 5], ["b", 3], ["c", 1]],
  ["where(status=/^(?P<class>\\d)/) groupby(class)", ["2", 7], ["5", 3]],
  ["where(/status=5/) groupby(host)", ["b", 2], ["a", 1]],
  ["where(host!=/^(?P<x>a)/ OR status=200) groupby(x)"],
  ["where(NOT /host=(?P<x>a)/ OR status=200) groupby(x)"],
  ["where(/rt=(?P<rt>\\d{2})ms/ OR host=b) groupby(rt)", ["20", 1], ["none", 1], ["50", 1], [
    "-70",
    1,
  ]],
  ["groupby(nosuch)"],
];
for (const [statement, ...expected] of GROUPS) {
  Deno.test(`${statement} is ${expected.map((group) => group.join(": ")).join(", ") || "empty"}`, () => {
    assert.deepEqual(shown(statement), expected);
  });
}

Deno.test("a named capture is a number for functions", () => {
  const statement = "where(/status=(?P<code>\\d+)/) calculate(max:code)";
  assert.equal(series(statement).total, 503);
});

Deno.test("groups of several keys are a tree over time", () => {
  const { tree } = groups("groupby(host, status) timeslice(2) limit(2)");
  assert.deepEqual(tree, [
    {
      label: "a",
      total: 5,
      series: [3, 2],
      children: [{ label: "200", total: 4, series: [2, 2], children: [] }],
    },
    {
      label: "b",
      total: 3,
      series: [2, 1],
      children: [{ label: "500", total: 2, series: [1, 1], children: [] }],
    },
  ]);
});

Deno.test("40 groups are shown without limit, the largest first, equals as they came", () => {
  const table = tableOf(Array.from({ length: 100 }, (_, index) => ({
    time: 100 - index,
    fields: { key: index === 70 || index === 71 ? "twice" : `k${index}` },
  })));
  const window = { from: 0, to: 200 };
  const prepared = new PreparedStatement(parseStatement("groupby(key)"));
  const answer = evaluate(prepared, segmentsOf({ log: table }, window), window);
  assert.ok(answer.shape === "groups");
  assert.equal(answer.groups.length, 40);
  assert.deepEqual(answer.groups.slice(0, 3).map(({ path }) => path), [["twice"], ["k99"], [
    "k98",
  ]]);
  assert.equal(answer.isExact, true);
});

Deno.test("more than 10,000 groups are not exact", () => {
  const table = tableOf(Array.from({ length: 10_001 }, (_, index) => ({
    time: index,
    fields: { key: String(index) },
  })));
  const window = { from: 0, to: 20_000 };
  const prepared = new PreparedStatement(parseStatement("groupby(key)"));
  const answer = evaluate(prepared, segmentsOf({ log: table }, window), window);
  assert.ok(answer.shape === "groups" && !answer.isExact);
});

Deno.test("several logs are one answer, and unique values are those of all", () => {
  const tables = {
    one: tableOf([{ time: 1, fields: { user: "x" } }, { time: 2, fields: { user: "y" } }]),
    two: tableOf([{ time: 3, fields: { user: "y" } }]),
  };
  const window = { from: 0, to: 10 };
  const unique = new PreparedStatement(parseStatement("calculate(unique:user) timeslice(1)"));
  const answer = evaluate(unique, segmentsOf(tables, window), window);
  assert.ok(answer.shape === "series");
  assert.equal(answer.total, 2);
  const byLog = new PreparedStatement(parseStatement("groupby(#log, user)"));
  const grouped = evaluate(byLog, segmentsOf(tables, window), window);
  assert.ok(grouped.shape === "groups");
  assert.deepEqual(grouped.groups.map(({ path }) => path), [
    ["one", "x"],
    ["one", "y"],
    ["two", "y"],
  ]);
});

Deno.test("a statement made ready answers for one window after the other", () => {
  const prepared = new PreparedStatement(parseStatement("where(status>=500) calculate(count)"));
  for (
    const [from, to, total] of [[0, 10_000, 3], [0, 2000, 1], [3000, 3001, 1], [4000, 8000, 0]]
  ) {
    const window = { from: from ?? 0, to: to ?? 0 };
    const answer = evaluate(prepared, segmentsOf({ web: WEB }, window), window);
    assert.ok(answer.shape === "series");
    assert.equal(answer.total, total);
  }
});

Deno.test("a variable for a number is refused", () => {
  for (const clause of ["having(count > ${n})", "limit(5, ${n})", "timeslice(${n})"]) {
    assert.throws(() => ask(`groupby(host) ${clause}`), {
      message: 'Cannot find the variable "n": there are none here',
    });
  }
});
