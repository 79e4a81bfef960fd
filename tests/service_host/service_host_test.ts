import assert from "node:assert/strict";
import { configureLog } from "../../src/log.ts";
import { ServiceError } from "../../src/errors.ts";
import { breakdowns } from "../../src/service_host/breakdowns.ts";
import { createServiceHost } from "../../src/service_host/create_service_host.ts";
import type { Destination, ServiceHost } from "../../src/service_host/service_host.ts";
import { startReceiver } from "../../src/testing.ts";
import { ANSWER } from "./hostile_module.ts";

const FILE = "/etc/leexport/services/sample_service.js";

interface SampleOptions {
  readonly body: string;
  readonly isolation: "worker" | "process";
  readonly net?: readonly string[];
  readonly read?: readonly string[];
  readonly pushDeadlineMs?: number;
}

function sample({ body, isolation, net = [], read = [], pushDeadlineMs = 5000 }: SampleOptions) {
  const text = `import { assertAccepted, PushError, Service } from "leexport";
${body}`;
  return createServiceHost({
    description: {
      name: "sample",
      className: "SampleService",
      origin: "user",
      file: FILE,
      summary: "",
      keys: {},
      accepts: [],
      apiKey: "optional",
      source: { text, language: "javascript" },
    },
    apiKey: "the key",
    net,
    read,
    isolation,
    memoryLimitMib: 256,
    pushDeadlineMs,
  });
}

function classWith(methods: string): string {
  return `export class SampleService extends Service {
  transform(response) { return {}; }
  async push(payload, delivery) {}
  ${methods}
}`;
}

function destination(): Destination {
  return { id: "errors/destination", options: {} };
}

function push(
  host: ServiceHost,
  { id = "errors/destination", options = {} }: Partial<Destination> = {},
) {
  return host.push({ id, options }, `{"a":1}`, { deliveryId: "errors/destination/1-2" });
}

async function errorOf(promise: Promise<unknown>): Promise<ServiceError> {
  const error = await promise.then(() => undefined, (error: unknown) => error);
  assert(error instanceof ServiceError, "there was no ServiceError");
  return error;
}

