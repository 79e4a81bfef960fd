import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { loadKafkajs } from "../../src/services/kafka/kafkajs_client.ts";
import { createServiceHost } from "../../src/service_host/create_service_host.ts";
import {
  describeShippedModule,
  listShippedModules,
} from "../../src/service_host/shipped_modules.ts";
import { KafkaService } from "../../src/services/kafka_service.ts";
import { isMissing } from "../servers/requirement.ts";
import { type KafkaServer, missingForKafka, startKafka } from "../servers/kafka.ts";
import { readTopic } from "./kafka_reader.ts";
import { type PushOptions, startSandbox, type Verdict } from "./sandbox.ts";

const FROM = 1_714_556_400_000;
const SLICE_MS = 60_000;

const ignore = isMissing(await missingForKafka());
let server: KafkaServer | undefined;

/** One broker for all tests of this file; each test has topics of its own. */
function kafka(): KafkaServer {
  assert.ok(server !== undefined, "the broker runs");
  return server;
}

if (!ignore) {
  Deno.test.beforeAll(async () => void (server = await startKafka()));
  Deno.test.afterAll(async () => await server?.[Symbol.asyncDispose]());
}

function test(name: string, run: () => Promise<void>): void {
  Deno.test({ name, ignore, fn: run });
}

function series(...values: readonly string[]): string {
  const slices = values.map((value) => `{"count":${value}}`).join();
  return `{"statistics":{"type":"count","from":${FROM},"to":${FROM + values.length * SLICE_MS},
    "granularity":${SLICE_MS},"timeseries":{"global_timeseries":[${slices}]}}}`;
}

function groups(values: Readonly<Record<string, number>>): string {
  const list = Object.entries(values).map(([label, count]) => ({ [label]: { count } }));
  return JSON.stringify({
    statistics: { type: "count", from: FROM, to: FROM + SLICE_MS, groups: list },
  });
}

function to(
  broker: string,
  { topic, deliveryId = "errors/destination/1-2", deadlineMs = 60_000, ...options }: {
    readonly topic: string;
    readonly deliveryId?: string;
    readonly deadlineMs?: number;
    readonly [key: string]: unknown;
  },
): PushOptions {
  const destination = { brokers: [broker], topic, client_id: "leexport", ...options };
  return { service: "kafka", options: destination, deliveryId, deadlineMs };
}

const ACCEPTED: Verdict = { outcome: "accepted" };

test("each slice becomes a message: decimal text, key, header, and the slice's start as its time", async () => {
  const { plain } = kafka();
  await using sandbox = startSandbox({ net: [plain] });
  assert.deepEqual(
    await sandbox.push(series("38", "38.0", "0"), to(plain, { topic: "slices" })),
    ACCEPTED,
  );
  const headers = { "leexport-delivery-id": "errors/destination/1-2" };
  assert.deepEqual(await readTopic(plain, { topic: "slices", count: 3 }), [
    { key: `errors/destination/1-2/${FROM}`, value: "38", timestamp: FROM, headers },
    {
      key: `errors/destination/1-2/${FROM + SLICE_MS}`,
      value: "38.0",
      timestamp: FROM + SLICE_MS,
      headers,
    },
    {
      key: `errors/destination/1-2/${FROM + 2 * SLICE_MS}`,
      value: "0",
      timestamp: FROM + 2 * SLICE_MS,
      headers,
    },
  ]);
  assert.deepEqual(sandbox.log.filter((line) => !line.startsWith("debug")), []);
});

test("each group becomes a message, with its label in the key", async () => {
  const { plain } = kafka();
  await using sandbox = startSandbox({ net: [plain] });
  const before = Date.now();
  const answer = groups({ "wéb-2": 90, "[a,10]": 5 });
  assert.deepEqual(await sandbox.push(answer, to(plain, { topic: "groups" })), ACCEPTED);
  const messages = await readTopic(plain, { topic: "groups", count: 2 });
  assert.deepEqual(messages.map(({ key, value }) => [key, value]), [
    ["errors/destination/1-2/wéb-2", "90"],
    ["errors/destination/1-2/[a,10]", "5"],
  ]);
  assert.ok(messages.every(({ timestamp }) => timestamp >= before && timestamp <= Date.now()));
});

