import assert from "node:assert/strict";
import { ServiceError } from "../../src/errors.ts";
import { type Escape, startHostile, testEscape } from "./hostile_module.ts";
import { processesGone } from "./service_processes.ts";

const NEVER = "await new Promise(() => {});";

function missing(what: string): Pick<Escape, "fault" | "message"> {
  return { fault: "crash", message: `${what} (AT)` };
}

const silent = {
  isolation: ["process"],
  pushDeadlineMs: 200,
  fault: "deadline",
  message: "push() did not end within 0.2 s",
} as const;

const ENDS: readonly Escape[] = [
  {
    name: "end its process by Deno.exit",
    push: "Deno.exit(0);",
    ...missing("TypeError: Deno.exit is not a function"),
  },
  {
    name: "end its process by process.exit",
    push: "process.exit(0);",
    ...missing("ReferenceError: process is not defined"),
  },
  {
    name: "close its Worker",
    push: "self.close();",
    ...missing("TypeError: self.close is not a function"),
  },
  {
    name: "signal the daemon",
    push: "Deno.kill(Deno.pid, 'SIGKILL');",
    ...missing("TypeError: Deno.kill is not a function"),
  },
  {
    name: "vanish by Deno.exit",
    loading: "import",
    push: `Deno.exit(0); ${NEVER}`,
    ...silent,
  },
  {
    name: "vanish by process.exit",
    loading: "import",
    push: `process.exit(0); ${NEVER}`,
    ...silent,
  },
  { name: "vanish by self.close", loading: "import", push: `self.close(); ${NEVER}`, ...silent },
  {
    name: "kill more than its own process",
    loading: "import",
    isolation: ["process"],
    push: `Deno.kill(Deno.pid, 'SIGKILL'); ${NEVER}`,
    fault: "crash",
    message: "its process was ended by SIGKILL",
  },
  {
    name: "kill the daemon",
    loading: "import",
    push: `Deno.kill(${Deno.pid === 1 ? 2 : Deno.ppid}, 'SIGKILL');`,
    fault: "denied",
    message: 'it wanted to use access of the kind "run", which it may not',
    hint: "a service module may reach the hosts that its keys name, and nothing else",
  },
  {
    name: "leave a rejection unhandled",
    push: `Promise.reject(new Error('floating')); ${NEVER}`,
    fault: "crash",
    message: "Error: floating (AT)",
  },
  {
    name: "throw where nobody catches",
    push: `setTimeout(() => { throw new Error('late'); }); ${NEVER}`,
    fault: "crash",
    message: "Error: late (AT)",
  },
  {
    name: "throw what cannot be looked at",
    push: "throw new Proxy(new Error('x'), { get() { throw 1; }, getPrototypeOf() { throw 2; } });",
    fault: "crash",
    message: "it threw something that cannot be looked at",
  },
  {
    name: "overflow the stack",
    push: "(function again() { again(); })();",
    fault: "crash",
    message: "RangeError: Maximum call stack size exceeded (AT)",
  },
];

for (const escape of ENDS) testEscape(escape);

Deno.test("a module that stops its process for ever is killed at the deadline", async () => {
  const push = `if (!globalThis.again) return globalThis.again = true;
    Deno.kill(Deno.pid, 'SIGSTOP'); ${NEVER}`;
  await using hostile = await startHostile({ push, loading: "import", pushDeadlineMs: 200 });
  assert.deepEqual(await hostile.attempt(), { outcome: "accepted" });
  const error = await hostile.attempt();
  assert(error instanceof ServiceError);
  assert.equal(
    error.message,
    'service "hostile": push() did not end within 0.2 s',
  );
  await processesGone(hostile.allowed.host);
  await hostile.assertNoHarm();
});

const LOOPS = [
  ["a loop", "for (;;);"],
  ["a regular expression", "/^(a+)+$/.test('a'.repeat(40) + 'b');"],
  ["an endless row of microtasks", "await (async () => { for (;;) await null; })();"],
  ["a loop that catches everything", "for (;;) try { for (;;); } catch {}"],
] as const;

