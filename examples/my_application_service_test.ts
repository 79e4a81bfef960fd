import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  groupsAnswer,
  type OpenedService,
  openService,
  refuse,
  seriesAnswer,
  startReceiver,
} from "leexport/testing";
import { MyApplicationService } from "./my_application_service.ts";

function openFor(url: string): OpenedService {
  return openService(MyApplicationService, {
    destination: { push_url: `${url}/totals`, metric_name: "shop.errors" },
    apiKey: "key",
  });
}

Deno.test("the total of an answer is posted with the key and the id of the delivery", async () => {
  await using receiver = startReceiver();
  await using service = openFor(receiver.url);
  const result = await service.run(seriesAnswer([5, 7]), { deliveryId: "Errors/größe/0-60000" });
  deepStrictEqual(result, { outcome: "accepted" });
  const [request] = receiver.requests;
  deepStrictEqual([request?.method, request?.path], ["POST", "/totals"]);
  strictEqual(request?.headers.get("authorization"), "Bearer key");
  strictEqual(request.headers.get("idempotency-key"), "Errors/gr%C3%B6%C3%9Fe/0-60000");
  strictEqual(request.body, `{"name":"shop.errors","value":12}`);
});

Deno.test("an answer with groups is skipped", async () => {
  await using service = openFor("http://127.0.0.1:1");
  deepStrictEqual(service.transform(groupsAnswer([["web-1", 5], ["web-2", 7]])), {
    outcome: "skipped",
    reason: "The answer has no total",
  });
});

Deno.test("a receiver that is busy gets the payload later, one that refuses it never", async () => {
  const answers = [refuse(429, { retryAfterSeconds: 30 }), refuse(422, { body: "no such metric" })];
  await using receiver = startReceiver({
    answer: (_request, index) => answers[index] ?? refuse(500),
  });
  await using service = openFor(receiver.url);
  const busy = await service.run(seriesAnswer([1]));
  const reason = `${receiver.host} answered 429`;
  deepStrictEqual(busy, { outcome: "retry", reason, retryAfterMs: 30_000 });
  const { outcome } = await service.run(seriesAnswer([1]));
  strictEqual(outcome, "reject");
});
