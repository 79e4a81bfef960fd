import { assertAccepted, type Delivery, type QueryResponse, Service, text, url } from "leexport";

const keys = {
  push_url: url("Where totals are posted"),
  metric_name: text("What the total is called there"),
};

interface Total {
  readonly name: string;
  readonly value: number;
}

export class MyApplicationService extends Service<Total, typeof keys> {
  static override readonly summary = "Posts the total of an answer as JSON";
  static override readonly keys = keys;

  override transform({ total }: QueryResponse): Total | undefined {
    if (total === undefined) return this.skip("The answer has no total");
    return { name: this.destination.metric_name, value: total };
  }

  override async push(payload: Total, { id, signal }: Delivery): Promise<void> {
    const response = await fetch(this.destination.push_url, {
      method: "POST",
      headers: { authorization: `Bearer ${this.apiKey}`, "idempotency-key": encodeURI(id) },
      body: JSON.stringify(payload),
      signal,
    });
    await assertAccepted(response);
  }
}
