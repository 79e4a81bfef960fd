import fc from "fast-check";

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, null, "12", "x"),
);
const label = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("日本語", "👩‍👩‍👧", "a\u0301", "\ud800", "\x1b[31m", "2026-11-24T02:05:00Z"),
  fc.constantFrom(
    "<script>alert(1)</script>",
    '" onload="x',
    "]]>",
    "&lt;",
    "שלום \u202eabc",
    "\uffff\ufffe\u0000",
  ),
  fc.constant("👩‍👩‍👧&\u0001".repeat(1000)),
);
const time = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
/** Payloads of every kind, with labels and numbers of every kind, and things that are no payload. */
export const anyPayload = fc.oneof(
  fc.array(fc.tuple(time, value), { maxLength: 300 })
    .chain((data) =>
      fc.array(label, { minLength: 1, maxLength: 3 }).map((names) => ({
        data: { x_axis: { type: "datetime" }, series: names.map((name) => ({ name, data })) },
      }))
    ),
  fc.array(fc.tuple(fc.oneof(label, time), value), { maxLength: 300 }).map((pairs) => ({
    data: {
      x_axis: { labels: pairs.map(([label]) => label) },
      series: [{ data: pairs.map(([, value]) => value) }],
    },
  })),
  fc.array(time, { minLength: 1, maxLength: 300 }).chain((labels) =>
    fc.array(value, { minLength: 1, maxLength: labels.length }).map((data) => ({
      data: { x_axis: { labels }, series: [{ data }] },
    }))
  ),
  fc.array(fc.record({ label, value }), { maxLength: 60 }).map((item) => ({ data: { item } })),
  fc.record({ value, text: label }).map((item) => ({ data: { item: [item] } })),
  fc.array(fc.tuple(fc.constantFrom("a.b", "日本", "c;d=e"), value, fc.nat()))
    .map((lines) => lines.map((line) => line.join(" ")).join("\n")),
  fc.anything(),
);
