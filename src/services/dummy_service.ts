import { type KeyTable, optional, type QueryResponse, Service, url } from "../service.ts";

const keys = {
  push_url: optional(url("Address that the log shows; nothing is sent there")),
} satisfies KeyTable;

const LONGEST_LINE = 2000;

/** The whole answer, plain. */
export type DummyPayload = Omit<QueryResponse, "totalText">;

/** Writes to the log what it would push: for trying a query, and as the smallest example of a service. */
export class DummyService extends Service<DummyPayload, typeof keys> {
  static override readonly summary = "Logs what it would push, and pushes nothing";
  static override readonly keys = keys;

  override transform(response: QueryResponse): DummyPayload {
    const { from, to, series, groups, groupSeries, total } = response;
    return { function: response.function, from, to, series, groups, groupSeries, total };
  }

  override push(payload: DummyPayload): Promise<void> {
    const text = JSON.stringify(payload);
    const shown = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
    this.log.info(`Would push to ${this.destination.push_url ?? "nowhere"}: ${shown}`);
    return Promise.resolve();
  }
}