test("a repeat of a delivery has the keys of the first try, another delivery has others", async () => {
  const { plain } = kafka();
  await using sandbox = startSandbox({ net: [plain] });
  for (const deliveryId of ["s/d/1-2", "s/d/1-2", "s/d/2-3"]) {
    const options = to(plain, { topic: "repeats", deliveryId });
    assert.deepEqual(await sandbox.push(series("1", "2"), options), ACCEPTED);
  }
  const messages = await readTopic(plain, { topic: "repeats", count: 6 });
  const [first, , second] = ["s/d/1-2", "s/d/1-2", "s/d/2-3"].map((
    id,
  ) => [`${id}/${FROM}`, `${id}/${FROM + SLICE_MS}`]);
  assert.deepEqual(messages.map(({ key }) => key), [
    ...first ?? [],
    ...first ?? [],
    ...second ?? [],
  ]);
});

test("pushes of many destinations at once arrive whole, each in its order", async () => {
  const { plain } = kafka();
  await using sandbox = startSandbox({ net: [plain] });
  const ids = Array.from({ length: 50 }, (_, index) => `search ${index}/destination/1-2`);
  const verdicts = await Promise.all(
    ids.map((deliveryId) =>
      sandbox.push(series("1", "2", "3"), to(plain, { topic: "crowd", deliveryId }))
    ),
  );
  assert.deepEqual(verdicts, ids.map(() => ACCEPTED));
  const messages = await readTopic(plain, { topic: "crowd", count: 150 });
  for (const id of ids) {
    const own = messages.filter(({ headers }) => headers["leexport-delivery-id"] === id);
    assert.deepEqual(own.map(({ value }) => value), ["1", "2", "3"]);
  }
  assert.equal(messages.length, 150);
});

test("an answer of 20,000 groups is sent in requests that a broker takes", async () => {
  const { plain } = kafka();
  await using sandbox = startSandbox({ net: [plain] });
  const answer = groups(
    Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`host-${index}`, index])),
  );
  assert.deepEqual(await sandbox.push(answer, to(plain, { topic: "many" })), ACCEPTED);
  const messages = await readTopic(plain, { topic: "many", count: 20_000 });
  assert.deepEqual(messages.map(({ value }) => Number(value)), [...Array(20_000).keys()]);
});

test("an answer without values is skipped", async () => {
  await using sandbox = startSandbox({ net: [] });
  const empty = JSON.stringify({ statistics: { type: "count", from: FROM, to: FROM + 1 } });
  assert.deepEqual(await sandbox.push(empty, to("127.0.0.1:1", { topic: "none" })), {
    outcome: "skipped",
    message: "The answer holds no values",
  });
});

test("a broker that stops and starts again between pushes loses nothing that was accepted", async () => {
  await using own = await startKafka();
  await using sandbox = startSandbox({ net: [own.plain] });
  const push = (deliveryId: string) =>
    sandbox.push(series("1"), to(own.plain, { topic: "restart", deliveryId, deadlineMs: 5_000 }));
  assert.deepEqual(await push("a"), ACCEPTED);
  await own.stop();
  const { outcome, message } = await push("b");
  assert.equal(outcome, "retry");
  assert.match(message ?? "", /^topic "restart" at 127\.0\.0\.1:\d+: /);
  await own.start();
  let verdict = await push("b");
  for (let tries = 0; verdict.outcome !== "accepted" && tries < 10; tries++) {
    verdict = await push("b");
  }
  assert.deepEqual(verdict, ACCEPTED);
  assert.deepEqual(await push("c"), ACCEPTED);
  const messages = await readTopic(own.plain, { topic: "restart", count: 3 });
  assert.deepEqual(messages.map(({ key }) => key), [`a/${FROM}`, `b/${FROM}`, `c/${FROM}`]);
});