for (const isolation of ["worker", "process"] as const) {
  Deno.test(`breakdowns() counts a ${isolation} that breaks down, and none that works`, async () => {
    const count = () => breakdowns().get("sample") ?? 0;
    const before = count();
    {
      await using well = sample({ body: classWith(""), isolation });
      await push(well);
    }
    assert.equal(count(), before);
    const body = classWith(
      "async push() { setTimeout(() => { throw new Error('no'); }); await new Promise(() => {}); }",
    );
    await using host = sample({ body, isolation });
    await errorOf(push(host));
    assert.equal(count(), before + 1);
  });

  Deno.test(`a ${isolation} transforms an answer into plain data`, async () => {
    const body = classWith(
      "transform(response) { return { total: response.total, when: new Date(0), none: undefined }; }",
    );
    await using host = sample({ body, isolation });
    assert.deepEqual(await host.transform(destination(), ANSWER), {
      kind: "payload",
      payload: '{"total":38,"when":"1970-01-01T00:00:00.000Z"}',
    });
  });

  Deno.test(`what a ${isolation} made of an answer comes back to its module as it was`, async () => {
    await using server = startReceiver();
    const body = classWith(
      `transform() { return { a: ["\\n\\u2028\\\\", "\\ud800", 1e21, null, {}] }; }
  async push(payload) {
    await fetch(this.destination.url, { method: "POST", body: JSON.stringify(payload) });
  }`,
    );
    await using host = sample({ body, isolation, net: [server.host] });
    const there = { id: "errors/destination", options: { url: server.url } };
    const transformed = await host.transform(there, ANSWER);
    assert(transformed.kind === "payload");
    assert.equal(transformed.payload, '{"a":["\\n\u2028\\\\","\\ud800",1e+21,null,{}]}');
    await host.push(there, transformed.payload, { deliveryId: "1" });
    assert.equal(server.requests[0]?.body, transformed.payload);
  });

  Deno.test(`a ${isolation} says why there is no payload`, async () => {
    const body = classWith(`transform() { return this.skip("The answer has no groups"); }`);
    await using host = sample({ body, isolation });
    assert.deepEqual(await host.transform(destination(), ANSWER), {
      kind: "skipped",
      reason: "The answer has no groups",
    });
  });

  Deno.test(`a ${isolation} hands payload, options, key and delivery to the module`, async () => {
    await using server = startReceiver();
    const body = classWith(`async push(payload, { id }) {
    const { url, topics } = this.destination;
    const body = JSON.stringify({ payload, topics, id, key: this.apiKey });
    await assertAccepted(await fetch(url, { method: "POST", body }));
  }`);
    await using host = sample({ body, isolation, net: [server.host] });
    const options = { url: server.url, topics: ["a", "b"] };
    assert.deepEqual(await push(host, { options }), { outcome: "accepted" });
    assert.deepEqual(JSON.parse(server.requests[0]?.body ?? ""), {
      payload: { a: 1 },
      topics: ["a", "b"],
      id: "errors/destination/1-2",
      key: "the key",
    });
  });

  Deno.test(`a ${isolation} makes one instance for each destination`, async () => {
    await using server = startReceiver();
    const body = classWith(`count = 0;
  async push() { await fetch(this.destination.url, { method: "POST", body: String(++this.count) }); }`);
    await using host = sample({ body, isolation, net: [server.host] });
    const options = { url: server.url };
    for (const id of ["a", "a", "b", "a"]) {
      await host.push({ id, options }, "{}", { deliveryId: "1" });
    }
    assert.deepEqual(server.requests.map(({ body }) => body), ["1", "2", "1", "3"]);
  });

  Deno.test(`a ${isolation} closes the instance of a destination that it is told to forget`, async () => {
    await using server = startReceiver();
    const body = classWith(`count = 0;
  async push() { await this.tell(++this.count); }
  async close() { await this.tell("closed"); throw new Error("never mind"); }
  async tell(body) { await fetch(this.destination.url, { method: "POST", body: String(body) }); }`);
    await using host = sample({ body, isolation, net: [server.host] });
    host.forget("a");
    const options = { url: server.url };
    await push(host, { id: "a", options });
    await push(host, { id: "a", options });
    host.forget("a");
    host.forget("unknown");
    await push(host, { id: "a", options });
    assert.deepEqual(server.requests.map(({ body }) => body).sort(), ["1", "1", "2", "closed"]);
  });

  Deno.test(`a ${isolation} tells a destination's verdict as it was thrown`, async () => {
    const body = classWith(`async push() {
    const { outcome, wait } = this.destination;
    throw new PushError("the server is full", { outcome, hint: "empty it", retryAfterMs: wait });
  }`);
    await using host = sample({ body, isolation });
    assert.deepEqual(await push(host, { options: { outcome: "retry", wait: 1500 } }), {
      outcome: "retry",
      reason: "the server is full",
      hint: "empty it",
      retryAfterMs: 1500,
    });
    assert.deepEqual(await push(host, { id: "third", options: { outcome: "unknown", wait: 1 } }), {
      outcome: "unknown",
      reason: "the server is full",
      hint: "empty it",
      retryAfterMs: 1,
    });
    assert.deepEqual(await push(host, { id: "other", options: { outcome: "reject" } }), {
      outcome: "reject",
      reason: "the server is full",
      hint: "empty it",
    });
  });

  Deno.test(`a ${isolation} goes on after a verdict that nobody understands`, async () => {
    const body = classWith(`pushes = 0;
  async push() {
    if (++this.pushes > 1) return;
    throw new PushError("busy", { outcome: "retry", retryAfterMs: NaN });
  }`);
    await using host = sample({ body, isolation });
    await assert.rejects(push(host), {
      message: /^service "sample" threw a PushError with the retryAfterMs NaN, which is no number/,
    });
    assert.deepEqual(await push(host), { outcome: "accepted" });
  });

  Deno.test(`a ${isolation} retries where there is no connection and keeps the address to itself`, async () => {
    const body = classWith(
      `async push() { await fetch(this.destination.url + "/token-in-path?key=in-query"); }`,
    );
    const server = startReceiver();
    await server[Symbol.asyncDispose]();
    await using host = sample({ body, isolation, net: [server.host] });
    assert.deepEqual(await push(host, { options: { url: server.url } }), {
      outcome: "retry",
      reason: `${server.host} cannot be reached: Connection refused`,
      hint: undefined,
      retryAfterMs: undefined,
    });
  });

  Deno.test(`a ${isolation} aborts a push a little before its deadline`, async () => {
    await using server = startReceiver();
    const body = classWith(`async push(payload, { signal }) {
    await new Promise((_, reject) => signal.onabort = () => reject(signal.reason));
  }`);
    await using host = sample({ body, isolation, pushDeadlineMs: 300, net: [server.host] });
    const begun = performance.now();
    const result = await push(host);
    assert(performance.now() - begun >= 250);
    assert.deepEqual(result, {
      outcome: "unknown",
      reason: "no answer within 0.3 s",
      hint: undefined,
      retryAfterMs: undefined,
    });
  });

  Deno.test(`a ${isolation} takes whatever an aborted push throws for the end of its time`, async () => {
    const body = classWith(`async push(payload, { signal }) {
    await new Promise((_, reject) => signal.onabort = () => reject(new Deno.errors.BadResource("x")));
  }`);
    await using host = sample({ body, isolation, pushDeadlineMs: 300 });
    assert.deepEqual(await push(host), {
      outcome: "unknown",
      reason: "no answer within 0.3 s",
      hint: undefined,
      retryAfterMs: undefined,
    });
  });

  Deno.test(`a ${isolation} outlives a push that never ends`, async () => {
    const body = classWith(
      `async push() { if (this.destination.hang) await new Promise(() => {}); }`,
    );
    await using host = sample({ body, isolation, pushDeadlineMs: 200 });
    const [hung, other] = await Promise.all([
      push(host, { options: { hang: "yes" } }),
      push(host, { id: "other" }),
    ]);
    assert.equal(hung.outcome, "unknown");
    assert.deepEqual(other, { outcome: "accepted" });
  });

  Deno.test(`a ${isolation} tells a fault with its place in the file`, async () => {
    const body = classWith(`transform() {
    return nothing.at.all;
  }`);
    await using host = sample({ body, isolation });
    const error = await errorOf(host.transform(destination(), ANSWER));
    assert.equal(error.fault, "crash");
    assert.equal(
      error.message,
      `service "sample": ReferenceError: nothing is not defined (${FILE}:6:5)`,
    );
    assert.deepEqual(await push(host), { outcome: "accepted" });
  });

  for (
    const [what, value, message] of [
      [
        "a promise",
        "Promise.resolve({})",
        "transform() returned a promise; it must return the payload itself",
      ],
      ["a function", "() => {}", "transform() returned a function"],
      ["a large integer", "{ n: 1n }", "Do not know how to serialize a BigInt"],
      ["too large", "'x'.repeat(17 * 1024 * 1024)", "a payload is larger than 16 MiB"],
      [
        "nested too deeply",
        'JSON.parse("[".repeat(600) + "]".repeat(600))',
        "a payload is nested deeper than 500 levels",
      ],
    ] as const
  ) {
    Deno.test(`a ${isolation} takes no payload that is ${what}`, async () => {
      await using host = sample({ body: classWith(`transform() { return ${value}; }`), isolation });
      const { message: told } = await errorOf(host.transform(destination(), ANSWER));
      const expected = `service "sample": TypeError: ${message}`;
      assert.equal(told.replace(/ \(.*:\d+:\d+\)$/, ""), expected);
      assert.deepEqual(await push(host), { outcome: "accepted" });
    });
  }

  Deno.test(`a ${isolation} does not hand an answer that cannot be read to the module`, async () => {
    await using host = sample({ body: classWith(""), isolation });
    const error = await errorOf(host.transform(destination(), "<html>"));
    assert.match(error.message, /^service "sample": /);
  });

  Deno.test(`a ${isolation} closes its instances before it ends, and can be disposed of twice`, async () => {
    await using server = startReceiver();
    const body = classWith(`async close() { await fetch(this.destination.url + "/closed"); }`);
    const host = sample({ body, isolation, net: [server.host] });
    await push(host, { options: { url: server.url } });
    await Promise.all([host[Symbol.asyncDispose](), host[Symbol.asyncDispose]()]);
    assert.deepEqual(server.requests.map(({ path }) => path), ["/closed"]);
    const error = await errorOf(push(host));
    assert.equal(error.message, 'service "sample": the program has let go of it');
  });

  Deno.test(`a ${isolation} waits a second at most for instances to close`, async () => {
    const host = sample({
      body: classWith("close() { return new Promise(() => {}); }"),
      isolation,
    });
    await push(host);
    const begun = performance.now();
    await host[Symbol.asyncDispose]();
    assert(performance.now() - begun < 10_000);
  });

  Deno.test(`a ${isolation} that was never called is disposed of at once`, async () => {
    await sample({ body: "", isolation })[Symbol.asyncDispose]();
  });

  Deno.test(`calls in flight end when a ${isolation} is disposed of`, async () => {
    const body = classWith("async push() { await new Promise(() => {}); }");
    const host = sample({ body, isolation });
    const pushed = errorOf(push(host));
    await host[Symbol.asyncDispose]();
    assert.equal(
      (await pushed).message,
      'service "sample": the program has let go of it',
    );
  });

  Deno.test(`a ${isolation} that broke down is closed for a second, and then works again`, async () => {
    const body = classWith(`async push() {
    if (this.destination.bad) { setTimeout(() => { throw new Error("late"); }); await new Promise(() => {}); }
  }`);
    await using host = sample({ body, isolation });
    const first = await errorOf(push(host, { options: { bad: "yes" } }));
    assert.equal(first.message, `service "sample": Error: late (${FILE}:6:58)`);
    const second = await errorOf(push(host));
    assert.equal(second.message, `${first.message}; it is started again in 1 s`);
    assert.equal(second.fault, "crash");
    await again(() => push(host));
  });

  Deno.test(`a module in a ${isolation} computes with the built-ins it may import`, async () => {
    await using server = startReceiver();
    const body = `import { createHmac } from "node:crypto";
import { Buffer } from "node:buffer";
${
      classWith(`async push() {
    const { gzipSync } = await import("node:zlib");
    for (const name of ["assert", "assert/strict", "events", "path", "querystring", "string_decoder", "url"]) await import("node:" + name);
    const body = createHmac("sha256", "k").update(Buffer.from("text")).digest("hex");
    if (gzipSync("x".repeat(1000)).length > 100) throw new Error("not packed");
    await fetch(this.destination.url, { method: "POST", body });
  }`)
    }`;
    await using host = sample({ body, isolation, net: [server.host] });
    assert.deepEqual(await push(host, { options: { url: server.url } }), { outcome: "accepted" });
    assert.equal(server.requests[0]?.body.length, 64);
  });

  Deno.test(`a module in a ${isolation} reads the files that were granted`, async () => {
    const file = await Deno.makeTempFile();
    await Deno.writeTextFile(file, "certificate");
    const body = classWith(
      `async push() { throw new PushError(await Deno.readTextFile(this.destination.file), { outcome: "reject" }); }`,
    );
    await using host = sample({ body, isolation, read: [file] });
    const result = await push(host, { options: { file } });
    assert.deepEqual(result, { outcome: "reject", reason: "certificate", hint: undefined });
    await Deno.remove(file);
  });

  Deno.test(`a module in a ${isolation} speaks TCP with a host that was granted`, async () => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const received = listener.accept().then((connection) =>
      new Response(connection.readable).text()
    );
    const body = classWith(`async push() {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: this.destination.port });
    await connection.write(new TextEncoder().encode("metric 1 2\\n"));
  }`);
    const { port } = listener.addr;
    await using host = sample({ body, isolation, net: [`127.0.0.1:${port}`] });
    assert.deepEqual(await push(host, { options: { port } }), { outcome: "accepted" });
    assert.equal(await received, "metric 1 2\n");
  });
}

