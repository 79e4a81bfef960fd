import assert from "node:assert/strict";
import fc from "fast-check";
import { type QueryResponse, readQueryResponse } from "../src/query_response.ts";

const FROM = 1_714_556_400_000;
const TO = FROM + 3_600_000;

function answer(statistics: string, statement = "calculate(count)"): QueryResponse {
  return readQueryResponse(
    `{"logs":["k"],"statistics":{"from":${FROM},"to":${TO},${statistics}},"leql":{"statement":${
      JSON.stringify(statement)
    },"during":{"from":1,"to":2}}}`,
  );
}

function series(values: string, more = `"type":"count"`): QueryResponse {
  return answer(`${more},"granularity":900000,"timeseries":{"global_timeseries":[${values}]}`);
}

function valueOf(number: string): { value: number | undefined; text: string | undefined } {
  const [slice] = series(`{"count":${number}}`).series;
  return { value: slice?.value, text: slice?.text };
}

async function fixture(name: string): Promise<QueryResponse> {
  const url = new URL(`./fixtures/responses/${name}.json`, import.meta.url);
  return readQueryResponse(await Deno.readTextFile(url));
}

Deno.test("slices are labelled at their start, in Unix milliseconds", () => {
  const { series: slices, from, to } = series(`{"count":4},{"count":5}`);
  assert.deepEqual(slices, [
    { start: FROM, value: 4, text: "4" },
    { start: FROM + 900_000, value: 5, text: "5" },
  ]);
  assert.deepEqual([from, to], [FROM, TO]);
});

Deno.test("a granularity of 0 or none is computed from the window", () => {
  const slices = `"type":"count","timeseries":{"a":[{"count":1},{"count":2},{"count":3}]}`;
  for (const granularity of [`"granularity":0,`, `"granularity":null,`, ""]) {
    const starts = answer(granularity + slices).series.map(({ start }) => start - FROM);
    assert.deepEqual(starts, [0, 1_200_000, 2_400_000]);
  }
});

Deno.test("a window that statistics do not state is taken from leql", () => {
  const { from, to } = readQueryResponse(
    `{"statistics":{"stats":{}},"leql":{"during":{"from":${FROM},"to":${TO}}}}`,
  );
  assert.deepEqual([from, to], [FROM, TO]);
});

for (
  const [number, text] of [
    ["38", "38"],
    ["38.0", "38.0"],
    ["38.50", "38.5"],
    ["0.1", "0.1"],
    ["2.7733E7", "27733000.0"],
    ["1e3", "1000.0"],
    ["1.5E-7", "1.5e-07"],
    ["0.00005", "5e-05"],
    ["0.0000123", "1.23e-05"],
    ["1e22", "1e+22"],
    ["-0", "0"],
    ["-0.0", "-0.0"],
    ["-12.0", "-12.0"],
    ["9007199254740993", "9007199254740993"],
    ["412.3333333333333", "412.3333333333333"],
    ["123456789012345678901234", "123456789012345678901234"],
  ] as const
) {
  Deno.test(`the number ${number} has the text ${text}, as Python prints it`, () => {
    assert.deepEqual(valueOf(number), { value: Number(number), text });
  });
}

Deno.test("whole numbers keep their digits, and decimals their value", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (number) => {
    assert.equal(valueOf(`${number}`).text, `${number}`);
  }));
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
    const written = Number.isInteger(number) ? `${BigInt(number)}.0` : `${number}`;
    const { value, text } = valueOf(written);
    assert.equal(value, Number(written));
    assert.equal(Number(text), Number(written));
    assert.match(text ?? "", /^-?\d+\.\d+$|^-?\d(?:\.\d+)?e[+-]\d{2,}$/);
  }));
});

Deno.test("a text that looks like numbers stays a text", () => {
  const { groups } = answer(
    `"type":"count","groups":[{"1.0, 2e5]":{"count":3.0}},{"-0}":{"count":1}}]`,
  );
  assert.deepEqual(groups, [
    { label: "1.0, 2e5]", value: 3, text: "3.0" },
    { label: "-0}", value: 1, text: "1" },
  ]);
});

