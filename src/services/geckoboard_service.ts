import {
  choice,
  type Delivery,
  type KeyTable,
  optional,
  PushError,
  type QueryResponse,
  sendPayload,
  Service,
  text,
  url,
} from "../service.ts";

const keys = {
  push_url: url("Push address of the widget, from its settings"),
  widget_type: choice("Kind of the widget", [
    { value: "line_chart", help: "A line of values over time", accepts: ["series"] },
    {
      value: "bar_chart",
      help: "Bars, one for each slice or group",
      accepts: ["series", "groups"],
    },
    { value: "pie_chart", help: "Shares, one for each group", accepts: ["groups"] },
    { value: "number_stat", help: "One number over the whole window", accepts: ["series"] },
  ]),
  name: optional(text("Name of the line of a line_chart")),
  text: optional(text("Text beside the number of a number_stat")),
} satisfies KeyTable;

/** What the vendor's page states. */
const LARGEST_BODY_BYTES = 1_000_000;

/** What a widget shows; the key joins it only on its way out. */
export interface GeckoboardPayload {
  readonly data: Readonly<Record<string, unknown>>;
}

/** The push API of Geckoboard's custom widgets; each push replaces what the widget showed. */
export class GeckoboardService extends Service<GeckoboardPayload, typeof keys> {
  static override readonly summary = "Shows values in a custom widget of a Geckoboard dashboard";
  static override readonly keys = keys;
  static override readonly apiKey = "required";
  /** What the vendor's page of 2015 states; nobody says whether it counts by key or by account. */
  static override readonly pushLimit = { pushes: 12_000, seconds: 3600 };

  override transform(response: QueryResponse): GeckoboardPayload | undefined {
    switch (this.destination.widget_type) {
      case "line_chart":
        return this.#lineChart(response);
      case "bar_chart":
        return this.#barChart(response);
      case "pie_chart":
        return this.#pieChart(response);
      case "number_stat":
        return this.#numberStat(response);
      default:
        return this.skip(`Geckoboard has no widget_type "${this.destination.widget_type}"`);
    }
  }

  override async push(payload: GeckoboardPayload, delivery: Delivery): Promise<void> {
    const body = JSON.stringify({ ...payload, api_key: this.apiKey });
    const size = new TextEncoder().encode(body).length;
    if (size > LARGEST_BODY_BYTES) {
      throw new PushError(
        `the payload has ${size} bytes, more than the ${LARGEST_BODY_BYTES} that Geckoboard takes`,
        { outcome: "reject", hint: "ask for fewer slices or groups, with timeslice() or limit()" },
      );
    }
    const headers = { "content-type": "application/json" };
    const { push_url } = this.destination;
    assertTaken(await sendPayload(push_url, { method: "POST", headers, body, delivery }));
  }

  #lineChart({ series }: QueryResponse): GeckoboardPayload | undefined {
    if (series.length === 0) return this.skip("A line_chart needs values over time");
    const data = series.filter(hasValue).map(({ start, value }) => [label(start), value]);
    if (data.length === 0) return this.skip("The answer holds no values");
    const line = { name: this.destination.name ?? null, data };
    return { data: { x_axis: { type: "datetime" }, series: [line] } };
  }

  /** leexportpy calls the axis `datetime` for groups as well; what draws it has learnt to live with that. */
  #barChart({ series, groups }: QueryResponse): GeckoboardPayload | undefined {
    if (series.length === 0 && groups.length === 0) {
      return this.skip("A bar_chart needs values over time or groups");
    }
    const bars = series.length > 0
      ? series.map(({ start, value }) => ({ label: label(start), value }))
      : groups;
    const shown = bars.filter(hasValue);
    if (shown.length === 0) return this.skip("The answer holds no values");
    return {
      data: {
        x_axis: { labels: shown.map(({ label }) => label), type: "datetime" },
        y_axis: { format: "decimal" },
        series: [{ data: shown.map(({ value }) => value) }],
      },
    };
  }

  #pieChart({ groups }: QueryResponse): GeckoboardPayload | undefined {
    if (groups.length === 0) return this.skip("A pie_chart needs groups");
    const item = groups.filter(hasValue).map(({ label, value }) => ({ label, value }));
    if (item.length === 0) return this.skip("The answer holds no values");
    return { data: { item } };
  }

  #numberStat({ total, groups }: QueryResponse): GeckoboardPayload | undefined {
    if (groups.length > 0) {
      return this.skip("A number_stat needs one value, and the answer has groups");
    }
    if (total === undefined) return this.skip("The answer holds no value over the whole window");
    if (!Number.isFinite(total)) return this.skip("The value is too large to be written");
    return { data: { item: [{ value: total, text: this.destination.text ?? null }] } };
  }
}

/** Geckoboard answers 200 to numbers that it cannot draw, so they must not reach it. */
function hasValue({ value }: { readonly value: number | undefined }): boolean {
  return value !== undefined && Number.isFinite(value);
}

/** `2024-05-01T10:00:00Z`: the start of a slice in UTC, without its milliseconds. */
function label(start: number): string {
  return `${new Date(start).toISOString().slice(0, -5)}Z`;
}

/** Some refusals come as 200 with `{"success": false}`. */
function assertTaken(body: string): void {
  let answer: { readonly success?: unknown; readonly error?: unknown } | null;
  try {
    answer = JSON.parse(body);
  } catch {
    return;
  }
  if (answer?.success !== false) return;
  const said = typeof answer.error === "string" ? `: ${answer.error.trim()}` : "";
  throw new PushError(`Geckoboard refused the payload${said}`, {
    outcome: "reject",
    hint: "correct api_key in [[geckoboard]] of [Services], and push_url of the destination",
  });
}
