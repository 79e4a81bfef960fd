import assert from "node:assert/strict";
import { type Receiver, startReceiver } from "../../src/testing.ts";
import { createServiceHost } from "../../src/service_host/create_service_host.ts";
import type { PushResult, ServiceHost } from "../../src/service_host/service_host.ts";
import { ServiceError } from "../../src/errors.ts";
import type { ServiceDescription } from "../../src/service_description.ts";

/** How a module gets into its sandbox: a user's as text, with the inner wall; a shipped one by import, without. */
export type Loading = "text" | "import";

/** What a hostile module is started with. */
export interface HostileOptions {
  /** Body of `async push(payload, delivery)`; `allowed` and `forbidden` are addresses, `port` is the allowed one. */
  readonly push?: string;
  /** Body of `transform(response)`. */
  readonly transform?: string;
  /** Text outside the class. */
  readonly top?: string;
  readonly loading?: Loading;
  readonly isolation?: "worker" | "process";
  readonly pushDeadlineMs?: number;
  readonly memoryLimitMib?: number;
  readonly startDeadlineMs?: number;
  /** Answers of the server that the module may reach. */
  readonly answer?: (forbidden: Receiver) => Response;
}

/** A hostile module in its sandbox, a server it may reach, one it may not, and another service beside it. */
export interface Hostile extends AsyncDisposable {
  readonly host: ServiceHost;
  readonly allowed: Receiver;
  readonly forbidden: Receiver;
  /** Has it push once. */
  attempt(): Promise<PushResult | ServiceError>;
  /** Has it transform once. */
  attemptTransform(): Promise<unknown>;
  /** Asserts that the forbidden server heard nothing and that the other service still works. */
  assertNoHarm(): Promise<void>;
}

const FILE = "/etc/leexport/services/hostile_service.js";

function moduleText({ push = "", transform = "return {};", top = "" }: HostileOptions): string {
  return `import { PushError, Service } from "leexport";
${top}
export class HostileService extends Service {
  static keys = {};
  transform(response) { ${transform} }
  async push(payload, delivery) {
    const { allowed, forbidden, port } = this.destination;
    ${push}
  }
}
`;
}

async function describe(options: HostileOptions, folder: string): Promise<ServiceDescription> {
  const text = moduleText(options);
  const identity = { name: "hostile", className: "HostileService", summary: "", keys: {} } as const;
  if (options.loading !== "import") {
    const source = { text, language: "javascript" } as const;
    return { ...identity, accepts: [], apiKey: "optional", origin: "user", file: FILE, source };
  }
  const file = `${folder}/hostile_service.js`;
  await Deno.writeTextFile(file, text.replace('"leexport"', `"${CONTRACT}"`));
  return { ...identity, accepts: [], apiKey: "optional", origin: "shipped", file };
}

/** An answer of the API. */
export const ANSWER = JSON.stringify({
  statistics: { type: "count", from: 0, to: 60_000, stats: { global_timeseries: { count: 38 } } },
});

const CONTRACT = import.meta.resolve("../../src/service.ts");

/** The other service: well-behaved, and in a Worker of this process, so that harm to the process harms it. */
function neighbourDescription(): ServiceDescription {
  const text = `import { Service } from "leexport";
export class NeighbourService extends Service {
  transform() { return {}; }
  async push() {
    const response = await fetch(this.destination.url, { method: "POST", body: this.apiKey });
    await response.body?.cancel();
  }
}`;
  return {
    name: "neighbour",
    className: "NeighbourService",
    origin: "user",
    file: "/etc/leexport/services/neighbour_service.js",
    summary: "",
    keys: {},
    accepts: [],
    apiKey: "optional",
    source: { text, language: "javascript" },
  };
}

