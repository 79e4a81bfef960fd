import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { hang, refuse, startReceiver } from "../../src/testing.ts";

Deno.test("a receiver keeps method, path, headers and body of each request", async () => {
  await using receiver = startReceiver();
  const url = `${receiver.url}/values?at=1`;
  const response = await fetch(url, { method: "PUT", headers: { "x-a": "b" }, body: "12" });
  deepStrictEqual(await response.json(), { success: true });
  await receiver.received(1);
  const [request] = receiver.requests;
  deepStrictEqual([request?.method, request?.path, request?.body], ["PUT", "/values?at=1", "12"]);
  strictEqual(request?.headers.get("x-a"), "b");
});

Deno.test("a receiver answers what it is told, request by request", async () => {
  await using receiver = startReceiver({
    answer: (_request, index) =>
      index === 0 ? refuse(429, { retryAfterSeconds: 30 }) : refuse(500, { body: "no" }),
  });
  const first = await fetch(receiver.url);
  strictEqual(await first.text(), "");
  deepStrictEqual([first.status, first.headers.get("retry-after")], [429, "30"]);
  const second = await fetch(receiver.url);
  deepStrictEqual([second.status, await second.text()], [500, "no"]);
});

Deno.test("a receiver that hangs answers all that waits once it is disposed of", async () => {
  let answers: readonly Promise<Response>[];
  {
    await using receiver = startReceiver({ answer: hang });
    answers = [fetch(receiver.url), fetch(receiver.url)];
    await receiver.received(2);
  }
  for (const response of await Promise.all(answers)) {
    deepStrictEqual([response.status, await response.text()], [503, ""]);
  }
});

Deno.test({
  name: "a receiver that may not open a port says how to run the tests",
  permissions: { net: false },
  async fn() {
    await rejects(async () => await startReceiver()[Symbol.asyncDispose](), {
      name: "LeexportError",
      message: "Cannot start a receiver: these tests may not open a port\n" +
        "  hint: run deno test --allow-net=127.0.0.1",
    });
  },
});
