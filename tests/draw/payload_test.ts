import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "string-width";
import { drawPayload } from "../../src/draw/payload.ts";
import type { View } from "../../src/draw/view.ts";
import { anyPayload } from "./any_payload.ts";

const START = Date.parse("2026-11-24T02:05:00Z");

function instant(minute: number): string {
  return new Date(START + minute * 60_000).toISOString().replace(".000", "");
}

function wave(minute: number): number {
  return Math.round(60 + 40 * Math.sin(minute / 7) + (minute % 5) * 3);
}

const MINUTES = Array.from({ length: 60 }, (_, minute) => minute);
const LINE = {
  data: {
    x_axis: { type: "datetime" },
    series: [{ name: "requests", data: MINUTES.map((minute) => [instant(minute), wave(minute)]) }],
  },
};
const COLUMNS = {
  data: {
    x_axis: { labels: MINUTES.slice(0, 20).map(instant), type: "datetime" },
    y_axis: { format: "decimal" },
    series: [{ data: MINUTES.slice(0, 20).map(wave) }],
  },
};
const BARS = {
  data: {
    x_axis: {
      labels: ["200", "404", "500", "a very long label that has to be cut"],
      type: "datetime",
    },
    y_axis: { format: "decimal" },
    series: [{ data: [2931, 114.5, 7, 0] }],
  },
};
const PIE = {
  data: {
    item: [{ label: "GET", value: 712 }, { label: "POST", value: 96 }, {
      label: "日本",
      value: 12,
    }],
  },
};
const NUMBER = { data: { item: [{ value: 20_456, text: "orders in the last hour" }] } };
const GRAPHITE =
  MINUTES.map((minute) => `shop.p95 ${wave(minute) / 1000} ${START / 1000 + minute * 60}`)
    .join("\n") + "\n";
const PAYLOADS = { LINE, COLUMNS, BARS, PIE, NUMBER, GRAPHITE };

for (const width of [40, 80, 200]) {
  Deno.test(`drawPayload() draws every widget ${width} columns wide without colour`, async (t) => {
    const view: View = { width, colour: "none" };
    const drawn = Object.entries(PAYLOADS).map(([name, payload]) =>
      [`# ${name}`, ...drawPayload(payload, view)].join("\n")
    );
    await t.assertSnapshot(drawn.join("\n\n"));
  });
}

Deno.test("drawPayload() colours with escape sequences that change no width", () => {
  for (const payload of Object.values(PAYLOADS)) {
    const plain = drawPayload(payload, { width: 80, colour: "none" });
    const coloured = drawPayload(payload, { width: 80, colour: "ansi" });
    ok(coloured.some((line) => line.includes("36m")), coloured.join("\n"));
    deepStrictEqual(coloured.map(stripVTControlCharacters), plain);
  }
});

const NOTHING: readonly (readonly [string, unknown, string])[] = [
  ["a line chart without series", { data: { x_axis: {}, series: [] } }, "no values"],
  [
    "a line chart with an empty series",
    { data: { series: [{ name: "a", data: [] }] } },
    "no values",
  ],
  ["a line chart of nothing but gaps", {
    data: { series: [{ name: "a", data: [[instant(0), null], ["not a time", 3]] }] },
  }, "no values"],
  [
    "a bar chart without bars",
    { data: { x_axis: { labels: [] }, series: [{ data: [] }] } },
    "no groups",
  ],
  ["a pie without slices", { data: { item: [] } }, "no groups"],
  [
    "a number that is none",
    { data: { item: [{ value: null, text: "orders" }] } },
    "no value|orders",
  ],
  ["no lines of Graphite", "", "no values"],
];
for (const [name, payload, expected] of NOTHING) {
  Deno.test(`drawPayload() says that there is nothing to see in ${name}`, () => {
    strictEqual(drawPayload(payload, { width: 80, colour: "none" }).join("|"), expected);
  });
}

Deno.test("drawPayload() never lets a label move the cursor or turn the text round", () => {
  const label = "\x1b[2J\x1b]0;title\x07evil\r\n\u202eabc\u2028";
  const payloads = [
    { data: { item: [{ label, value: 1 }] } },
    { data: { item: [{ value: 1, text: label }] } },
    { data: { series: [{ name: label, data: [[instant(0), 1]] }] } },
    { anything: label },
    label,
  ];
  for (const payload of payloads) {
    const text = drawPayload(payload, { width: 80, colour: "none" }).join("");
    ok(!/[\p{Cc}\p{Cf}\u2028]/u.test(text), JSON.stringify(text));
  }
});

Deno.test("drawPayload() draws several lines below each other where no colour tells them apart", () => {
  const series = ["web", "db"].map((name) => ({ name, data: [[instant(0), 1], [instant(9), 3]] }));
  const plain = drawPayload({ data: { series } }, { width: 80, colour: "none" });
  const coloured = drawPayload({ data: { series } }, { width: 80, colour: "ansi" });
  strictEqual(plain.filter((line) => line.includes("└")).length, 2);
  strictEqual(coloured.filter((line) => line.includes("└")).length, 1);
  deepStrictEqual(coloured.slice(0, 2), ["\x1b[36m— web\x1b[0m", "\x1b[33m— db\x1b[0m"]);
});

Deno.test("drawPayload() shows what it does not know as JSON and says how much is left out", () => {
  const lines = drawPayload(Array.from({ length: 30 }, (_, index) => index), {
    width: 80,
    colour: "none",
  });
  deepStrictEqual(lines.slice(0, 2), ["[", "  0,"]);
  strictEqual(lines.at(-1), "… and 20 more lines");
});

Deno.test("drawPayload() draws the first six lines of many and counts the others", () => {
  const data = [[instant(0), 1], [instant(9), 2]];
  const series = MINUTES.map((minute) => ({ name: `web-${minute}`, data }));
  for (const colour of ["none", "ansi"] as const) {
    const lines = drawPayload({ data: { series } }, { width: 80, colour })
      .map(stripVTControlCharacters);
    strictEqual(lines.at(-1), "… and 54 more lines");
    strictEqual(lines.filter((line) => line.startsWith("— web-")).length, 6);
  }
});

Deno.test("drawPayload() sums up groups and metrics beyond those it shows", () => {
  const item = Array.from(
    { length: 40 },
    (_, index) => ({ label: `g${index}`, value: 40 - index }),
  );
  const view: View = { width: 80, colour: "none" };
  strictEqual(drawPayload({ data: { item } }, view).at(-1), "… and 28 more");
  const lines = Array.from({ length: 9 }, (_, index) => `m${index} 1 1764000000`).join("\n");
  strictEqual(drawPayload(lines, view).at(-1), "… and 3 more metrics");
});

Deno.test("drawPayload() never draws a line wider than the view, NaN or a control character", () => {
  fc.assert(
    fc.property(anyPayload, fc.integer({ min: 1, max: 220 }), (payload, width) => {
      for (const line of drawPayload(payload, { width, colour: "none" })) {
        ok(stringWidth(line) <= width, `${stringWidth(line)} > ${width}: ${JSON.stringify(line)}`);
        ok(!/\p{Cc}/u.test(line), JSON.stringify(line));
        ok(
          !/NaN|Infinity|undefined/.test(line) || typeof payload === "string" || !isWidget(payload),
          line,
        );
      }
    }),
    { numRuns: 2000 },
  );
});

function isWidget(payload: unknown): boolean {
  return typeof payload === "object" && payload !== null && "data" in payload &&
    !/NaN|Infinity|undefined/.test(JSON.stringify(payload));
}