/** Starts everything; nothing of the module runs before the first attempt. */
export async function startHostile(options: HostileOptions): Promise<Hostile> {
  await using stack = new AsyncDisposableStack();
  const forbidden = stack.use(startReceiver());
  const answer = options.answer;
  const allowed = stack.use(
    startReceiver(answer === undefined ? {} : { answer: () => answer(forbidden) }),
  );
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const common = { apiKey: "", read: [], memoryLimitMib: 256, pushDeadlineMs: 5000 };
  const host = stack.use(createServiceHost({
    ...common,
    description: await describe(options, folder),
    net: [allowed.host],
    isolation: options.isolation ?? "process",
    memoryLimitMib: options.memoryLimitMib ?? 256,
    pushDeadlineMs: options.pushDeadlineMs ?? 5000,
    transformDeadlineMs: 500,
    startDeadlineMs: options.startDeadlineMs ?? 30_000,
  }));
  const other = stack.use(startReceiver());
  const neighbour = stack.use(createServiceHost({
    ...common,
    description: neighbourDescription(),
    apiKey: "key of the neighbour",
    net: [other.host],
    isolation: "worker",
  }));
  const port = Number(allowed.host.split(":")[1]);
  const destination = {
    id: "search/destination",
    options: { allowed: allowed.url, forbidden: forbidden.url, port },
  };
  const held = stack.move();
  return {
    host,
    allowed,
    forbidden,
    attempt: () => host.push(destination, "{}", { deliveryId: "d" }).catch(serviceError),
    attemptTransform: () => host.transform(destination, ANSWER).catch(serviceError),
    async assertNoHarm() {
      assert.equal(forbidden.requests.length, 0);
      const destination = { id: "n", options: { url: other.url } };
      const pushed = await neighbour.push(destination, "{}", { deliveryId: "n" });
      assert.deepEqual(pushed, { outcome: "accepted" });
      assert.deepEqual(other.requests.map(({ body }) => body), ["key of the neighbour"]);
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

function serviceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  throw error;
}

/** One attempt, and how it must end. `FORBIDDEN`, `ALLOWED` and `AT` stand for what differs from run to run. */
export interface Escape {
  readonly name: string;
  readonly push: string;
  readonly top?: string;
  readonly loading?: Loading;
  readonly isolation?: readonly ("worker" | "process")[];
  readonly answer?: (forbidden: Receiver) => Response;
  readonly pushDeadlineMs?: number;
  readonly fault: ServiceError["fault"];
  readonly message: string;
  readonly hint?: string;
}

/** Declares a test for each isolation: the escape ends as it must and harms nobody. */
export function testEscape(
  { name, loading = "text", isolation = ["process", "worker"], ...escape }: Escape,
): void {
  const whose = loading === "text" ? "a user's module" : "a module behind the outer wall only";
  for (const kind of isolation) {
    Deno.test(`${whose} in a ${kind} cannot ${name}`, async () => {
      await using hostile = await startHostile({ ...escape, loading, isolation: kind });
      const error = await hostile.attempt();
      assert(error instanceof ServiceError, `it went through: ${JSON.stringify(error)}`);
      const told = { fault: error.fault, message: error.message, hint: error.hint };
      const { fault, message, hint } = escape;
      const expected = { fault, message: aboutHostile(message), hint };
      assert.deepEqual(generalise(told, hostile), expected);
      await hostile.assertNoHarm();
    });
  }
}

/** The whole message for a reason. */
export function aboutHostile(reason: string): string {
  return `service "hostile": ${reason}`.replace(/: it /, " ");
}

function generalise<Told extends object>(told: Told, { allowed, forbidden }: Hostile): Told {
  const text = JSON.stringify(told)
    .replaceAll(forbidden.host, "FORBIDDEN")
    .replaceAll(allowed.host, "ALLOWED")
    .replaceAll(`localhost:${allowed.host.split(":")[1]}`, "localhost:PORT")
    .replace(/ \([^ ]*hostile_service\.js:\d+:\d+\)/, " (AT)");
  return { hint: undefined, ...JSON.parse(text) };
}
