import assert from "node:assert/strict";
import { PushError } from "../src/errors.ts";
import { assertAccepted, sendPayload } from "../src/http_push.ts";
import { USER_AGENT } from "../src/version.ts";
import { startReceiver } from "../src/testing.ts";
import { drop, reply, startRawHttpServer } from "./servers/raw_http_server.ts";

async function refusal(response: Response, now?: number): Promise<PushError> {
  const options = now === undefined ? {} : { now };
  try {
    await assertAccepted(response, options);
  } catch (error) {
    if (error instanceof PushError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "the response was accepted" });
}

Deno.test("assertAccepted() gives the body of an acceptance", async () => {
  assert.equal(await assertAccepted(new Response("done", { status: 202 })), "done");
  assert.equal(await assertAccepted(new Response(null, { status: 204 })), "");
});

for (
  const [status, expected] of [
    [408, "retry"],
    [425, "retry"],
    [429, "retry"],
    [500, "unknown"],
    [501, "unknown"],
    [502, "unknown"],
    [503, "retry"],
    [504, "unknown"],
    [507, "unknown"],
    [599, "unknown"],
  ] as const
) {
  Deno.test(`assertAccepted() takes ${status} for ${expected}`, async () => {
    const { outcome, message, hint } = await refusal(new Response("busy\n", { status }));
    assert.equal(outcome, expected);
    assert.equal(message, `The destination answered ${status}: busy`);
    assert.equal(hint, undefined);
  });
}

for (
  const [status, hint] of [
    [301, "write the address that it redirects to into push_url of the destination"],
    [307, "write the address that it redirects to into push_url of the destination"],
    [400, undefined],
    [401, "correct api_key in the service's section of [Services]"],
    [403, "correct api_key in the service's section of [Services]"],
    [404, "correct push_url of the destination"],
    [413, "ask for fewer slices or groups: the payload is too large"],
    [422, undefined],
  ] as const
) {
  Deno.test(`assertAccepted() refuses for good after ${status}`, async () => {
    const error = await refusal(new Response(null, { status }));
    assert.equal(error.outcome, "reject");
    assert.equal(error.message, `The destination answered ${status}`);
    assert.equal(error.hint, hint);
  });
}

Deno.test("assertAccepted() hands on how long the destination asks to be left alone", async () => {
  const now = Date.parse("2024-05-01T10:00:00Z");
  for (const after of ["7", "Wed, 01 May 2024 10:00:07 GMT"]) {
    const headers = { "retry-after": after };
    for (const status of [429, 500]) {
      const { retryAfterMs } = await refusal(new Response("", { status, headers }), now);
      assert.equal(retryAfterMs, 7000);
    }
  }
});

Deno.test("assertAccepted() quotes the start of a long answer, on one line", async () => {
  const { message } = await refusal(new Response(`<p>\n  ${"x".repeat(999)}`, { status: 400 }));
  assert.equal(message, `The destination answered 400: <p> ${"x".repeat(296)}`);
});

Deno.test("assertAccepted() reads no more than 64 KiB of an answer without end", async () => {
  let pulled = 0;
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(16_384).fill(0x61));
    },
    cancel() {
      cancelled = true;
    },
  });
  assert.equal((await refusal(new Response(body, { status: 500 }))).outcome, "unknown");
  assert.ok(pulled <= 6, `${pulled} chunks were pulled`);
  assert.equal(cancelled, true);
});

Deno.test("sendPayload() sends method, headers and body, and says who it is", async () => {
  await using destination = startReceiver();
  const answer = await sendPayload(`${destination.url}/v1?a=b`, {
    method: "PUT",
    headers: { "content-type": "text/plain" },
    body: "ä 1\n",
    delivery: { id: "s/d/1-2", signal: new AbortController().signal },
  });
  const [request] = destination.requests;
  assert.equal(answer, `{"success":true}`);
  assert.equal(request?.method, "PUT");
  assert.equal(request?.path, "/v1?a=b");
  assert.equal(request?.body, "ä 1\n");
  assert.equal(request?.headers.get("content-type"), "text/plain");
  assert.equal(request?.headers.get("user-agent"), USER_AGENT);
  assert.equal(request?.headers.get("leexport-delivery-id"), "s/d/1-2");
});

for (const id of ["s/d/1-2", "Fehler 5 %/Ziel_ä/1-2", "%41 \u{1f600}\r\n/d/1-2"]) {
  Deno.test(`the header of a push holds the delivery ${JSON.stringify(id)} in visible ASCII`, async () => {
    await using destination = startReceiver();
    await sendPayload(destination.url, {
      method: "POST",
      headers: {},
      body: "{}",
      delivery: { id, signal: new AbortController().signal },
    });
    const sent = destination.requests[0]?.headers.get("leexport-delivery-id") ?? "";
    assert.match(sent, /^[!-~]+$/);
    assert.equal(decodeURIComponent(sent), id);
  });
}

Deno.test("sendPayload() sends a delivery whose id holds half a character", async () => {
  await using destination = startReceiver();
  const delivery = { id: "\ud83d/d/1-2", signal: new AbortController().signal };
  await sendPayload(destination.url, { method: "POST", headers: {}, body: "{}", delivery });
  assert.equal(
    destination.requests[0]?.headers.get("leexport-delivery-id"),
    "%EF%BF%BD/d/1-2",
  );
});

Deno.test("sendPayload() follows no redirect, which would lose the payload", async () => {
  await using other = startReceiver();
  await using destination = startReceiver({
    answer: () => Response.redirect(`${other.url}/`, 302),
  });
  const sending = sendPayload(destination.url, {
    method: "POST",
    headers: {},
    body: "{}",
    delivery: { id: "s/d/1-2", signal: new AbortController().signal },
  });
  await assert.rejects(sending, {
    name: "PushError",
    message: `${destination.host} answered 302`,
    outcome: "reject",
  });
  assert.equal(other.requests.length, 0);
});

Deno.test("sendPayload() gives up when its signal is aborted", async () => {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<Response>();
  await using destination = startReceiver({ answer: () => promise });
  const sending = sendPayload(destination.url, {
    method: "POST",
    headers: {},
    body: "{}",
    delivery: { id: "s/d/1-2", signal: controller.signal },
  });
  await destination.received(1);
  controller.abort(new DOMException("over", "TimeoutError"));
  await assert.rejects(sending, { name: "TimeoutError" });
  resolve(new Response());
});

for (const [onUnknown, times] of [["repeat", 2], ["drop", 1]] as const) {
  Deno.test(`a push over a kept connection that is lost is sent ${times} times with onUnknown = ${onUnknown}`, async () => {
    let index = 0;
    await using destination = await startRawHttpServer(() => {
      const answers = [reply("{}"), drop("close"), reply("{}")];
      return answers[index++] ?? reply("{}");
    });
    const delivery = { id: "s/d/1-2", signal: new AbortController().signal, onUnknown };
    const request = { method: "POST", headers: {}, body: "{}", delivery } as const;
    await sendPayload(destination.url, request);
    const second = await sendPayload(destination.url, request).catch((error) => error);
    assert.equal(index - 1, times);
    assert.equal(second instanceof TypeError, onUnknown === "drop");
  });
}
