import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { widgetOfAnswer } from "../../src/draw/answer.ts";
import { drawWidget } from "../../src/draw/draw_widget.ts";
import { readQueryResponse } from "../../src/query_response.ts";

const FROM = 1_714_556_400_000;

function widgetOf(
  statistics: Readonly<Record<string, unknown>>,
): ReturnType<typeof widgetOfAnswer> {
  const window = { from: FROM, to: FROM + 120_000, granularity: 60_000, type: "count" };
  return widgetOfAnswer(
    readQueryResponse(JSON.stringify({ statistics: { ...window, ...statistics } })),
  );
}

Deno.test("values over time are one line", () => {
  const widget = widgetOf({
    timeseries: { global_timeseries: [{ count: 4 }, { count: 5 }] },
    stats: { global_timeseries: { count: 9 } },
  });
  const points = [{ at: FROM, value: 4 }, { at: FROM + 60_000, value: 5 }];
  deepStrictEqual(widget, { kind: "line_chart", lines: [{ name: "count", points }] });
});

Deno.test("groups are bars in the order of the answer", () => {
  const widget = widgetOf({ groups: [{ b: { count: 3 } }, { a: { count: 7 } }, { c: {} }] });
  deepStrictEqual(widget, {
    kind: "bars",
    labels: ["b", "a", "c"],
    series: [{ name: "", values: [3, 7, 0] }],
  });
});

Deno.test("groups over time are one line each", () => {
  const slices = [{ count: 1 }, { count: 2 }];
  const widget = widgetOf({
    groups_timeseries: [{ "web-1": { groups_timeseries: [{ "500": { series: slices } }] } }, {
      "web-2": { groups_timeseries: [{ "404": { series: slices } }] },
    }],
  });
  strictEqual(widget.kind, "line_chart");
  deepStrictEqual(
    widget.kind === "line_chart" && widget.lines.map(({ name, points }) => [name, points.length]),
    [["web-1, 500", 2], ["web-2, 404", 2]],
  );
});

Deno.test("a value over the whole window is a big number", () => {
  const widget = widgetOf({
    timeseries: { global_timeseries: [] },
    stats: { global_timeseries: { count: 9 } },
  });
  deepStrictEqual(widget, { kind: "big_number", value: 9, text: "count" });
});

Deno.test("an answer that holds nothing says so", () => {
  const widget = widgetOf({ type: "average", timeseries: {}, stats: {} });
  deepStrictEqual(drawWidget(widget, { width: 40, colour: "none" }), ["no values"]);
});
