import { type Delivery, type QueryResponse, sendPayload, Service, text, url } from "../service.ts";

const keys = {
  push_url: url("Address that takes the lines, such as https://www.hostedgraphite.com/api/v1/sink"),
  metric_name: text("Name of the metric, without blanks"),
};

/** Graphite splits its lines at blanks. */
const UNFIT_NAME_REGEXP = /[\s\p{Cc}]/u;

/** Lines `<metric> <value> <epoch seconds>`, one for each slice. */
export class HostedGraphiteService extends Service<string, typeof keys> {
  static override readonly summary = "Sends values over time as lines of Graphite, over HTTP";
  static override readonly keys = keys;
  static override readonly apiKey = "required";
  /**
   * The vendor asks to stay below 1,000 points a second when old ones are imported; a push is taken to hold 50, as a
   * window of some slices does.
   */
  static override readonly pushLimit = { pushes: 20, seconds: 1 };
  static override readonly accepts = ["series"] as const;

  override transform({ series, groups }: QueryResponse): string | undefined {
    const name = this.destination.metric_name;
    if (name === "" || UNFIT_NAME_REGEXP.test(name)) {
      return this.skip(`Graphite takes no metric name with blanks: metric_name is "${name}"`);
    }
    if (series.length === 0 && groups.length > 0) {
      return this.skip("Graphite needs values over time, and the answer has groups");
    }
    const lines = series
      .filter(({ value }) => Number.isFinite(value))
      .map(({ start, text }) => `${name} ${text} ${Math.floor(start / 1000)}\n`);
    if (lines.length === 0) return this.skip("The answer holds no values");
    return lines.join("");
  }

  override async push(payload: string, delivery: Delivery): Promise<void> {
    await sendPayload(this.destination.push_url, {
      method: "PUT",
      headers: { authorization: basic(this.apiKey), "content-type": "text/plain" },
      body: payload,
      delivery,
    });
  }
}

/** The key is the user; the password is empty. */
function basic(apiKey: string): string {
  return `Basic ${new TextEncoder().encode(`${apiKey}:`).toBase64()}`;
}