for (const sasl_mechanism of ["plain", "scram-sha-256", "scram-sha-512"]) {
  test(`the service logs in by ${sasl_mechanism}`, async () => {
    const { sasl, plain, user } = kafka();
    await using sandbox = startSandbox({ net: [sasl] });
    const topic = `sasl-${sasl_mechanism}`;
    const login = { sasl_mechanism, sasl_username: user.username };
    const options = to(sasl, { topic, ...login, sasl_password: user.password });
    assert.deepEqual(await sandbox.push(series("7"), options), ACCEPTED);
    const keyed = { ...to(sasl, { topic, ...login }), apiKey: user.password };
    assert.deepEqual(await sandbox.push(series("8"), keyed), ACCEPTED);
    const messages = await readTopic(plain, { topic, count: 2 });
    assert.deepEqual(messages.map(({ value }) => value), ["7", "8"]);
  });

  test(`a wrong password is a reject by ${sasl_mechanism}, and appears nowhere`, async () => {
    const { sasl, user } = kafka();
    await using sandbox = startSandbox({ net: [sasl] });
    const login = { sasl_mechanism, sasl_username: user.username, sasl_password: "wrong-secret" };
    const verdict = await sandbox.push(series("7"), to(sasl, { topic: "nobody", ...login }));
    assert.equal(verdict.outcome, "reject");
    assert.equal(
      verdict.hint,
      "correct sasl_mechanism, sasl_username and sasl_password of the destination",
    );
    assert.doesNotMatch(JSON.stringify([verdict, sandbox.log]), /wrong-secret/);
  });
}

test("the service speaks TLS when a certificate is named, and reads that file alone", async () => {
  const { tls, plain, ca } = kafka();
  await using sandbox = startSandbox({ net: [tls], read: [ca] });
  assert.deepEqual(
    await sandbox.push(series("7"), to(tls, { topic: "tls", ssl_ca: ca })),
    ACCEPTED,
  );
  const [message] = await readTopic(plain, { topic: "tls", count: 1 });
  assert.equal(message?.value, "7");
});

test("a cluster whose certificate nobody vouches for is a reject", async () => {
  const { tls } = kafka();
  await using sandbox = startSandbox({ net: [tls] });
  const verdict = await sandbox.push(series("7"), to(tls, { topic: "tls", ssl: "on" }));
  assert.equal(verdict.outcome, "reject");
  assert.equal(
    verdict.hint,
    "name the certificate of the cluster's authority in ssl_ca of the destination",
  );
});

test("the service shows its certificate to a cluster that wants one", async () => {
  const { mutual, plain, ca, cert, key } = kafka();
  await using sandbox = startSandbox({ net: [mutual], read: [ca, cert, key] });
  const files = { ssl_ca: ca, ssl_cert: cert, ssl_key: key };
  assert.deepEqual(
    await sandbox.push(series("7"), to(mutual, { topic: "mutual", ...files })),
    ACCEPTED,
  );
  const [message] = await readTopic(plain, { topic: "mutual", count: 1 });
  assert.equal(message?.value, "7");
});

test("an address that the cluster gives out and nobody allowed is named, and not reached", async () => {
  const { elsewhere, advertised } = kafka();
  await using sandbox = startSandbox({ net: [elsewhere] });
  assert.deepEqual(await sandbox.push(series("7"), to(elsewhere, { topic: "elsewhere" })), {
    outcome: "reject",
    message: `topic "elsewhere" at ${elsewhere}: ` +
      `the cluster wants to be reached at ${advertised}, which the service may not reach`,
    hint: `add ${advertised} to allow_net in [[kafka]] of [Services], if that broker is yours`,
  });
});

test("an address that the cluster gives out is reached once it is allowed", async () => {
  const { elsewhere, advertised, plain } = kafka();
  await using sandbox = startSandbox({ net: [elsewhere, advertised] });
  assert.deepEqual(await sandbox.push(series("7"), to(elsewhere, { topic: "allowed" })), ACCEPTED);
  const [message] = await readTopic(plain, { topic: "allowed", count: 1 });
  assert.equal(message?.value, "7");
});

