import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { drawSvg } from "../../src/draw/svg/draw_svg.ts";
import { readWidget } from "../../src/draw/widget.ts";
import { canRun, isMissing } from "../servers/requirement.ts";
import { anyPayload } from "./any_payload.ts";
import { SAMPLES } from "./sample_payloads.ts";
import { readXml } from "./xml_reader.ts";

const SIZE = { width: 480, height: 240 } as const;
const START = Date.parse("2026-11-24T02:05:00Z");

function draw(payload: unknown): string {
  return drawSvg(readWidget(payload), { ...SIZE, scheme: "light", title: "errors" });
}

function instant(second: number): string {
  return new Date(START + second * 1000).toISOString();
}

async function textsOf(payload: unknown): Promise<readonly string[]> {
  const [content] = await readXml([draw(payload)]);
  return content?.texts ?? [];
}

function pie(count: number): unknown {
  const item = Array.from({ length: count }, (_, index) => ({
    label: `group ${index}`,
    value: 1000 - index,
  }));
  return { data: { item } };
}

function lineOf(values: readonly (number | null)[]): unknown {
  return { data: { series: [{ data: values.map((value, index) => [instant(index), value]) }] } };
}

const SENTENCES: Readonly<Record<keyof typeof SAMPLES, string>> = {
  "one line": "requests from 2026-11-24 02:05 to 03:04 UTC, last 106, least 22, greatest 112",
  "three lines":
    "3 lines from 2026-11-24 02:05 to 03:04 UTC, web-1 last 106; web-2 last 58; no name last 34",
  "a line with gaps": "values from 2026-11-24 02:05 to 02:07 UTC, last -5, least -5, greatest 1",
  "columns": "values from 2026-11-24 02:05 to 02:24 UTC, last 89, least 60, greatest 110",
  "bars": "bars, 200: 2,931; 404: -114.5; 500 & <more>: none",
  "shares": "shares, GET: 712; POST: 96",
  "a big number": "20,456 orders in the last hour",
  "lines of Graphite":
    "shop.p95 from 2026-11-24 02:05 to 03:04 UTC, last 0.106, least 0.022, greatest 0.112",
  "metrics with one value each": "2 lines at 2026-11-24 02:05 UTC, shop.a last 3; shop.b last 7.5",
  "text": `{ "topic": "orders", "messages": [ { "key": "web-1", "value": "${"x".repeat(69)}…`,
};
for (const [name, payload] of Object.entries(SAMPLES)) {
  Deno.test(`drawSvg() says in its title what it shows of ${name}`, async () => {
    const svg = draw(payload);
    match(svg, /^<svg [^>]*role="img"[^>]*><title>/);
    const [title] = await textsOf(payload);
    strictEqual(title, `errors: ${Object.entries(SENTENCES).find(([key]) => key === name)?.[1]}`);
  });
}

Deno.test("drawSvg() draws the same picture again", () => {
  for (const payload of Object.values(SAMPLES)) strictEqual(draw(payload), draw(payload));
});

Deno.test("drawSvg() says when there is nothing to draw", async () => {
  const nothing = [
    [{ data: { series: [] } }, "no values"],
    [lineOf([null]), "no values"],
    [{ data: { x_axis: { labels: [] }, series: [{ data: [] }] } }, "no groups"],
    [{ data: { item: [] } }, "no groups"],
    [{ data: { item: [{ label: "a", value: 0 }] } }, "no values"],
    [{ data: { item: [{ text: "orders", value: null }] } }, "no value"],
    ["", "no values"],
  ] as const;
  for (const [payload, words] of nothing) {
    const [, ...texts] = await textsOf(payload);
    ok(texts.includes(words), `${JSON.stringify(payload)}: ${texts}`);
  }
});

Deno.test("drawSvg() interrupts a line at a gap and shows what stands alone as a dot", () => {
  const strokes = (svg: string) => svg.match(/<path d="([^"]*)" fill="none" stroke="#2563c9"/)?.[1];
  strictEqual(strokes(draw(lineOf([1, 2, 3, 4])))?.match(/M/g)?.length, 1);
  strictEqual(strokes(draw(lineOf([1, 2, null, 3, 4, null, 5, 6])))?.match(/M/g)?.length, 3);
  ok(!draw(lineOf([1, 2])).includes("matrix("));
  strictEqual(draw(lineOf([1, null, 2, 3, null, 4])).match(/matrix\(/g)?.length, 2);
});

Deno.test("drawSvg() draws the first and the last instant that there is", () => {
  for (const at of [-8.64e15, 8.64e15]) {
    const data = [[new Date(at).toISOString(), 1]];
    ok(draw({ data: { series: [{ data }] } }).includes("matrix("));
  }
});

