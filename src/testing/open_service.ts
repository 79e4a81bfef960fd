import { serviceKeys } from "../config/service_keys.ts";
import { LeexportError } from "../errors.ts";
import type { Service, ServiceLog } from "../service.ts";
import { checkDescription } from "../service_host/check_description.ts";
import type { CallReply } from "../service_host/messages.ts";
import { ServedModule } from "../service_host/served_module.ts";
import { findServiceClass, type ServiceClass } from "../service_host/service_class.ts";
import type { PushResult } from "../service_host/service_host.ts";
import { troubleError, troubleOf } from "../service_host/trouble.ts";
import { type ClassNames, namesOfClass } from "./class_names.ts";
import { readWrittenKeys, type WrittenKeys } from "./written_keys.ts";

/** What a service is opened with. */
export interface OpenServiceOptions {
  /** The keys of the destination, as the config file has them. */
  readonly destination?: WrittenKeys;
  /** `api_key` of the service's section in `[Services]`. */
  readonly apiKey?: string;
  /** How long one push may take, milliseconds; default 30 seconds, as `push_deadline` has it. */
  readonly pushDeadlineMs?: number;
}

/** What `transform()` made: a payload as `push()` will get it, read from JSON. */
export type TransformResult =
  | { readonly outcome: "payload"; readonly payload: unknown }
  | { readonly outcome: "skipped"; readonly reason: string };

/** How a run ended: that of its push, or nothing to push. */
export type RunResult = PushResult | { readonly outcome: "skipped"; readonly reason: string };

/** What may be said of a push besides its payload. */
export interface PushRequest {
  /** `delivery.id`; default `search/destination/0-3600000`. */
  readonly deliveryId?: string;
  /** `delivery.onUnknown`; default `repeat`. */
  readonly onUnknown?: "repeat" | "drop";
}

/** One destination of a service, treated as the program treats it, but in this process. */
export interface OpenedService extends AsyncDisposable {
  /** Lines that the service has logged, `info: line`. */
  readonly log: readonly string[];

  /**
   * Has the service turn an answer into a payload.
   *
   * @param answer JSON, as `seriesAnswer()` and `groupsAnswer()` make it.
   * @throws {ServiceError} If `transform()` throws, or makes what is no payload.
   */
  transform(answer: string): TransformResult;

  /**
   * Has the service hand a payload over, once.
   *
   * @param payload Plain data.
   * @returns The destination's verdict, as the program understands it.
   * @throws {ServiceError} If `push()` throws what is no verdict: the program counts it as a fault of the service.
   * @throws {TypeError} If the payload is no plain data.
   */
  push(payload: unknown, request?: PushRequest): Promise<PushResult>;

  /** Both of them, one after the other, as a run of a search does. */
  run(answer: string, request?: PushRequest): Promise<RunResult>;

