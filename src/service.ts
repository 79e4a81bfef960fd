/**
 * What a service module is written against: import everything from `leexport`.
 *
 * A module is one file, `my_application_service.ts` (or `.js`), that exports one class, `MyApplicationService`;
 * `service = my_application` in a destination of the config file uses it. It runs in a sandbox of its own that can
 * reach the hosts and read the files that its keys name, and nothing else: no environment, no other process.
 *
 * Who calls what: the sandbox makes one instance for each destination, when that destination is first needed, and keeps
 * it. For every run `transform()` is called with the answer. What it makes is written down as JSON and put on disk, and
 * `push()` is called with what JSON gives back: soon, or after an outage, perhaps on an instance of a later life of the
 * program, which has read the same or a newer text of the module. The payloads of one destination are pushed in order,
 * one at a time; those of different destinations at once. Only a push that does not heed its signal may meet the next. A
 * push whose end is `retry` or `unknown`, or that nobody saw end, may be called again with the same payload and the same
 * delivery id. `close()` is called once, before the sandbox ends in good order.
 *
 * @module
 */

import type { Delivery } from "./delivery.ts";
import type { AnswerShape, ApiKeyUse, KeyTable, OptionsOf } from "./key.ts";
import type { QueryResponse } from "./query_response.ts";
import type { PushLimit } from "./service_description.ts";

export { choice, file, hosts, integer, list, optional, secret, text, url } from "./key.ts";
export type {
  AnswerShape,
  ApiKeyUse,
  Choice,
  Key,
  KeyOptions,
  KeyTable,
  KeyType,
  OptionsOf,
  OptionValue,
} from "./key.ts";
export type { Delivery } from "./delivery.ts";
export { LeexportError, PushError } from "./errors.ts";
export type { LeexportErrorOptions, PushOutcome } from "./errors.ts";
export type { PayloadRequest } from "./http_push.ts";
export { assertAccepted, sendPayload } from "./http_push.ts";
export type { Group, GroupSeries, QueryResponse, Slice } from "./query_response.ts";
export type { PushLimit } from "./service_description.ts";

/** Where a module writes lines of log. They appear in the daemon's log under the service's name, secrets removed. */
export interface ServiceLog {
  /** For finding faults in the module. */
  debug(message: string): void;
  /** Something that was asked for was done. */
  info(message: string): void;
  /** Something went wrong and mended itself. */
  warning(message: string): void;
}

/** What an instance is made from. */
export interface ServiceInput<Options> {
  /** The destination's section of the config file, read by the module's `keys`. */
  readonly destination: Options;
  /** `api_key` of the service's section; empty if there is none. */
  readonly apiKey: string;
  readonly log: ServiceLog;
}

/** Why a response was not turned into a payload. */
export interface Skipped {
  readonly reason: string;
}

/** One kind of destination. Extend it and export the class by its name. */
export abstract class Service<Payload = unknown, Keys extends KeyTable = KeyTable> {
  /** One sentence without a full stop, for `leexport services`. */
  static readonly summary: string = "";
  /** The keys of a destination that uses the service, besides those that every destination has, such as `service`. */
  static readonly keys: KeyTable = {};
  /** The answers the service can use; empty = any. */
  static readonly accepts: readonly AnswerShape[] = [];
  /** Whether the service's section of `[Services]` must hold an `api_key`. */
  static readonly apiKey: ApiKeyUse = "optional";
  /**
   * How many pushes the destination is known to take from one account; `undefined` = not known. Pushes that catch up keep
   * below it; live ones are never held back.
   */
  static readonly pushLimit: PushLimit | undefined = undefined;

  /** The destination's section of the config file, read by `keys`. */
  readonly destination: OptionsOf<Keys>;
  /** `api_key` of the service's section; empty if there is none. */
  readonly apiKey: string;
  /** Lines for the daemon's log. */
  readonly log: ServiceLog;

  #skipped: Skipped | undefined;

  constructor(input: ServiceInput<OptionsOf<Keys>>) {
    this.destination = input.destination;
    this.apiKey = input.apiKey;
    this.log = input.log;
  }

  /**
   * Turns an answer into what the destination wants. Pure: the same answer gives the same payload.
   *
   * @param response The answer of one run.
   * @returns Plain data that JSON can hold, for it is stored as JSON: of at most 16 MiB, nested at most 500 levels deep,
   * and without secrets. Or what {@linkcode Service.skip} returns if the answer does not fit.
   */
  abstract transform(response: QueryResponse): Payload | undefined;

  /**
   * Hands a payload to the destination. Returning means that the destination has taken it.
   *
   * @param payload What `transform()` made, read from JSON; an older text of the module may have made it.
   * @param delivery The identity of this handing over, the same for each repeat, and its time limit.
   * @throws {PushError} With `outcome: "retry"` if the destination has not taken it for certain and may later, `"unknown"`
   * if nobody can tell whether it has, `"reject"` if it never will. A network failure that `fetch` throws counts as `retry`
   * if there was no connection, else as `unknown`, and so does the end of the time; any other error counts as a fault of
   * the module.
   */
  abstract push(payload: Payload, delivery: Delivery): Promise<void>;

  /**
   * Transforms an answer and pushes the payload; nothing is pushed if the answer does not fit. It is for trying a module
   * by hand and in tests: the program calls `transform()` and `push()` itself, because a payload may wait between them.
   * A module that overrides it is refused.
   *
   * @param response The answer of one run.
   * @param delivery The identity of this handing over, and its time limit.
   */
  async process(response: QueryResponse, delivery: Delivery): Promise<void> {
    const payload = this.transform(response);
    if (payload !== undefined) await this.push(payload, delivery);
  }

  /** Lets go of connections. Called once, before the sandbox ends in good order. */
  async close(): Promise<void> {}

  /**
   * Says that an answer does not fit: `return this.skip("…")` inside `transform()`.
   *
   * @param reason A whole sentence without a full stop; it is logged with the search's name.
   * @returns Always `undefined`.
   */
  protected skip(reason: string): undefined {
    this.#skipped = { reason };
    return undefined;
  }

  /** Takes the reason of the last {@linkcode Service.skip}; `undefined` if there was none since the last call. */
  takeSkipped(): Skipped | undefined {
    const skipped = this.#skipped;
    this.#skipped = undefined;
    return skipped;
  }
}
