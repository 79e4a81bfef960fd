import assert from "node:assert/strict";
import fc from "fast-check";
import {
  readRequest,
  splitMessage,
  writeReply,
  writeRequest,
} from "../../src/service_host/message_text.ts";
import type { Request } from "../../src/service_host/messages.ts";

const destination = fc.record({
  id: fc.string({ unit: "binary" }),
  options: fc.dictionary(fc.string().filter((name) => name !== "__proto__"), fc.string(), {
    noNullPrototype: true,
  }),
}, { noNullPrototype: true });
/** Answers come from the API and may be anything, line feeds included. */
const text = fc.string({ unit: fc.constantFrom("\n", "\r", '"', "{", "é", "\u2028", "x") });
const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({
    type: fc.constant("transform" as const),
    id: fc.nat(),
    destination,
    body: text,
  }, { noNullPrototype: true }),
  fc.record({
    type: fc.constant("push" as const),
    id: fc.nat(),
    destination,
    payload: text,
    deliveryId: fc.string({ unit: "binary" }),
  }, { noNullPrototype: true }),
  fc.record({
    type: fc.constant("forget" as const),
    destinationId: fc.string({ unit: "binary" }),
  }, { noNullPrototype: true }),
  fc.constant({ type: "close" as const }),
);

Deno.test("a request that was written is read again as it was, whatever it holds", () => {
  fc.assert(fc.property(request, (request) => {
    assert.deepEqual(readRequest(writeRequest(request)), request);
  }));
});

Deno.test("an answer goes to a sandbox as it is, without a character more", () => {
  const body = '{"a":"\\"b"}\n';
  const destination = { id: "d", options: {} };
  assert.equal(
    writeRequest({ type: "transform", id: 7, destination, body }),
    `{"type":"transform","id":7,"destination":{"id":"d","options":{}}}\n${body}`,
  );
});

Deno.test("a payload comes out of a sandbox as it is, and nothing else has a text", () => {
  const payload = '{"a":1}';
  assert.deepEqual(splitMessage(writeReply({ type: "transformed", id: 7, payload })), {
    head: '{"type":"transformed","id":7}',
    text: payload,
  });
  const line = writeReply({ type: "log", level: "info", message: "one\ntwo" });
  assert.deepEqual(splitMessage(line), { head: line, text: undefined });
});
