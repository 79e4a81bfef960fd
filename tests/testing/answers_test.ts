import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readQueryResponse } from "../../src/query_response.ts";
import { groupsAnswer, seriesAnswer } from "../../src/testing.ts";

const HOUR = { from: 1714556400000, to: 1714560000000 };

async function fixture(name: string): Promise<{ readonly statistics: unknown }> {
  const url = new URL(`../fixtures/responses/${name}.json`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(url));
}

for (
  const [name, answer] of [
    ["count_series", seriesAnswer([11, 12, 13, 14, 15, 16, 17, 18, 19, 20], HOUR)],
    ["no_count", seriesAnswer([0, 0], HOUR)],
    ["bytes_series", seriesAnswer([2607226, 3000000], { ...HOUR, function: "bytes" })],
    [
      "sum_series",
      seriesAnswer([20000, 31250.5, 15000, 25000], { ...HOUR, function: "sum", key: "bytes_out" }),
    ],
    [
      "no_average",
      seriesAnswer([undefined, undefined], { ...HOUR, function: "average", key: "rt" }),
    ],
    [
      "standard_deviation_series",
      seriesAnswer([12, 0.25], {
        ...HOUR,
        function: "standarddeviation",
        key: "rt",
        total: 0.5,
      }),
    ],
    [
      "groups",
      groupsAnswer([
        ["web-2", [30, 25, 35]],
        ["web-1", [20, 24, 20]],
        ["10", [5, 0, 0]],
        ["9", [0, 0, 4]],
      ], HOUR),
    ],
    [
      "groups_of_two_keys",
      groupsAnswer([
        [["web-1", "500"], [2, 4]],
        [["web-2", "503"], [1, 3]],
        [["web-1", "503"], [3, 0]],
      ], HOUR),
    ],
  ] as const
) {
  Deno.test(`an answer of the kit is ${name} as it was recorded`, async () => {
    const { statistics } = await fixture(`current/${name}`);
    deepStrictEqual(JSON.parse(answer).statistics, statistics);
  });
}

Deno.test("groups of the kit keep the order they are given in, whatever they are called", () => {
  const { groups } = readQueryResponse(groupsAnswer([["500", 12], ["200", 3], ["a", undefined]]));
  deepStrictEqual(groups.map(({ label, value }) => [label, value]), [
    ["500", 12],
    ["200", 3],
    ["a", 0],
  ]);
});

Deno.test("an answer of the kit without groups is empty", async () => {
  const { statistics } = JSON.parse(groupsAnswer([], { ...HOUR, from: 0 }));
  const recorded = await fixture("current/no_groups");
  deepStrictEqual(Object.keys(statistics), Object.keys(Object(recorded.statistics)));
  strictEqual(statistics.status, 204);
  deepStrictEqual(readQueryResponse(groupsAnswer([])).groups, []);
});

for (
  const [name, values, total] of [
    ["sum", [1, undefined, 4], 5],
    ["average", [1, undefined, 4], 2.5],
    ["min", [3, 1, 4], 1],
    ["max", [3, 1, 4], 4],
    ["average", [undefined], undefined],
  ] as const
) {
  Deno.test(`the total of a ${name} of ${values.map(String)} is ${total}`, () => {
    const response = readQueryResponse(seriesAnswer(values, { function: name, key: "rt" }));
    strictEqual(response.total, total);
    strictEqual(response.function, name);
  });
}

Deno.test("an answer of the kit has the total that it is told to have, or none", () => {
  const told = { function: "unique", key: "user" };
  strictEqual(readQueryResponse(seriesAnswer([3, 4], { ...told, total: 5 })).total, 5);
  const none = { function: "average", key: "rt", total: undefined };
  strictEqual(readQueryResponse(seriesAnswer([3, 4], none)).total, undefined);
});

Deno.test("a series in the form of 2016 writes whole numbers as decimals", async () => {
  const window = { from: 1461585600000, to: 1461589200000 };
  const values = [2931, 2869, 0, 2733, 2564.5, 12801];
  const answer = seriesAnswer(values, { ...window, form: "2016", total: 23898.5 });
  const { statistics } = JSON.parse(answer);
  const recorded = await fixture("2016/count_series");
  deepStrictEqual({ ...statistics, count: 1234 }, recorded.statistics);
  const { series, totalText } = readQueryResponse(answer);
  deepStrictEqual(series.map(({ text }) => text).slice(0, 3), ["2931.0", "2869.0", "0.0"]);
  strictEqual(totalText, "23898.5");
});

Deno.test("groups in the form of 2016 hold every function, and the statement says which", () => {
  const options = { form: "2016", function: "average", key: "rt" } as const;
  const answer = groupsAnswer([["500", 700], ["200", 12.5]], options);
  const { groups } = JSON.parse(answer).statistics;
  deepStrictEqual(Object.keys(groups[0]["500"]).length, 8);
  const response = readQueryResponse(answer);
  strictEqual(response.function, "average");
  deepStrictEqual(response.groups, [
    { label: "500", value: 700, text: "700.0" },
    { label: "200", value: 12.5, text: "12.5" },
  ]);
});
