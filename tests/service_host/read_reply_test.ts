import assert from "node:assert/strict";
import fc from "fast-check";
import { writeReply } from "../../src/service_host/message_text.ts";
import { LONGEST_REPLY, readReply } from "../../src/service_host/read_reply.ts";
import type { Reply } from "../../src/service_host/messages.ts";

const REPLIES: readonly Reply[] = [
  { type: "started" },
  { type: "closed" },
  { type: "described", description: { summary: "" } },
  { type: "broken", failure: { kind: "denied", access: "net", target: "a:1" } },
  { type: "log", level: "info", message: "done" },
  { type: "transformed", id: 1, payload: `{"a": [1,\n "b"]}` },
  { type: "skipped", id: 1, reason: "no groups" },
  { type: "accepted", id: 1 },
  { type: "refused", id: 1, outcome: "retry", reason: "full", hint: "wait", retryAfterMs: 5 },
  { type: "refused", id: 1, outcome: "unknown", reason: "lost", hint: "", retryAfterMs: 0 },
  { type: "refused", id: 1, outcome: "reject", reason: "x", hint: "", retryAfterMs: 0 },
  { type: "failed", id: 1, failure: { kind: "fault", message: "Error: x", at: "x.ts:1:1" } },
];

for (const reply of REPLIES) {
  const outcome = "outcome" in reply ? ` with outcome "${reply.outcome}"` : "";
  Deno.test(`readReply() takes a message of type "${reply.type}"${outcome}`, () => {
    assert.deepEqual(readReply(writeReply(reply)), reply);
  });
}

for (
  const [what, data, message] of [
    ["an object", { type: "started" }, "a message is object, not text"],
    ["nothing", undefined, "a message is undefined, not text"],
    ["no JSON", "{", "a message is not JSON"],
    ["an array", "[]", "a message is not an object"],
    ["null", "null", "a message is not an object"],
    ["no type", "{}", "a message of type undefined is malformed"],
    ["an unknown type", '{"type":"x"}', 'a message of type "x" is malformed'],
    [
      "a payload that is missing",
      '{"type":"transformed","id":1}',
      'a message of type "transformed" is malformed',
    ],
    [
      "a payload in its head",
      '{"type":"transformed","id":1,"payload":{}}',
      'a message of type "transformed" is malformed',
    ],
    ["a payload of nothing", '{"type":"transformed","id":1}\n', "a payload is not JSON"],
    ["a payload that is no JSON", '{"type":"transformed","id":1}\n{}{}', "a payload is not JSON"],
    [
      "a payload that is nested too deeply",
      `{"type":"transformed","id":1}\n${"[".repeat(501)}${"]".repeat(501)}`,
      "a payload is nested deeper than 500 levels",
    ],
    [
      "a payload without an id",
      '{"type":"transformed"}\n{}',
      'a message of type "transformed" is malformed',
    ],
    [
      "a payload where none belongs",
      '{"type":"accepted","id":1}\n{}',
      'a message of type "accepted" is malformed',
    ],
    [
      "an id that is text",
      '{"type":"accepted","id":"1"}',
      'a message of type "accepted" is malformed',
    ],
    [
      "an unknown outcome",
      '{"type":"refused","id":1,"outcome":"accepted","reason":""}',
      'a message of type "refused" is malformed',
    ],
    [
      "a wait below zero",
      '{"type":"refused","id":1,"outcome":"retry","reason":"","retryAfterMs":-1}',
      'a message of type "refused" is malformed',
    ],
    [
      "an unknown level",
      '{"type":"log","level":"error","message":""}',
      'a message of type "log" is malformed',
    ],
    [
      "a failure that is text",
      '{"type":"broken","failure":"x"}',
      'a message of type "broken" is malformed',
    ],
  ] as const
) {
  Deno.test(`readReply() refuses ${what}`, () => {
    assert.throws(() => readReply(data), new TypeError(message));
  });
}

Deno.test("readReply() refuses what is too large before it looks at it", () => {
  const text = " ".repeat(LONGEST_REPLY + 1);
  assert.throws(() => readReply(text), new TypeError("a message is larger than 16 MiB"));
});

Deno.test("readReply() cuts long texts", () => {
  const reply = readReply(
    JSON.stringify({ type: "log", level: "info", message: "x".repeat(5000) }),
  );
  assert(reply.type === "log");
  assert.equal(reply.message, `${"x".repeat(2000)}…`);
});

Deno.test("readReply() takes a message or throws a TypeError, whatever arrives", () => {
  const types = fc.constantFrom(...REPLIES.map(({ type }) => type));
  const anything = fc.record({ type: types }, { noNullPrototype: true })
    .chain((known) => fc.object().map((extra) => ({ ...extra, ...known })));
  fc.assert(fc.property(fc.oneof(anything, fc.anything()), (value) => {
    let text: unknown = value;
    try {
      text = JSON.stringify(value);
    } catch {
      // Not everything can be written down; then it arrives as it is.
    }
    for (const message of [text, `{"type":"transformed","id":1}\n${text}`]) {
      try {
        readReply(message);
      } catch (error) {
        assert(error instanceof TypeError);
      }
    }
  }));
});
