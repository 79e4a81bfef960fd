import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import {
  assertAccepted,
  choice,
  type Delivery,
  integer,
  list,
  optional,
  PushError,
  type QueryResponse,
  Service,
  text,
  url,
} from "../../src/service.ts";
import { hang, openService, refuse, seriesAnswer, startReceiver } from "../../src/testing.ts";
import { closedHost } from "../servers/closed_host.ts";

const keys = {
  push_url: url("Where values go"),
  name: text("What they are called", { default: "total" }),
  tags: optional(list("Words")),
  times: integer("How many times", { default: "1", min: 1, max: 9 }),
  kind: choice("What is drawn", [{ value: "line", help: "A line" }], { default: "line" }),
};

class SampleService extends Service<unknown, typeof keys> {
  static override readonly keys = keys;

  override transform({ total, series }: QueryResponse): unknown {
    if (total === undefined) return this.skip("The answer has no total");
    const { push_url: _url, ...rest } = this.destination;
    return { total, at: new Date(series[0]?.start ?? 0), none: undefined, ...rest };
  }

  override async push(payload: unknown, { id, signal, onUnknown }: Delivery): Promise<void> {
    const body = JSON.stringify({ payload, id, onUnknown, key: this.apiKey });
    const method = "POST";
    await assertAccepted(await fetch(this.destination.push_url, { method, body, signal }));
    this.log.info("pushed");
  }
}

const PUSH_URL = "http://127.0.0.1:9/";

Deno.test("an opened service pushes what JSON makes of its payload", async () => {
  await using receiver = startReceiver();
  await using service = openService(SampleService, {
    destination: { push_url: receiver.url, times: 3, tags: ["a", "b"] },
    apiKey: "key",
  });
  const payload = {
    total: 42,
    at: "1970-01-01T00:00:00.000Z",
    name: "total",
    tags: ["a", "b"],
    times: 3,
    kind: "line",
  };
  const made = service.transform(seriesAnswer([30, 12], { from: 0 }));
  deepStrictEqual(made, { outcome: "payload", payload });
  const result = await service.push(payload, { deliveryId: "1", onUnknown: "drop" });
  deepStrictEqual(result, { outcome: "accepted" });
  const sent = JSON.parse(receiver.requests[0]?.body ?? "");
  deepStrictEqual(sent, { payload, id: "1", onUnknown: "drop", key: "key" });
  deepStrictEqual(service.log, ["info: pushed"]);
});

Deno.test("a run of an opened service says why an answer is skipped", async () => {
  await using service = openService(SampleService, { destination: { push_url: PUSH_URL } });
  const answer = seriesAnswer([undefined], { function: "average", key: "rt" });
  const skipped = { outcome: "skipped", reason: "The answer has no total" };
  deepStrictEqual(await service.run(answer), skipped);
});

for (
  const [status, outcome] of [[503, "retry"], [500, "unknown"], [422, "reject"]] as const
) {
  Deno.test(`a push that is answered ${status} ends as ${outcome}`, async () => {
    await using receiver = startReceiver({ answer: () => refuse(status, { body: "so" }) });
    await using service = openService(SampleService, { destination: { push_url: receiver.url } });
    const reason = `${receiver.host} answered ${status}: so`;
    deepStrictEqual(await service.run(seriesAnswer([1])), { outcome, reason });
  });
}

Deno.test("a push that takes too long is unknown", async () => {
  await using receiver = startReceiver({ answer: hang });
  await using service = openService(SampleService, {
    destination: { push_url: receiver.url },
    pushDeadlineMs: 100,
  });
  const result = await service.run(seriesAnswer([1]));
  deepStrictEqual(result, { outcome: "unknown", reason: "no answer within 0.1 s" });
});

Deno.test("a push to where nobody listens is a retry", async () => {
  const destination = { push_url: `http://${closedHost()}` };
  await using service = openService(SampleService, { destination });
  const { outcome } = await service.run(seriesAnswer([1]));
  strictEqual(outcome, "retry");
});

for (
  const [what, destination, message] of [
    [
      "is missing",
      {},
      "Cannot use the destination: push_url is missing\n" +
      "  hint: add push_url = …: Where values go",
    ],
    [
      "is unknown",
      { push_url: PUSH_URL, nmae: "x" },
      'Cannot use key "nmae" in the destination: service "sample" has no such key\n' +
      '  hint: did you mean "name"?',
    ],
    [
      "is unreadable",
      { push_url: "127.0.0.1:9", times: 10 },
      "Cannot read push_url of the destination: it does not begin with https:// or http://\n" +
      "  hint: write a whole address\n" +
      'Cannot read times of the destination: "10" is above 9\n' +
      "  hint: write a whole number from 1 to 9: How many times",
    ],
  ] as const
) {
  Deno.test(`a key that ${what} is told in the words of leexport check`, () => {
    throws(() => openService(SampleService, { destination }), { name: "LeexportError", message });
  });
}