for (const [what, push] of LOOPS) {
  Deno.test(`${what} in push() is ended at its deadline, and uses no processor any more`, async () => {
    await using hostile = await startHostile({ push, pushDeadlineMs: 200 });
    const error = await hostile.attempt();
    assert(error instanceof ServiceError);
    assert.equal(error.fault, "deadline");
    assert.equal(
      error.message,
      'service "hostile": push() did not end within 0.2 s',
    );
    await processesGone(hostile.allowed.host);
    await hostile.assertNoHarm();
  });
}

Deno.test("a loop in transform() is ended at its deadline, and so are the calls behind it", async () => {
  await using hostile = await startHostile({ transform: "for (;;);" });
  const [transform, push] = await Promise.all([hostile.attemptTransform(), hostile.attempt()]);
  assert(transform instanceof ServiceError && push instanceof ServiceError);
  const reason = "transform() did not end within 0.5 s";
  assert.equal(
    transform.message,
    `service "hostile": ${reason}`,
  );
  assert.equal(push.message, `service "hostile": ${reason}`);
  await processesGone(hostile.allowed.host);
  await hostile.assertNoHarm();
});

Deno.test("a loop outside of the class is ended at the deadline of the start", async () => {
  await using hostile = await startHostile({ top: "for (;;);", startDeadlineMs: 500 });
  const error = await hostile.attempt();
  assert(error instanceof ServiceError);
  assert.equal(
    error.message,
    'service "hostile" was not ready within 0.5 s',
  );
  await processesGone(hostile.allowed.host);
  await hostile.assertNoHarm();
});

Deno.test("a loop that begins when nothing is asked of the module is ended too", async () => {
  await using hostile = await startHostile({ push: "setTimeout(() => { for (;;); });" });
  assert.deepEqual(await hostile.attempt(), { outcome: "accepted" });
  await processesGone(hostile.allowed.host);
  const error = await hostile.attempt();
  assert(error instanceof ServiceError);
  assert.equal(
    error.message,
    'service "hostile" kept a processor busy for 6 s with nothing to do; it is started again in 1 s',
  );
  await hostile.assertNoHarm();
});

const BOMBS = [
  ["objects", "const all = []; for (;;) all.push({ x: [1, 2, 3] });"],
  ["typed arrays", "const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1));"],
  [
    "typed arrays between other work",
    "const all = []; for (;;) { all.push(new Uint8Array(1e7).fill(1)); await new Promise((r) => setTimeout(r)); }",
  ],
  ["texts", "const all = []; for (;;) all.push(('x' + Math.random()).repeat(1e6));"],
  [
    "WebAssembly",
    "const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 }); for (;;) { memory.grow(100); new Uint8Array(memory.buffer).fill(1); }",
  ],
] as const;

for (const [what, push] of BOMBS) {
  Deno.test(`a bomb of ${what} ends its process at the memory limit`, async () => {
    await using hostile = await startHostile({ push, pushDeadlineMs: 30_000 });
    const error = await hostile.attempt();
    assert(error instanceof ServiceError);
    assert.equal(error.fault, "memory");
    assert.equal(
      error.message,
      'service "hostile" used more memory than its limit of 256 MiB',
    );
    assert.equal(error.hint, "raise memory_limit of the service if the module needs more");
    await processesGone(hostile.allowed.host);
    await hostile.assertNoHarm();
  });
}

Deno.test("a bomb that goes off when nothing is asked of the module ends its process too", async () => {
  const push =
    "const all = []; setInterval(() => { if (all.length < 200) all.push(new Uint8Array(4e6).fill(1)); }, 1);";
  await using hostile = await startHostile({ push });
  assert.deepEqual(await hostile.attempt(), { outcome: "accepted" });
  await processesGone(hostile.allowed.host);
  await hostile.assertNoHarm();
});
