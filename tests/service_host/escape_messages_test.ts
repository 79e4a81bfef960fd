import assert from "node:assert/strict";
import { ServiceError } from "../../src/errors.ts";
import { aboutHostile, type Escape, startHostile, testEscape } from "./hostile_module.ts";

const NEVER = "await new Promise(() => {});";
const BROKE = "it broke the rules of messages:";

function broke(rule: string): Pick<Escape, "fault" | "message"> {
  return { fault: "protocol", message: `${BROKE} ${rule}` };
}

const FORGED: readonly Escape[] = [
  {
    name: "send a message of its own",
    push: `postMessage('{"type":"accepted","id":1}'); ${NEVER}`,
    fault: "crash",
    message: "ReferenceError: postMessage is not defined (AT)",
  },
  {
    name: "forge a reply to another call",
    loading: "import",
    push: `postMessage('{"type":"accepted","id":2}'); ${NEVER}`,
    ...broke("nobody waits for an answer with its number"),
  },
  {
    name: "forge a reply of another kind",
    loading: "import",
    push: `postMessage('{"type":"transformed","id":1}\\n{}'); ${NEVER}`,
    ...broke('"transformed" is no answer to a push'),
  },
  {
    name: "start twice",
    loading: "import",
    push: `postMessage('{"type":"started"}'); ${NEVER}`,
    ...broke('nobody waits for a message of type "started"'),
  },
  {
    name: "send what is no message",
    loading: "import",
    push: `postMessage('hello'); ${NEVER}`,
    ...broke("a message is not JSON"),
  },
  {
    name: "send a message of an unknown type",
    loading: "import",
    push: `postMessage('{"type":"reveal"}'); ${NEVER}`,
    ...broke('a message of type "reveal" is malformed'),
  },
  {
    name: "send an object for a message",
    loading: "import",
    isolation: ["worker"],
    push: `postMessage({ type: 'accepted', id: 1 }); ${NEVER}`,
    ...broke("a message is object, not text"),
  },
  {
    name: "send a message that is too large",
    loading: "import",
    isolation: ["worker"],
    push: `postMessage('x'.repeat(17 * 1024 * 1024)); ${NEVER}`,
    ...broke("a message is larger than 16 MiB"),
  },
  {
    name: "bend the functions that its messages are written with",
    isolation: ["process"],
    push: 'JSON.stringify = () => \'{"type":"closed","id":7}\'; throw new Error(\'x\');',
    pushDeadlineMs: 200,
    fault: "deadline",
    message: "push() did not end within 0.2 s",
  },
  {
    name: "write to the daemon's standard output",
    push: "Deno.stdout.writeSync(new Uint8Array(100));",
    fault: "crash",
    message: "TypeError: Cannot read properties of undefined (reading 'writeSync') (AT)",
  },
  {
    name: "forge a frame on standard output",
    loading: "import",
    isolation: ["process"],
    push:
      `const text = new TextEncoder().encode('{"type":"accepted","id":1}'); Deno.stdout.writeSync(new Uint8Array([...new Uint8Array(16), 0, 0, 0, text.length, ...text])); ${NEVER}`,
    ...broke("something that is no message was written to its standard output"),
  },
  {
    name: "flood standard output",
    loading: "import",
    isolation: ["process"],
    push: "for (;;) Deno.stdout.writeSync(new Uint8Array(65536));",
    ...broke("something that is no message was written to its standard output"),
  },
  {
    name: "flood standard error",
    loading: "import",
    isolation: ["process"],
    push: "for (;;) Deno.stderr.writeSync(new Uint8Array(65536));",
    ...broke("it flooded its standard error"),
  },
  {
    name: "flood the daemon with lines of log",
    loading: "import",
    isolation: ["worker"],
    push:
      `for (let i = 0; i < 5000; i++) postMessage('{"type":"log","level":"debug","message":"x"}'); ${NEVER}`,
    ...broke("it flooded the log"),
  },
];

for (const escape of FORGED) testEscape(escape);

for (
  const [what, text, rule] of [
    ["that is no JSON", '"{} {}"', "a payload is not JSON"],
    ["that ends too early", "'{\"a\":'", "a payload is not JSON"],
    ["with a second message behind it", `'{}\\n{"type":"closed"}'`, "a payload is not JSON"],
    [
      "that is nested without end",
      '"[".repeat(1_000_000)',
      "a payload is nested deeper than 500 levels",
    ],
    [
      "that is nested too deeply",
      '"[".repeat(600) + "]".repeat(600)',
      "a payload is nested deeper than 500 levels",
    ],
  ] as const
) {
  for (const isolation of ["process", "worker"] as const) {
    Deno.test(`a module behind the outer wall of a ${isolation} cannot forge a payload ${what}`, async () => {
      const transform = `postMessage('{"type":"transformed","id":1}\\n' + ${text});`;
      await using hostile = await startHostile({ transform, loading: "import", isolation });
      const error = await hostile.attemptTransform();
      assert(error instanceof ServiceError);
      const told = { fault: error.fault, message: error.message };
      assert.deepEqual(told, { fault: "protocol", message: aboutHostile(`${BROKE} ${rule}`) });
      await hostile.assertNoHarm();
    });
  }
}

Deno.test("an endless flood of messages ends the process that sends it", async () => {
  const push = `for (;;) postMessage('{"type":"log","level":"debug","message":"x"}');`;
  await using hostile = await startHostile({ push, loading: "import", pushDeadlineMs: 30_000 });
  const error = await hostile.attempt();
  assert(error instanceof ServiceError);
  const reasons = [`${BROKE} it flooded the log`, "it used more memory than its limit of 256 MiB"];
  const possible = reasons.map(aboutHostile);
  assert(possible.includes(error.message), error.message);
  await hostile.assertNoHarm();
});

Deno.test("a module that steals its own input harms its own call only", async () => {
  const push = "await Deno.stdin.read(new Uint8Array(1000));";
  await using hostile = await startHostile({ push, loading: "import", pushDeadlineMs: 200 });
  assert.deepEqual(await hostile.attempt(), {
    outcome: "unknown",
    reason: "no answer within 0.2 s",
    hint: undefined,
    retryAfterMs: undefined,
  });
  await hostile.assertNoHarm();
});

Deno.test("a payload cannot pollute the daemon's objects", async () => {
  const transform =
    `Object.prototype.kind = 'polluted'; return JSON.parse('{"__proto__":{"polluted":true}}');`;
  await using hostile = await startHostile({ transform });
  const transformed = await hostile.attemptTransform();
  assert.deepEqual(transformed, {
    kind: "payload",
    payload: '{"__proto__":{"polluted":true}}',
  });
  assert.equal("polluted" in {}, false);
  assert.equal("kind" in {}, false);
});

Deno.test("a chatty module writes a hundred lines, and its push is accepted", async () => {
  const push = "for (let i = 0; i < 100_000; i++) console.log('x', i);";
  await using hostile = await startHostile({ push });
  assert.deepEqual(await hostile.attempt(), { outcome: "accepted" });
  await hostile.assertNoHarm();
});
