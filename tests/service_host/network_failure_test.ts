/**
 * What a failure of the network says of a payload: with no connection it cannot have been taken, after that nobody can
 * tell. The errors are those that the runtime throws.
 */
import assert from "node:assert/strict";
import { refusalOf } from "../../src/service_host/failure_of.ts";
import type { Refusal } from "../../src/service_host/messages.ts";
import { cutOff, drop, raw, startRawHttpServer } from "../servers/raw_http_server.ts";
import { startReceiver } from "../../src/testing.ts";

async function refusalBy(work: Promise<unknown>): Promise<Refusal | undefined> {
  return refusalOf(await work.then(() => undefined, (error: unknown) => error));
}

async function post(url: string): Promise<void> {
  const response = await fetch(url, { method: "POST", body: "payload" });
  await response.text();
}

async function unusedAddress(): Promise<string> {
  const server = startReceiver();
  await server[Symbol.asyncDispose]();
  return server.host;
}

Deno.test("a port on which nobody listens has not taken a payload", async () => {
  const host = await unusedAddress();
  const [hostname = "", port] = host.split(":");
  assert.deepEqual(await refusalBy(post(`http://${host}/token`)), {
    outcome: "retry",
    reason: `${host} cannot be reached: Connection refused`,
  });
  assert.deepEqual(await refusalBy(Deno.connect({ hostname, port: Number(port) })), {
    outcome: "retry",
    reason: "Connection refused",
  });
});

Deno.test("a port that fetch() goes to in no case has not taken a payload", async () => {
  assert.deepEqual(await refusalBy(post("http://127.0.0.1:9/token")), {
    outcome: "retry",
    reason: "port 9 is kept for another protocol, so no HTTP request goes there",
    hint: "correct the port in the address of the destination",
  });
});

Deno.test("a host without an address has not taken a payload", async () => {
  const hostname = "host.invalid";
  assert.equal((await refusalBy(post(`http://${hostname}/`)))?.outcome, "retry");
  assert.equal((await refusalBy(Deno.connect({ hostname, port: 80 })))?.outcome, "retry");
});

Deno.test("a server that does not speak TLS has not taken a payload", async () => {
  await using server = startReceiver();
  assert.equal((await refusalBy(post(`https://${server.host}/`)))?.outcome, "retry");
});

for (
  const [what, answer] of [
    ["closes the connection instead of an answer", drop("close")],
    ["resets the connection instead of an answer", drop("reset")],
    ["answers in another protocol", raw("SSH-2.0-x\r\n")],
    ["breaks off in its answer", cutOff("accepted", { bytes: 3 })],
  ] as const
) {
  Deno.test(`a server that ${what} may have taken the payload`, async () => {
    const bodies: string[] = [];
    await using server = await startRawHttpServer(({ body }) => {
      bodies.push(body);
      return answer;
    });
    const refusal = await refusalBy(post(`${server.url}/token`));
    assert.equal(refusal?.outcome, "unknown");
    assert.doesNotMatch(refusal.reason, /token/);
    assert.deepEqual(bodies, ["payload"]);
  });
}

Deno.test("a connection that ends under a module's hands may have taken the payload", () => {
  const { ConnectionReset, BrokenPipe, UnexpectedEof, TimedOut } = Deno.errors;
  const lost = [ConnectionReset, BrokenPipe, UnexpectedEof, TimedOut].map((Lost) => new Lost("x"));
  for (const error of [...lost, new DOMException("over", "TimeoutError")]) {
    assert.equal(refusalOf(error)?.outcome, "unknown");
    assert.equal(refusalOf(new Error("wrapped", { cause: error }))?.outcome, "unknown");
  }
});

Deno.test("of several failures the one that leaves a doubt counts", () => {
  const refused = new Deno.errors.ConnectionRefused("x");
  const reset = new Deno.errors.ConnectionReset("x");
  assert.equal(refusalOf(new AggregateError([refused, refused]))?.outcome, "retry");
  assert.equal(refusalOf(new AggregateError([refused, reset]))?.outcome, "unknown");
});
