import assert from "node:assert/strict";
import { batchesOf } from "../../src/services/kafka/messages.ts";
import { missingForMockKafka, startMockKafka } from "../servers/mock_kafka.ts";
import { startMuteServer } from "../servers/mute_server.ts";
import { isMissing } from "../servers/requirement.ts";
import { type PushOptions, startSandbox } from "./sandbox.ts";

const ONE_VALUE = JSON.stringify({
  statistics: { type: "count", from: 0, to: 60_000, timeseries: { a: [{ count: 7 }] } },
});

function to(broker: string, options: Readonly<Record<string, unknown>> = {}): PushOptions {
  const destination = { brokers: [broker], topic: "values", client_id: "leexport", ...options };
  return { service: "kafka", options: destination, deliveryId: "s/d/1-2", deadlineMs: 1_000 };
}

const NO_ANSWER = "the cluster did not answer in time";

Deno.test("a broker that never answers is a retry when the time is over, and is let go", async () => {
  await using mute = startMuteServer();
  await using sandbox = startSandbox({ net: [mute.host] });
  assert.deepEqual(await sandbox.push(ONE_VALUE, to(mute.host)), {
    outcome: "retry",
    message: `topic "values" at ${mute.host}: ${NO_ANSWER}`,
    hint: undefined,
  });
  await mute.allEnded();
});

Deno.test("destinations that reach a cluster in the same way share one connection", async () => {
  await using mute = startMuteServer();
  await using sandbox = startSandbox({ net: [mute.host] });
  const destinations = [{}, { topic: "other" }, { topic: "third" }];
  await Promise.all(destinations.map((more) => sandbox.push(ONE_VALUE, to(mute.host, more))));
  assert.equal(mute.connections, 1);
});

Deno.test("destinations that reach a cluster as others have a connection of their own", async () => {
  await using mute = startMuteServer();
  await using sandbox = startSandbox({ net: [mute.host] });
  const destinations = [{}, { client_id: "other" }];
  await Promise.all(destinations.map((more) => sandbox.push(ONE_VALUE, to(mute.host, more))));
  assert.equal(mute.connections, 2);
});

Deno.test("a port on which nobody listens is a retry", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const host = `127.0.0.1:${listener.addr.port}`;
  listener.close();
  await using sandbox = startSandbox({ net: [host] });
  const verdict = await sandbox.push(ONE_VALUE, { ...to(host), deadlineMs: 20_000 });
  assert.deepEqual(verdict, {
    outcome: "retry",
    message: `topic "values" at ${host}: ` +
      `${host} refused the connection`,
    hint: undefined,
  });
});

Deno.test("closing does not wait for a broker that never answers", async () => {
  await using mute = startMuteServer();
  await using sandbox = startSandbox({ net: [mute.host] });
  const pushing = sandbox.push(ONE_VALUE, { ...to(mute.host), deadlineMs: 3_000 });
  await sandbox.close();
  assert.equal((await pushing).outcome, "retry");
});

for (
  const [options, found, hint] of [
    [
      { brokers: ["[::1]:9092"] },
      `brokers names "[::1]:9092", an IPv6 address`,
      "write a host name in its place",
    ],
    [
      { ssl_cert: "/a.pem" },
      "ssl_cert is there, but ssl_key is missing",
      "add ssl_key, or take both away",
    ],
    [
      { ssl_key: "/a.key" },
      "ssl_key is there, but ssl_cert is missing",
      "add ssl_cert, or take both away",
    ],
    [
      { sasl_username: "a" },
      "sasl_username is there, but sasl_mechanism is missing",
      "add sasl_mechanism",
    ],
    [
      { sasl_mechanism: "plain" },
      "sasl_mechanism is there, but sasl_username is missing",
      "add sasl_username",
    ],
    [
      { sasl_mechanism: "plain", sasl_username: "a" },
      "sasl_mechanism is there, but sasl_password is missing",
      "add sasl_password",
    ],
  ] as const
) {
  Deno.test(`keys that do not go together are a reject: ${found}`, async () => {
    await using sandbox = startSandbox({ net: [] });
    assert.deepEqual(await sandbox.push(ONE_VALUE, to("127.0.0.1:1", options)), {
      outcome: "reject",
      message: found,
      hint,
    });
  });
}

Deno.test("a certificate file that does not exist is a reject that names its key", async () => {
  const path = "/nowhere/ca.pem";
  await using sandbox = startSandbox({ net: ["127.0.0.1:1"], read: [path] });
  assert.deepEqual(await sandbox.push(ONE_VALUE, to("127.0.0.1:1", { ssl_ca: path })), {
    outcome: "reject",
    message: `ssl_ca "${path}" cannot be read: there is no such file`,
    hint: "correct ssl_ca of the destination",
  });
});

Deno.test("a certificate file that was not granted is not read", async () => {
  await using sandbox = startSandbox({ net: ["127.0.0.1:1"] });
  const { outcome, message } = await sandbox.push(
    ONE_VALUE,
    to("127.0.0.1:1", { ssl_ca: "/etc/passwd" }),
  );
  assert.equal(outcome, "failed");
  assert.match(message ?? "", /^NotCapable: Requires read access to "\/etc\/passwd"/);
});

Deno.test("batches keep the order, and none is larger than half a mebibyte", () => {
  const values = Array.from(
    { length: 9_000 },
    (_, index) => ({ text: `${index}`, label: `g${index}` }),
  );
  const batches = batchesOf(values, { deliveryId: "search/destination/1-2" });
  assert.ok(batches.length > 1);
  assert.deepEqual(batches.flat().map(({ value }) => value), values.map(({ text }) => text));
  for (const batch of batches) assert.ok(JSON.stringify(batch).length < 2 * 524_288);
});

const ignore = isMissing(await missingForMockKafka());

Deno.test({
  name: "a cluster that falls silent after the messages were sent may have taken them",
  ignore,
  async fn() {
    await using mock = await startMockKafka({ topic: "values" });
    await using sandbox = startSandbox({ net: [mock.broker] });
    const options = to(mock.broker);
    assert.deepEqual(await sandbox.push(ONE_VALUE, { ...options, deadlineMs: 30_000 }), {
      outcome: "accepted",
    });
    await mock.pause();
    assert.deepEqual(await sandbox.push(ONE_VALUE, options), {
      outcome: "unknown",
      message: `topic "values" at ${mock.broker}: ${NO_ANSWER}`,
      hint: undefined,
    });
    const fresh = await sandbox.push(ONE_VALUE, options);
    assert.equal(fresh.outcome, "retry");
  },
});

Deno.test({
  name: "a cluster that does not number messages takes them all the same, and the log says so",
  ignore,
  async fn() {
    await using mock = await startMockKafka({ topic: "values" });
    await using sandbox = startSandbox({ net: [mock.broker] });
    const options = { ...to(mock.broker), deadlineMs: 30_000 };
    assert.deepEqual(await sandbox.push(ONE_VALUE, options), { outcome: "accepted" });
    await mock.values.until((value) => value === "7");
    assert.deepEqual(sandbox.log.filter((line) => !line.startsWith("debug")), [
      "info: The cluster does not number messages: a lost answer may double some",
    ]);
  },
});