Deno.test("drawSvg() sums up the smallest slices of a pie as others", async () => {
  const texts = await textsOf(pie(20));
  ok(texts.includes("13 others"), texts.join());
  ok(texts.includes("group 6") && !texts.includes("group 7"));
  const shares = texts.filter((text) => text.endsWith(" %")).map(parseFloat);
  ok(Math.abs(shares.reduce((sum, share) => sum + share) - 100) < 1, shares.join());
  ok((await textsOf(pie(8))).includes("group 7"));
});

Deno.test("drawSvg() draws as many bars as have room and counts the others", async () => {
  const labels = Array.from({ length: 500 }, (_, index) => `g${index}`);
  const values = labels.map((_, index) => index - 3);
  const texts = await textsOf({ data: { x_axis: { labels }, series: [{ data: values }] } });
  ok(texts.includes("g0") && texts.includes("-3") && texts.includes("g8"));
  ok(!texts.includes("g9") && texts.includes("… and 491 more"), texts.join());
});

Deno.test("drawSvg() keeps apart what has the same beginning", async () => {
  const names = ["web-1", "web-2"].map((host) => `https://shop.example.com/very/long/path/${host}`);
  const item = names.map((label) => ({ label, value: 1 }));
  const texts = await textsOf({ data: { item } });
  ok(texts.includes("…1") && texts.includes("…2"), texts.join());
});

Deno.test("drawSvg() shortens a number that would get small", async () => {
  const number = (value: number) => textsOf({ data: { item: [{ value, text: "bytes" }] } });
  deepStrictEqual((await number(20_456)).slice(1), ["20,456", "bytes"]);
  deepStrictEqual((await number(1_234_567_890_123.25)).slice(1), ["1.23T", "bytes"]);
  deepStrictEqual((await number(-1.5e300)).slice(1), ["-1.5e300", "bytes"]);
});

const MANY = Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 1009);
const LARGE: readonly (readonly [string, unknown])[] = [
  ["100,000 points", lineOf(MANY)],
  ["100,000 points with a gap after each", lineOf(MANY.map((value) => value % 2 ? value : null))],
  ["100,000 columns", {
    data: { x_axis: { labels: MANY.map((_, index) => instant(index)) }, series: [{ data: MANY }] },
  }],
  ["5,000 lines", {
    data: {
      series: MANY.slice(0, 5000).map((value) => ({
        name: `${value}`,
        data: [[instant(0), value]],
      })),
    },
  }],
  ["5,000 slices", pie(5000)],
  ["100,000 bars", {
    data: { x_axis: { labels: MANY.map(String) }, series: [{ data: MANY }] },
  }],
  ["100,000 lines of text", MANY.map(String).join(";\n")],
];
for (const [name, payload] of LARGE) {
  Deno.test(`drawSvg() draws ${name} in less than 200 kB`, () => {
    for (const size of [SIZE, { width: 2000, height: 1200 }]) {
      const svg = drawSvg(readWidget(payload), { ...size, scheme: "dark", title: "" });
      ok(svg.length < 200_000, `${svg.length}`);
    }
  });
}

const python = await canRun("/usr/bin/python3", ["-c", ""]) ? undefined : "install python3";
const ELEMENTS = new Set(["svg", "title", "rect", "text", "g", "path", "defs", "clipPath"]);
const FORBIDDEN_REGEXP = /^(?:on.*|.*href|style|class|src)$/;

Deno.test({
  name: "drawSvg() writes well-formed XML without scripts and references, whatever the labels are",
  ignore: isMissing(python),
  async fn() {
    const documents: string[] = [];
    const title = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(anyPayload, title, fc.integer({ min: 1, max: 900 }), (payload, title, width) => {
        const svg = drawSvg(readWidget(payload), { width, height: 200, scheme: "dark", title });
        const markup = svg.replaceAll(/>[^<]*</g, "><");
        ok(!/NaN|Infinity|undefined/.test(markup), svg);
        documents.push(svg);
      }),
      { numRuns: 600 },
    );
    for (const { elements, attributes } of await readXml(documents)) {
      deepStrictEqual(elements.filter((name) => !ELEMENTS.has(name)), []);
      deepStrictEqual(attributes.filter((name) => FORBIDDEN_REGEXP.test(name)), []);
    }
  },
});

const rsvg = await canRun("rsvg-convert", ["--version"]) ? undefined : "install librsvg2-bin";

Deno.test({
  name: "drawSvg() draws what rsvg-convert makes a PNG of",
  ignore: isMissing(rsvg),
  async fn() {
    for (const payload of Object.values(SAMPLES)) {
      const child = new Deno.Command("rsvg-convert", { stdin: "piped", stdout: "piped" }).spawn();
      const [, { success, stdout }] = await Promise.all([
        new Blob([draw(payload)]).stream().pipeTo(child.stdin),
        child.output(),
      ]);
      ok(success);
      const png = new DataView(stdout.buffer);
      deepStrictEqual([png.getUint32(16), png.getUint32(20)], [SIZE.width, SIZE.height]);
    }
  },
});