for (
  const [type, member, name] of [
    ["count", "count", "count"],
    ["sd", "standarddeviation", "standarddeviation"],
    ["pctl", "percentile", "percentile"],
    ["percentile", "percentile_95", "percentile"],
    ["percentile_95", "percentile_95", "percentile"],
    ["percentile(95)", "percentile", "percentile"],
    ["average", "average", "average"],
  ] as const
) {
  Deno.test(`an answer of type ${type} with member ${member} holds the function ${name}`, () => {
    const response = answer(`"type":"${type}","timeseries":{"rt":[{"${member}":7}]}`);
    assert.equal(response.function, name);
    assert.deepEqual(response.series.map(({ value }) => value), [7]);
  });
}

Deno.test("without a type, the statement says which of several functions is meant", () => {
  const groups = `"groups":[{"a":{"count":9,"average":2.5,"percentile":4}}]`;
  const read = (statement: string) => answer(groups, statement).groups.map(({ value }) => value);
  assert.deepEqual(read("where(calculate(sum)) groupby(k) CALCULATE( average : rt )"), [2.5]);
  assert.deepEqual(read("groupby(k) calculate(pctl(95):rt)"), [4]);
  assert.deepEqual(read("groupby(k)"), [9]);
});

Deno.test("without a type and a calculate, the only member is the function", () => {
  const response = answer(
    `"timeseries":{"rt":[{"max":7.5}]},"stats":{"rt":{"max":8.5}}`,
    "where(a)",
  );
  assert.equal(response.function, "max");
  assert.equal(response.total, 8.5);
});

for (const name of ["count", "bytes", "sum", "unique"]) {
  Deno.test(`a slice without a value of ${name} is 0`, () => {
    const { series: slices } = series(`{},null,{"${name}":null}`, `"type":"${name}"`);
    assert.deepEqual(slices.map(({ value, text }) => [value, text]), Array(3).fill([0, "0"]));
  });
}

for (const name of ["average", "min", "max", "median", "percentile", "standarddeviation"]) {
  Deno.test(`a slice without a value of ${name} has none`, () => {
    const { series: slices } = series(`{},null,{"${name}":null}`, `"type":"${name}"`);
    assert.deepEqual(
      slices.map(({ value, text }) => [value, text]),
      Array(3).fill([undefined, undefined]),
    );
  });
}

Deno.test("a value that is no number has no value, whatever the function", () => {
  assert.deepEqual(valueOf(`"38"`), { value: undefined, text: undefined });
});

Deno.test("the total is that of stats, and statistics.count only where stats is empty", () => {
  const total = (statistics: string) => {
    const { total, totalText } = answer(`"type":"count",${statistics}`);
    return [total, totalText];
  };
  const slices = `"timeseries":{"global_timeseries":[{"count":1}]}`;
  const stats = (inner: string) => `"stats":{"global_timeseries":${inner}},${slices}`;
  assert.deepEqual(total(`"count":1234,${stats(`{"count":27733.0}`)}`), [27733, "27733.0"]);
  assert.deepEqual(total(`"count":12.0,${stats("{}")}`), [12, "12.0"]);
  assert.deepEqual(total(stats("{}")), [0, "0"]);
  assert.deepEqual(total(`"count":7,"stats":{},${slices}`), [7, "7"]);
  assert.deepEqual(total(`"count":7,"groups":[{"a":{"count":7}}]`), [undefined, undefined]);
});

Deno.test("the member named like a function is no total, except for count", () => {
  const keyed = `"type":"average","average":0,"timeseries":{"rt":[{"average":2}]}`;
  assert.equal(answer(`${keyed},"stats":{"rt":{"average":3.5}}`).total, 3.5);
  assert.equal(answer(`${keyed},"stats":{"rt":{}}`).total, undefined);
});

Deno.test("groups keep the API's order, also those that look like numbers", async () => {
  const { groups, series } = await fixture("current/groups");
  assert.deepEqual(groups.map(({ label, value }) => [label, value]), [
    ["web-2", 90],
    ["web-1", 64],
    ["10", 5],
    ["9", 4],
  ]);
  assert.deepEqual(series, []);
});

