const START = Date.parse("2026-11-24T02:05:00Z");
const MINUTES = Array.from({ length: 60 }, (_, minute) => minute);

function instant(minute: number): string {
  return new Date(START + minute * 60_000).toISOString().replace(".000", "");
}

function wave(minute: number): number {
  return Math.round(60 + 40 * Math.sin(minute / 7) + (minute % 5) * 3);
}

function line(name: string, shift: number): unknown {
  return { name, data: MINUTES.map((minute) => [instant(minute), wave(minute + shift)]) };
}

/** A payload of every kind that is drawn in its own way. */
export const SAMPLES = {
  "one line": { data: { series: [line("requests", 0)] } },
  "three lines": { data: { series: [line("web-1", 0), line("web-2", 9), line("", 20)] } },
  "a line with gaps": {
    data: { series: [{ data: [[instant(0), 1], [instant(1), null], [instant(2), -5]] }] },
  },
  "columns": {
    data: {
      x_axis: { labels: MINUTES.slice(0, 20).map(instant) },
      series: [{ data: MINUTES.slice(0, 20).map(wave) }],
    },
  },
  "bars": {
    data: {
      x_axis: { labels: ["200", "404", "500 & <more>"] },
      series: [{ data: [2931, -114.5, null] }],
    },
  },
  "shares": {
    data: { item: [{ label: "GET", value: 712 }, { label: "POST", value: 96 }] },
  },
  "a big number": { data: { item: [{ value: 20_456, text: "orders in the last hour" }] } },
  "lines of Graphite": MINUTES.map((minute) =>
    `shop.p95 ${wave(minute) / 1000} ${START / 1000 + minute * 60}`
  ).join("\n"),
  "metrics with one value each": `shop.a 3 ${START / 1000}\nshop.b 7.5 ${START / 1000}`,
  "text": { topic: "orders", messages: [{ key: "web-1", value: "x".repeat(300) }] },
} as const;
