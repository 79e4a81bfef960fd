import { type QueryResponse, readQueryResponse } from "../query_response.ts";
import { Secret } from "../secret.ts";
import type { Service, ServiceLog } from "../service.ts";
import { failureOf, type ModulePlace, refusalOf } from "./failure_of.ts";
import type { CallReply, Failure, PushRequest, TransformRequest } from "./messages.ts";
import { assertBearable } from "./payload_text.ts";
import type { ServiceClass } from "./service_class.ts";

/** What a module is served with. */
export interface ServedModuleOptions {
  readonly serviceClass: ServiceClass;
  readonly place: ModulePlace;
  readonly apiKey: string;
  readonly pushDeadlineMs: number;
  readonly log: ServiceLog;
}

type DestinationOfCall = TransformRequest["destination"];

/** The longest time between the abortion of a push and its end, milliseconds. */
const LONGEST_GRACE_MS = 1000;

/** A longer answer is read again for each destination rather than held until the next one comes. */
const LONGEST_KEPT_ANSWER = 262_144;

/** A module at work: one instance for each destination, made when it is first needed. */
export class ServedModule {
  readonly #options: ServedModuleOptions;
  readonly #instances = new Map<string, Service>();
  /** Destinations of one search get the same answer one after the other: it is read once. */
  #answer: { readonly body: string; readonly response: QueryResponse } | undefined;

  constructor(options: ServedModuleOptions) {
    this.#options = options;
    rememberSecret(options.apiKey);
  }

  /** Answers a `transform`. */
  transform({ id, destination, body }: TransformRequest): CallReply {
    try {
      const instance = this.#instanceOf(destination);
      const payload = instance.transform(this.#read(body));
      const skipped = instance.takeSkipped();
      if (payload !== undefined) {
        return { type: "transformed", id, payload: plainJson(payload) };
      }
      const reason = skipped?.reason ?? "transform() made no payload of the answer";
      return { type: "skipped", id, reason };
    } catch (error) {
      return { type: "failed", id, failure: this.#failureOf(error) };
    }
  }

  /** Answers a `push`. */
  async push(
    { id, destination, payload, deliveryId, onUnknown = "repeat" }: PushRequest,
  ): Promise<CallReply> {
    using time = startPushTime(this.#options.pushDeadlineMs);
    try {
      const instance = this.#instanceOf(destination);
      const delivery = { id: deliveryId, signal: time.signal, onUnknown };
      await Promise.race([instance.push(JSON.parse(payload), delivery), time.over]);
      return { type: "accepted", id };
    } catch (error) {
      return this.#pushFailed(id, { error, signal: time.signal });
    }
  }

  /** Lets the instance of a destination close its connections, and drops it; what closing throws is nobody's concern. */
  async forget(destinationId: string): Promise<void> {
    const instance = this.#instances.get(destinationId);
    this.#instances.delete(destinationId);
    try {
      await instance?.close();
    } catch {
      // It is gone all the same.
    }
  }

  /** Lets every instance close its connections. */
  async close(): Promise<void> {
    const closing = [...this.#instances.values()].map(async (instance) => await instance.close());
    await Promise.allSettled(closing);
  }

  #pushFailed(
    id: number,
    { error, signal }: { readonly error: unknown; readonly signal: AbortSignal },
  ): CallReply {
    try {
      // A push that is aborted may fail with anything: with what closing its own connection made of a read.
      const refusal = refusalOf(error) ?? (signal.aborted ? refusalOf(signal.reason) : undefined);
      if (refusal !== undefined) return { type: "refused", id, ...refusal };
    } catch {
      // An error that cannot even be looked at is the module's fault.
    }
    return { type: "failed", id, failure: this.#failureOf(error) };
  }

  #failureOf(error: unknown): Failure {
    try {
      return failureOf(error, this.#options.place);
    } catch {
      return { kind: "fault", message: "it threw something that cannot be looked at" };
    }
  }

  #instanceOf({ id, options }: DestinationOfCall): Service {
    const made = this.#instances.get(id);
    if (made !== undefined) return made;
    const { serviceClass, apiKey, log } = this.#options;
    for (const [name, { secret }] of Object.entries(serviceClass.keys)) {
      if (secret) rememberSecret(options[name]);
    }
    const instance = new serviceClass({ destination: Object.freeze({ ...options }), apiKey, log });
    this.#instances.set(id, instance);
    return instance;
  }

  #read(body: string): QueryResponse {
    if (this.#answer?.body === body) return this.#answer.response;
    const response = readQueryResponse(body);
    this.#answer = body.length <= LONGEST_KEPT_ANSWER ? { body, response } : undefined;
    return response;
  }
}

/** What a destination quotes is cut to a bearable length in here, so secrets must be known in here as well. */
function rememberSecret(value: unknown): void {
  if (typeof value === "string") new Secret(value);
}

function plainJson(payload: unknown): string {
  if (payload instanceof Promise) {
    throw new TypeError("transform() returned a promise; it must return the payload itself");
  }
  const json: string | undefined = JSON.stringify(payload);
  if (json === undefined) throw new TypeError(`transform() returned a ${typeof payload}`);
  // Outside, it would be a breach of the rules, for which all pushes of the service would pay.
  assertBearable(json);
  return json;
}

interface PushTime extends Disposable {
  /** Aborted shortly before the end, so that a push that listens can end in good order. */
  readonly signal: AbortSignal;
  /** Rejects at the end. */
  readonly over: Promise<never>;
}

function startPushTime(deadlineMs: number): PushTime {
  const controller = new AbortController();
  const { promise: over, reject } = Promise.withResolvers<never>();
  const graceMs = Math.min(LONGEST_GRACE_MS, deadlineMs / 10);
  let timer = setTimeout(() => {
    const reason = new DOMException(`no answer within ${deadlineMs / 1000} s`, "TimeoutError");
    controller.abort(reason);
    timer = setTimeout(() => reject(reason), graceMs);
  }, deadlineMs - graceMs);
  return { signal: controller.signal, over, [Symbol.dispose]: () => clearTimeout(timer) };
}