Deno.test("one key gives one series for each group", async () => {
  const { groupSeries } = await fixture("current/groups");
  assert.deepEqual(groupSeries.map(({ path }) => path), [["web-2"], ["web-1"], ["10"], ["9"]]);
  assert.deepEqual(groupSeries[0]?.slices, [
    { start: FROM, value: 30, text: "30" },
    { start: FROM + 1_200_000, value: 25, text: "25" },
    { start: FROM + 2_400_000, value: 35, text: "35" },
  ]);
});

Deno.test("several keys give one series for each innermost group, with the parts of its label", async () => {
  const { groups, groupSeries } = await fixture("current/groups_of_two_keys");
  assert.deepEqual(groups[0], { label: "[web-1,500]", value: 6, text: "6.0" });
  assert.deepEqual(groupSeries, [
    { path: ["web-1", "500"], slices: halves(2, 4) },
    { path: ["web-1", "503"], slices: halves(3, 0) },
    { path: ["web-2", "503"], slices: halves(1, 3) },
  ]);
});

function halves(first: number, second: number): unknown[] {
  return [
    { start: FROM, value: first, text: `${first}.0` },
    { start: FROM + 1_800_000, value: second, text: `${second}.0` },
  ];
}

Deno.test("the odd spellings of the vendor's own examples are understood", () => {
  const slice = `[{"count":1}]`;
  const { groupSeries } = answer(`"type":"count","groups":[],"groups_timeseries":[
    {"a":{"groups-timeseries":[{"b":{"series":${slice},"total":1}}]}},
    {"c":{"group_timeseries":[{"d":[{"groups_timeseries":[],"series":${slice},"totals":1}]}]}},
    {"e":${slice}}]`);
  assert.deepEqual(groupSeries.map(({ path }) => path), [["a", "b"], ["c", "d"], ["e"]]);
});

Deno.test("a nesting without end is cut", () => {
  const nested = `{"a":{"groups_timeseries":[`.repeat(10_000) + `]}}`.repeat(10_000);
  assert.deepEqual(answer(`"type":"count","groups_timeseries":[${nested}]`).groupSeries, []);
});

for (const name of ["2016/nothing_matched", "current/no_count"]) {
  Deno.test(`nothing matched, ${name}: zeros and a total of 0`, async () => {
    const { series, groups, total } = await fixture(name);
    assert.ok(series.length > 0);
    assert.ok(series.every(({ value }) => value === 0));
    assert.deepEqual([groups, total], [[], 0]);
  });
}

Deno.test("nothing matched a groupby: no groups, no series, no total", async () => {
  const { series, groups, groupSeries, total } = await fixture("current/no_groups");
  assert.deepEqual([series, groups, groupSeries, total], [[], [], [], undefined]);
});

Deno.test("nothing to average: slices without values and no total", async () => {
  const { series, total } = await fixture("current/no_average");
  assert.deepEqual(series.map(({ value }) => value), [undefined, undefined]);
  assert.equal(total, undefined);
});

Deno.test("members are computed once", async () => {
  const response = await fixture("current/groups");
  assert.equal(response.groups, response.groups);
  assert.equal(response.groupSeries, response.groupSeries);
  assert.equal(response.series, response.series);
});

Deno.test("a text that is no JSON is a SyntaxError", () => {
  assert.throws(() => readQueryResponse("<html>"), SyntaxError);
});

for (
  const [text, message] of [
    [`{"events":[]}`, "Cannot read the answer: it holds no statistics"],
    [`null`, "Cannot read the answer: it holds no statistics"],
    [`{"statistics":[]}`, "Cannot read the answer: it holds no statistics"],
    [
      `{"statistics":{"status":400,"from":1,"to":2}}`,
      "Cannot read the answer: its statistics ended with status 400",
    ],
    [
      `{"statistics":{"from":1}}`,
      "Cannot read the answer: it does not say when its window begins and ends",
    ],
    [
      `{"statistics":{"from":1,"to":1e300}}`,
      "Cannot read the answer: it does not say when its window begins and ends",
    ],
  ] as const
) {
  Deno.test(`${text} is refused with a sentence`, () => {
    assert.throws(() => readQueryResponse(text), { name: "TypeError", message });
  });
}
