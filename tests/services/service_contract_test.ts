/** What every shipped service keeps to; a new file in `src/services` is held to it without a word here. */
import assert from "node:assert/strict";
import type { Key, KeyTable } from "../../src/key.ts";
import { type QueryResponse, readQueryResponse } from "../../src/query_response.ts";
import { PushError, Service, type ServiceInput } from "../../src/service.ts";
import { type Receiver, startReceiver } from "../../src/testing.ts";

const FOLDER = new URL("../../src/services/", import.meta.url);
const RESPONSES = new URL("../fixtures/responses/", import.meta.url);
const API_KEY = "the-key-of-the-service";

interface ServiceClass {
  new (input: ServiceInput<Readonly<Record<string, unknown>>>): Service;
  readonly summary: string;
  readonly keys: KeyTable;
  readonly accepts: readonly string[];
}

function isServiceClass(value: unknown): value is ServiceClass {
  return typeof value === "function" && value.prototype instanceof Service;
}

function classNameOf(file: string): string {
  const words = file.replace(/\.ts$/, "").split("_");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

async function serviceFiles(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(FOLDER)) if (isFile) names.push(name);
  return names.sort();
}

async function answers(): Promise<{ name: string; body: string }[]> {
  const all: { name: string; body: string }[] = [];
  for (const form of ["2016", "current"]) {
    for await (const { name } of Deno.readDir(new URL(form, RESPONSES))) {
      const body = await Deno.readTextFile(new URL(`${form}/${name}`, RESPONSES));
      all.push({ name: `${form}/${name}`, body });
    }
  }
  return all;
}

function valueFor({ type, choices, default: given }: Key, pick: number): unknown {
  if (given !== undefined) return given;
  if (type === "choice") return choices?.[pick % choices.length]?.value;
  if (type === "hosts") return ["127.0.0.1:9"];
  return type === "url" ? "http://127.0.0.1:9/" : "a.name";
}

/** As many destinations as the widest choice has values. */
function destinationsOf(keys: KeyTable): Record<string, unknown>[] {
  const required = Object.entries(keys).filter(([, { required, default: given }]) =>
    required || given !== undefined
  );
  const widest = Math.max(1, ...required.map(([, { choices }]) => choices?.length ?? 1));
  return Array.from(
    { length: widest },
    (_, pick) => Object.fromEntries(required.map(([name, key]) => [name, valueFor(key, pick)])),
  );
}

const loggedLines: string[] = [];
const log = {
  debug: (line: string) => void loggedLines.push(line),
  info: (line: string) => void loggedLines.push(line),
  warning: (line: string) => void loggedLines.push(line),
};

function snapshot(response: QueryResponse): unknown {
  const { from, to, series, groups, groupSeries, total, totalText } = response;
  return structuredClone({ from, to, series, groups, groupSeries, total, totalText });
}

/** A payload of the service, and a destination of it, of an answer that fits. */
function anyPayload(
  serviceClass: ServiceClass,
  { destination, bodies }: {
    readonly destination: Readonly<Record<string, unknown>>;
    readonly bodies: readonly string[];
  },
): { readonly service: Service; readonly payload: unknown } {
  const service = new serviceClass({ destination, apiKey: API_KEY, log });
  const payload = bodies
    .map((body) => service.transform(readQueryResponse(body)))
    .find((payload) => payload !== undefined);
  assert.ok(payload !== undefined, "no answer fits");
  return { service, payload };
}

async function pushTo(
  http: Receiver,
  { serviceClass, bodies }: { readonly serviceClass: ServiceClass; readonly bodies: string[] },
): Promise<PushError> {
  const [destination = {}] = destinationsOf(serviceClass.keys);
  const there = { ...destination, push_url: `${http.url}/path` };
  const { service, payload } = anyPayload(serviceClass, { destination: there, bodies });
  const delivery = { id: "s/d/1-2", signal: new AbortController().signal };
  try {
    await service.push(payload, delivery);
  } catch (error) {
    if (error instanceof PushError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: "the push was accepted" });
}

const files = await serviceFiles();
const fixtures = await answers();
const bodies = fixtures.map(({ body }) => body);

Deno.test("the shipped services are those that leexportpy had", () => {
  const leexportpy = ["dummy", "geckoboard", "hosted_graphite", "kafka"];
  assert.deepEqual(files, leexportpy.map((name) => `${name}_service.ts`));
});

for (const file of files) {
  const exports: Record<string, unknown> = await import(new URL(file, FOLDER).href);
  const className = classNameOf(file);
  const serviceClass = exports[className];
  if (!isServiceClass(serviceClass)) {
    throw new TypeError(`${file} exports no service ${className}`);
  }

  Deno.test(`${className} says what it does in one sentence, and so does each of its keys`, () => {
    const sentences = [
      serviceClass.summary,
      ...Object.values(serviceClass.keys).map(({ help }) => help),
    ];
    for (const sentence of sentences) assert.match(sentence, /^[A-Z].*[^.]$/);
  });

  Deno.test(`${className} declares plain data, which can leave a sandbox`, () => {
    const { keys, accepts } = serviceClass;
    assert.deepEqual(JSON.parse(JSON.stringify({ keys, accepts })), { keys, accepts });
  });

  for (const { name, body } of fixtures) {
    Deno.test(`${className} makes the same plain payload of ${name} twice, and leaves it alone`, () => {
      for (const destination of destinationsOf(serviceClass.keys)) {
        const service: Service = new serviceClass({ destination, apiKey: API_KEY, log });
        const response = readQueryResponse(body);
        const before = snapshot(response);
        const first: unknown = service.transform(response);
        const second: unknown = service.transform(response);
        assert.deepEqual(first, second);
        assert.deepEqual(snapshot(response), before);
        if (first !== undefined) {
          const plain = JSON.stringify(first);
          assert.equal(JSON.stringify(JSON.parse(plain)), plain);
          assert.ok(!plain.includes(API_KEY), "the key stays out of the payload");
        }
        const reason = first === undefined ? service.takeSkipped()?.reason : undefined;
        assert.equal(first === undefined, reason !== undefined);
        if (reason !== undefined) assert.match(reason, /^[A-Z].*[^.]$/);
      }
    });
  }

  const overHttp = serviceClass.keys["push_url"]?.type === "url" &&
    serviceClass.keys["push_url"].required;
  if (!overHttp) continue;

  Deno.test(`${className} asks for another try after 503, when the destination says`, async () => {
    await using http = startReceiver({
      answer: () => new Response("later", { status: 503, headers: { "retry-after": "7" } }),
    });
    const error = await pushTo(http, { serviceClass, bodies });
    assert.equal(error.outcome, "retry");
    assert.equal(error.retryAfterMs, 7000);
    assert.equal(error.message, `${http.host} answered 503: later`);
  });

  Deno.test(`${className} leaves it open after 502 whether the payload was taken`, async () => {
    await using http = startReceiver({ answer: () => new Response("", { status: 502 }) });
    const error = await pushTo(http, { serviceClass, bodies });
    assert.equal(error.outcome, "unknown");
    assert.equal(http.requests[0]?.headers.get("leexport-delivery-id"), "s/d/1-2");
  });

  Deno.test(`${className} gives up a payload after 422`, async () => {
    await using http = startReceiver({ answer: () => new Response("odd", { status: 422 }) });
    const error = await pushTo(http, { serviceClass, bodies });
    assert.equal(error.outcome, "reject");
    assert.equal(error.message, `${http.host} answered 422: odd`);
  });
}

Deno.test("no service logs its key", () => {
  assert.ok(loggedLines.every((line) => !line.includes(API_KEY)));
});