test("what the topic does not take is a reject, and the connection goes on", async () => {
  const { plain } = kafka();
  const { Kafka, logLevel } = (await loadKafkajs()).kafkajs;
  const admin = new Kafka({ brokers: [plain], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const configEntries = [{ name: "max.message.bytes", value: "100" }];
  await admin.createTopics({ topics: [{ topic: "narrow", configEntries }] });
  await admin.disconnect();
  await using sandbox = startSandbox({ net: [plain] });
  assert.deepEqual(await sandbox.push(series("7"), to(plain, { topic: "wide" })), ACCEPTED);
  const verdict = await sandbox.push(series("7"), to(plain, { topic: "narrow" }));
  assert.deepEqual(verdict, {
    outcome: "reject",
    message: `topic "narrow" at ${plain}: ` +
      "The request included a message larger than the max message size the server will accept",
    hint: "raise max.message.bytes of the topic",
  });
  assert.deepEqual(await sandbox.push(series("8"), to(plain, { topic: "wide" })), ACCEPTED);
});

test("a topic with a name that Kafka does not take is a reject", async () => {
  const { plain } = kafka();
  await using sandbox = startSandbox({ net: [plain] });
  const verdict = await sandbox.push(series("7"), to(plain, { topic: "a b" }));
  assert.equal(verdict.outcome, "reject");
  assert.equal(verdict.hint, "correct topic of the destination");
});

test("a closed service leaves no connection and no timer behind", async () => {
  const { plain } = kafka();
  const log = { debug() {}, info() {}, warning() {} };
  const unset = {
    ssl: undefined,
    ssl_ca: undefined,
    ssl_cert: undefined,
    ssl_key: undefined,
    sasl_mechanism: undefined,
    sasl_username: undefined,
    sasl_password: undefined,
    push_url: undefined,
  };
  const destination = { brokers: [plain], topic: "closed", client_id: "leexport", ...unset };
  const services = [1, 2].map(() => new KafkaService({ destination, apiKey: "", log }));
  const delivery = { id: "a", signal: new AbortController().signal };
  for (const service of services) await service.push([{ text: "1", start: FROM }], delivery);
  for (const service of services) await service.close();
});

test("an idle connection costs next to no CPU, and nothing is written to the terminal", async () => {
  const { plain } = kafka();
  const script = fileURLToPath(new URL("./idle_kafka.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", script, plain],
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
  });
  const { stdout, stderr } = await child.output();
  const cpuMsPerSecond = Number(new TextDecoder().decode(stdout));
  assert.doesNotMatch(new TextDecoder().decode(stderr), /Warning/);
  assert.ok(cpuMsPerSecond < 20, `${cpuMsPerSecond} ms of CPU per second`);
});

for (const isolation of ["worker", "process"] as const) {
  test(`the daemon's own sandbox reaches Kafka, and names what it may not reach (${isolation})`, async () => {
    const { plain, elsewhere, advertised } = kafka();
    const shipped = (await listShippedModules()).find(({ name }) => name === "kafka");
    assert.ok(shipped !== undefined);
    await using host = createServiceHost({
      description: await describeShippedModule(shipped),
      apiKey: "",
      net: [plain, elsewhere],
      read: [],
      isolation,
      memoryLimitMib: 256,
      pushDeadlineMs: 60_000,
    });
    const topic = `daemon-${isolation}`;
    const at = (broker: string) => ({
      id: broker,
      options: { brokers: [broker], topic, client_id: "leexport" },
    });
    const transformed = await host.transform(at(plain), series("38.0"));
    assert.ok(transformed.kind === "payload");
    const push = (broker: string) =>
      host.push(at(broker), transformed.payload, { deliveryId: "s/d/1-2" });
    assert.deepEqual(await push(plain), { outcome: "accepted" });
    const refused = await push(elsewhere);
    assert.equal(refused.outcome, "reject");
    assert.ok(refused.outcome === "reject" && refused.hint?.includes(advertised));
    const [message] = await readTopic(plain, { topic, count: 1 });
    assert.equal(message?.value, "38.0");
  });
}