Deno.test("a service that needs an api_key is not opened without one", async () => {
  class KeyedService extends SampleService {
    static override readonly apiKey = "required";
  }
  const destination = { push_url: PUSH_URL };
  throws(() => openService(KeyedService, { destination }), {
    message: "Cannot use [[keyed]] of [Services]: api_key is missing\n" +
      "  hint: add api_key = …: Key that the service pushes with",
  });
  await openService(KeyedService, { destination, apiKey: "k" })[Symbol.asyncDispose]();
});

Deno.test("a class that the program would not load is not opened", () => {
  class Sample extends SampleService {}
  throws(() => openService(Sample), {
    name: "TypeError",
    message: /^Cannot open "Sample": it is not named as a service is; /,
  });
  class ReservedService extends SampleService {
    static override readonly keys = { ...keys, service: text("A word") };
  }
  throws(() => openService(ReservedService), {
    message: 'its key "service" has a meaning already',
  });
  class ProcessingService extends SampleService {
    override async process(): Promise<void> {}
  }
  throws(() => openService(ProcessingService), {
    message: /^class ProcessingService overrides process\(\)/,
  });
});

Deno.test("what is no plain data is not pushed, and nobody says that it is the fault of the service", async () => {
  await using service = openService(SampleService, { destination: { push_url: PUSH_URL } });
  for (const payload of [undefined, () => 1]) {
    await rejects(service.push(payload), {
      name: "TypeError",
      message: `Cannot push a payload that is ${typeof payload}: JSON has no such thing`,
    });
  }
});

let faulty: () => unknown = () => undefined;

class FaultyService extends Service<unknown> {
  override transform(): unknown {
    return faulty();
  }

  override async push(): Promise<void> {
    await Promise.reject(new RangeError("no such slice"));
  }
}

function circle(): unknown {
  const circle: unknown[] = [];
  circle.push(circle);
  return circle;
}

for (
  const [what, answer, message] of [
    ["a function", () => () => {}, /TypeError: transform\(\) returned a function/],
    ["a promise", () => Promise.resolve(1), /TypeError: transform\(\) returned a promise; it must/],
    ["a circle", circle, /TypeError: Converting circular structure to JSON/],
    ["a bigint", () => 1n, /TypeError: Do not know how to serialize a BigInt/],
    ["more than 16 MiB", () => "x".repeat(17 * 1024 * 1024), /a payload is larger than 16 MiB/],
  ] as const
) {
  Deno.test(`a payload that is ${what} is refused as the program does it`, async () => {
    faulty = answer;
    await using service = openService(FaultyService);
    throws(() => service.transform(seriesAnswer([1])), { name: "ServiceError", message });
  });
}

Deno.test("a fault in push() is an error and not an outcome", async () => {
  await using service = openService(FaultyService);
  await rejects(service.push(1), {
    name: "ServiceError",
    message: 'service "faulty": RangeError: no such slice',
  });
});

for (
  const [what, options, message] of [
    [
      "waits for no number",
      { outcome: "retry", retryAfterMs: NaN },
      "with the retryAfterMs NaN, which is no number of milliseconds",
    ],
    [
      "waits for less than no time",
      { outcome: "unknown", retryAfterMs: -1 },
      "with the retryAfterMs -1, which is no number of milliseconds",
    ],
    [
      "waits for ever",
      { outcome: "retry", retryAfterMs: Infinity },
      "with the retryAfterMs Infinity, which is no number of milliseconds",
    ],
    [
      "has an outcome that nobody knows",
      { outcome: JSON.parse('"rejected"') },
      'with the outcome "rejected", which is not retry, unknown or reject',
    ],
  ] as const
) {
  Deno.test(`a PushError that ${what} is a fault and not an outcome`, async () => {
    class UnclearService extends FaultyService {
      override async push(): Promise<void> {
        await Promise.reject(new PushError("busy", options));
      }
    }
    await using service = openService(UnclearService);
    await rejects(service.push(1), {
      name: "ServiceError",
      message: `service "unclear" threw a PushError ${message}`,
    });
  });
}

Deno.test("a fault is told with its place in the file of the service", async () => {
  const folder = await Deno.makeTempDir({ prefix: "kit-place-" });
  try {
    const contract = import.meta.resolve("../../src/service.ts");
    await Deno.writeTextFile(
      `${folder}/broken_service.ts`,
      `import { Service } from "${contract}";
export class BrokenService extends Service {
  transform() { throw new RangeError("oh"); }
  async push() {}
}
`,
    );
    const { BrokenService } = await import(`file://${folder}/broken_service.ts`);
    await using service = openService(BrokenService);
    throws(() => service.transform(seriesAnswer([1])), {
      message: 'service "broken": RangeError: oh (broken_service.ts:3:23)',
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an opened service is closed at its end", async () => {
  let closed = 0;
  class ClosingService extends FaultyService {
    override async push(): Promise<void> {
      await Promise.reject(new PushError("later", { outcome: "retry", retryAfterMs: 5 }));
    }
    override async close(): Promise<void> {
      await super.close();
      closed += 1;
    }
  }
  {
    await using service = openService(ClosingService);
    const told = { outcome: "retry", reason: "later", retryAfterMs: 5 };
    deepStrictEqual(await service.push(1), told);
  }
  strictEqual(closed, 1);
});
