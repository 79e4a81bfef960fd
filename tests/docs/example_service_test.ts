import { deepEqual } from "node:assert/strict";
import { MyApplicationService } from "../../examples/my_application_service.ts";
import { startHttpDestination } from "../servers/http_destination.ts";

Deno.test("the example service posts the total of an answer", async () => {
  await using destination = startHttpDestination();
  const service = new MyApplicationService({
    destination: { push_url: `${destination.url}/totals`, metric_name: "shop.errors" },
    apiKey: "key",
    log: { debug() {}, info() {}, warning() {} },
  });
  const answer = {
    function: "count",
    from: 0,
    to: 60_000,
    series: [],
    groups: [],
    groupSeries: [],
    total: 12,
    totalText: "12",
  };
  const delivery = { id: "Errors/destination/0-60000", signal: AbortSignal.timeout(10_000) };
  await service.process(answer, delivery);
  await service.process({ ...answer, total: undefined, totalText: undefined }, delivery);
  const requests = destination.requests.map(({ path, headers, body }) => ({
    path,
    body,
    authorization: headers.get("authorization"),
    id: headers.get("idempotency-key"),
  }));
  deepEqual(requests, [{
    path: "/totals",
    body: `{"name":"shop.errors","value":12}`,
    authorization: "Bearer key",
    id: delivery.id,
  }]);
  deepEqual(service.takeSkipped(), { reason: "The answer has no total" });
});