  /** Lets the service close its connections. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A class that a module exports. */
type AnyService = new (input: never) => Service;

const DEFAULT_DEADLINE_MS = 30_000;

/**
 * Opens a service for one destination, as the program does: the class keeps the rules of a module, and the keys are read
 * by their declarations. In the program it also is in a sandbox; here it may do whatever the tests may.
 *
 * @param serviceClass The class, by the name that its module exports it under.
 * @throws {LeexportError} If a key is missing, unknown or unreadable, with the sentences of `leexport check`.
 * @throws {TypeError} If the class breaks a rule; the text says which.
 */
export function openService(
  serviceClass: AnyService,
  { destination = {}, apiKey = "", pushDeadlineMs = DEFAULT_DEADLINE_MS }: OpenServiceOptions = {},
): OpenedService {
  const names = namesOfClass(serviceClass.name);
  const found = findServiceClass({ [names.className]: serviceClass }, names.className);
  const options = readOptions(found, { names, destination, apiKey });
  const log: string[] = [];
  const served = new ServedModule({
    serviceClass: found,
    // Its name is all that is known of the file; stacks end with it.
    place: { url: `/${names.file}`, file: names.file },
    apiKey,
    pushDeadlineMs,
    log: keepingLog(log),
  });
  return new ServiceInTest({ served, options, log, name: names.name });
}

function readOptions(
  serviceClass: ServiceClass,
  { names: { name }, destination, apiKey }: {
    readonly names: ClassNames;
    readonly destination: WrittenKeys;
    readonly apiKey: string;
  },
): DestinationOfTest["options"] {
  const { summary, accepts, pushLimit } = serviceClass;
  const description = checkDescription({
    summary,
    keys: serviceClass.keys,
    accepts,
    apiKey: serviceClass.apiKey,
    pushLimit,
  });
  const section = apiKey === "" ? {} : { api_key: apiKey };
  const label = `[[${name}]] of [Services]`;
  readWrittenKeys(section, serviceKeys(description), { label, service: name });
  const where = { label: "the destination", service: name };
  const read = readWrittenKeys(destination, description.keys, where);
  return Object.fromEntries(Array.from(read.entries(), ([key, { value }]) => [key, value]));
}

function jsonOf(payload: unknown): string {
  const json: string | undefined = JSON.stringify(payload);
  if (json !== undefined) return json;
  throw new TypeError(`Cannot push a payload that is ${typeof payload}: JSON has no such thing`);
}

function keepingLog(lines: string[]): ServiceLog {
  return {
    debug: (line) => void lines.push(`debug: ${line}`),
    info: (line) => void lines.push(`info: ${line}`),
    warning: (line) => void lines.push(`warning: ${line}`),
  };
}

type DestinationOfTest = Parameters<ServedModule["transform"]>[0]["destination"];

class ServiceInTest implements OpenedService {
  readonly log: readonly string[];
  readonly #name: string;
  readonly #served: ServedModule;
  readonly #destination: DestinationOfTest;

  constructor({ served, options, log, name }: {
    readonly served: ServedModule;
    readonly options: DestinationOfTest["options"];
    readonly log: readonly string[];
    readonly name: string;
  }) {
    this.log = log;
    this.#name = name;
    this.#served = served;
    this.#destination = { id: "search/destination", options };
  }

  transform(answer: string): TransformResult {
    const request = { type: "transform", id: 0, destination: this.#destination, body: answer };
    const reply = this.#served.transform({ ...request, type: "transform" });
    if (reply.type === "transformed") {
      return { outcome: "payload", payload: JSON.parse(reply.payload) };
    }
    if (reply.type === "skipped") return { outcome: "skipped", reason: reply.reason };
    throw this.#errorOf(reply);
  }

  async push(
    payload: unknown,
    { deliveryId = "search/destination/0-3600000", onUnknown = "repeat" }: PushRequest = {},
  ): Promise<PushResult> {
    const reply = await this.#served.push({
      type: "push",
      id: 0,
      destination: this.#destination,
      payload: jsonOf(payload),
      deliveryId,
      onUnknown,
    });
    if (reply.type === "accepted") return { outcome: "accepted" };
    if (reply.type !== "refused") throw this.#errorOf(reply);
    const { outcome, reason, hint, retryAfterMs } = reply;
    const told = { reason, ...(hint !== undefined && { hint }) };
    if (outcome === "reject") return { outcome, ...told };
    return { outcome, ...told, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }

  async run(answer: string, request?: PushRequest): Promise<RunResult> {
    const made = this.transform(answer);
    return made.outcome === "skipped" ? made : await this.push(made.payload, request);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#served.close();
  }

  #errorOf(reply: CallReply): Error {
    if (reply.type !== "failed") return new LeexportError("Cannot go on: it gave no answer");
    const trouble = troubleOf(reply.failure, { service: this.#name, fault: "crash" });
    return troubleError(trouble, { service: this.#name, progress: "answered" });
  }
}
