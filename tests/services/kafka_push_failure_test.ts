import assert from "node:assert/strict";
import kafkajs from "kafkajs";
import { pushFailure } from "../../src/services/kafka/push_failure.ts";
import { PushError } from "../../src/service.ts";

const { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } = kafkajs;

const place = { topic: "t", brokers: ["a:1", "b:1"], denied: [] };

/** As kafkajs throws it: the cluster's error inside one that says only that it gave up. */
function thrown(type: string, { retriable }: { readonly retriable: boolean }): Error {
  const cause = Object.assign(new Error("said the cluster"), { type, code: 1, retriable });
  const error = new KafkaJSProtocolError(cause);
  return retriable
    ? new KafkaJSNumberOfRetriesExceeded(error, { retryCount: 5, retryTime: 1 })
    : Object.assign(new KafkaJSNonRetriableError(error), { cause: error });
}

for (
  const [type, retriable, outcome, connection, hint] of [
    ["NOT_ENOUGH_REPLICAS", true, "retry", "given up", undefined],
    ["UNKNOWN_TOPIC_OR_PARTITION", true, "retry", "given up", "create the topic"],
    [
      "TOPIC_AUTHORIZATION_FAILED",
      false,
      "retry",
      "given up",
      "let the user write to the topic, in the access lists of the cluster",
    ],
    ["OUT_OF_ORDER_SEQUENCE_NUMBER", false, "retry", "given up", undefined],
    ["MESSAGE_TOO_LARGE", false, "reject", "kept", "raise max.message.bytes of the topic"],
    ["SOMETHING_NEW", false, "reject", "given up", undefined],
  ] as const
) {
  Deno.test(`${type} of the cluster is a ${outcome}, and the connection is ${connection}`, () => {
    const failure = pushFailure(thrown(type, { retriable }), place);
    assert.equal(failure.connection, connection);
    assert.ok(failure.error instanceof PushError);
    assert.equal(failure.error.outcome, outcome);
    assert.equal(failure.error.message, 'topic "t" at a:1, b:1: said the cluster');
    assert.equal(failure.error.hint, hint);
  });
}

Deno.test("the end of the time for a push is a retry", () => {
  const { error } = pushFailure(new DOMException("over", "TimeoutError"), place);
  assert.ok(error instanceof PushError);
  assert.equal(error.outcome, "retry");
});

Deno.test("a fault of the program stays what it is", () => {
  const fault = new TypeError("x is not a function");
  assert.deepEqual(pushFailure(fault, place), { error: fault, connection: "given up" });
});