Deno.test("a push waits for its turn as long as it takes, and is told when there will be none", async () => {
  const body = classWith("async push() { await new Promise(() => {}); }");
  const host = sample({ body, isolation: "worker", pushDeadlineMs: 300 });
  const crowd = Array.from({ length: 150 }, (_, index) => push(host, { id: String(index) }));
  const results = await Promise.all(crowd);
  const silent = { outcome: "unknown", reason: "no answer within 0.3 s" };
  const told = results.map((result) => "reason" in result ? result : undefined);
  assert.deepEqual(
    told.map((result) => ({ outcome: result?.outcome, reason: result?.reason })),
    results.map(() => silent),
  );
  const late = Array.from({ length: 150 }, (_, index) => errorOf(push(host, { id: `${index}` })));
  await host[Symbol.asyncDispose]();
  const messages = new Set((await Promise.all(late)).map(({ message }) => message));
  assert.deepEqual([...messages], ['service "sample": the program has let go of it']);
});

/** Tries until the sandbox is open again. */
async function again(attempt: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  assert.fail("it was not started again");
}

Deno.test("lines of a module reach the log under the name of its service", async () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line.slice(25).trimEnd());
  await configureLog({ level: "debug", format: "text", write });
  const body = classWith(`async push() {
    this.log.debug("a {detail}");
    this.log.info("done");
    this.log.warning("mended");
    console.log("plain", { n: 1 });
    console.error("bad");
    console.table([]);
  }`);
  await using host = sample({ body, isolation: "worker" });
  await push(host);
  assert.deepEqual(lines, [
    "debug   service.sample: a {detail}",
    "info    service.sample: done",
    "warning service.sample: mended",
    "info    service.sample: plain { n: 1 }",
    "warning service.sample: bad",
  ]);
});
