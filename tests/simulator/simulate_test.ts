import assert from "node:assert/strict";
import { simulate } from "../../src/commands/simulate.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";

async function withLog(use: (file: string) => Promise<void>) {
  const file = await Deno.makeTempFile({ suffix: "=x.log" });
  try {
    await Deno.writeTextFile(file, "1767225600 a=1\n1767225601 a=2\n");
    await use(file);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("simulate() says how to point a config at it, and ends when told", async () => {
  await withLog(async (file) => {
    const stop = new AbortController();
    const { promise: said, resolve } = Promise.withResolvers<string>();
    const ended = simulate({
      logs: [`Production/web=${file}`],
      replay: "as recorded",
      signal: stop.signal,
      write: resolve,
    });
    const text = await said;
    const [, url = "", key = ""] =
      /url = (http:\/\/127\.0\.0\.1:\d+)\n +x_api_key = (\S+)\n/.exec(text) ?? [];
    assert.match(
      text,
      /\n {2}Production\/web {2}[0-9a-f-]{36} {2}2 events from 2026-01-01T00:00:00Z to 2026-01-01T00:00:01Z\n/,
    );
    assert.ok(text.includes(`\n    deno task -q leexport init --url ${url}\n`));
    const response = await fetch(`${url}/validate`, { headers: { "x-api-key": key } });
    assert.deepEqual(await response.json(), { message: "Authorized" });
    stop.abort();
    await ended;
    await assert.rejects(fetch(`${url}/validate`));
  });
});

Deno.test("simulate() ends at once when it was told before", async () => {
  await withLog(async (file) => {
    await simulate({ logs: [`web=${file}`], signal: AbortSignal.abort(), write: () => {} });
  });
});

const USAGE: readonly (readonly [
  logs: readonly string[],
  rest: { readonly port?: number; readonly polls?: number },
  message: string,
  hint: string,
])[] = [
  [[], {}, "Cannot simulate without logs: none was named", "name one with --log nginx=access.log"],
  [
    ["access.log"],
    {},
    'Cannot simulate the log "access.log": it is not written as NAME=FILE',
    "write --log nginx=/var/log/nginx/access.log",
  ],
  [
    ["web="],
    {},
    'Cannot simulate the log "web=": it is not written as NAME=FILE',
    "write --log nginx=/var/log/nginx/access.log",
  ],
  [
    ["a=x", "a=y"],
    {},
    'Cannot simulate the log "a": the name is there twice',
    "give every file a name of its own",
  ],
  [
    ["/a=x"],
    {},
    'Cannot simulate the log "/a": a part of its name is empty',
    "name it as LOG or SET/LOG",
  ],
  [
    ["a=x"],
    { port: 70_000 },
    "Cannot listen at port 70000: it is not a number from 0 to 65535",
    "write --port 8080, or 0 for a free port",
  ],
  [
    ["a=x"],
    { polls: -1 },
    "Cannot finish a query after -1 polls: it is not a whole number",
    "write --polls 1, or 0 to answer at once",
  ],
];
for (const [logs, rest, message, hint] of USAGE) {
  Deno.test(`simulate() refuses ${logs.join(" ") || "no logs"} ${JSON.stringify(rest)}`, async () => {
    const { signal } = new AbortController();
    await assert.rejects(simulate({ logs, ...rest, signal, write: () => {} }), {
      name: "UsageError",
      message,
      hint,
    });
  });
}

Deno.test("a port that is in use is named", async () => {
  await withLog(async (file) => {
    const logs = [{ name: "web", file }];
    await using first = await startSimulator({ logs });
    const port = Number(new URL(first.url).port);
    await assert.rejects(startSimulator({ logs, port }), {
      name: "LeexportError",
      message: `Cannot listen at 127.0.0.1:${port}: the port is in use`,
      hint: "choose another port with --port, or 0 for a free one",
    });
  });
});

Deno.test("a simulator may be stopped twice", async () => {
  await withLog(async (file) => {
    const simulator = await startSimulator({ logs: [{ name: "web", file }] });
    await Promise.all([simulator[Symbol.asyncDispose](), simulator[Symbol.asyncDispose]()]);
    await simulator.finished;
  });
});
