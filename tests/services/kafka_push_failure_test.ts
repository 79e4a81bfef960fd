import assert from "node:assert/strict";
import kafkajs from "kafkajs";
import { pushFailure, type PushProgress } from "../../src/services/kafka/push_failure.ts";
import { PushError } from "../../src/service.ts";

const {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} = kafkajs;

const place = { topic: "t", brokers: ["a:1", "b:1"], denied: [], progress: "sent" } as const;

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
    ["NOT_ENOUGH_REPLICAS_AFTER_APPEND", true, "unknown", "given up", undefined],
    ["REQUEST_TIMED_OUT", true, "unknown", "given up", undefined],
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

function outcomeOf(error: unknown, progress: PushProgress): string {
  const failure = pushFailure(error, { ...place, progress });
  assert.ok(failure.error instanceof PushError);
  return failure.error.outcome;
}

for (
  const [what, error] of [
    ["the end of the time for a push", new DOMException("over", "TimeoutError")],
    ["a lost connection", new KafkaJSConnectionError("read ECONNRESET")],
    ["a broker that is gone when kafkajs tries again", new KafkaJSConnectionError("ECONNREFUSED")],
  ] as const
) {
  Deno.test(`${what} is a retry before anything was sent, and leaves it open afterwards`, () => {
    assert.equal(outcomeOf(error, "nothing sent"), "retry");
    assert.equal(outcomeOf(error, "sent"), "unknown");
    assert.equal(outcomeOf(error, "partly taken"), "unknown");
  });
}

Deno.test("no refusal of what came last says that nothing was taken, once a part was", () => {
  const refusal = thrown("NOT_ENOUGH_REPLICAS", { retriable: true });
  assert.equal(outcomeOf(refusal, "sent"), "retry");
  assert.equal(outcomeOf(refusal, "partly taken"), "unknown");
  assert.equal(
    outcomeOf(thrown("MESSAGE_TOO_LARGE", { retriable: false }), "partly taken"),
    "reject",
  );
});

Deno.test("a fault of the program stays what it is", () => {
  const fault = new TypeError("x is not a function");
  assert.deepEqual(pushFailure(fault, place), { error: fault, connection: "given up" });
});
