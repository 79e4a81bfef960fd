import type { OptionValue } from "../key.ts";
import type { ServiceDescription } from "../service_description.ts";

/** What a sandbox is built from. */
export interface SandboxOptions {
  readonly description: ServiceDescription;
  /** `api_key` of the service, revealed; empty if it has none. */
  readonly apiKey: string;
  /** `host:port` the module may reach. */
  readonly net: readonly string[];
  /** Files the module may read. */
  readonly read: readonly string[];
  readonly isolation: "worker" | "process";
  readonly memoryLimitMib: number;
  /** How long one push may take, milliseconds. */
  readonly pushDeadlineMs: number;
}

/** One destination as a sandbox sees it. */
export interface Destination {
  /** Unique within the program while it runs: `search/destination`, made anew when the destination's options change. */
  readonly id: string;
  /** Secrets revealed. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** What `transform()` made. */
export type Transformed =
  | { readonly kind: "payload"; /** JSON. */ readonly payload: string }
  | { readonly kind: "skipped"; readonly reason: string };

/** How a push ended. */
export type PushResult =
  | { readonly outcome: "accepted" }
  | {
    /** `retry`: it was not taken; `unknown`: nobody can tell. */
    readonly outcome: "retry" | "unknown";
    readonly reason: string;
    readonly hint?: string | undefined;
    /** How long the destination asked to be left alone. */
    readonly retryAfterMs?: number | undefined;
  }
  | { readonly outcome: "reject"; readonly reason: string; readonly hint?: string | undefined };

/**
 * A service module in its sandbox. Starting it is left to the first call; a sandbox that broke down is started anew,
 * with back-off, by a later call.
 */
export interface ServiceHost extends AsyncDisposable {
  /** Name of the service. */
  readonly name: string;

  /**
   * Has the module turn an answer into a payload.
   *
   * @param destination Where the payload will go.
   * @param body The API's JSON as received.
   * @returns The payload as JSON, or why there is none.
   * @throws {ServiceError} If the module fails; the sandbox has then been ended where needed.
   */
  transform(destination: Destination, body: string): Promise<Transformed>;

  /**
   * Has the module hand a payload to the destination.
   *
   * @param destination Where the payload goes.
   * @param payload What `transform()` made, as JSON.
   * @param options.deliveryId The same for every try of this payload.
   * @param options.onUnknown With `drop` it must not be sent twice; default `repeat`.
   * @returns The destination's verdict. A push that takes too long ends the call, not always the sandbox.
   * @throws {ServiceError} If the module fails; the sandbox has then been ended where needed.
   */
  push(
    destination: Destination,
    payload: string,
    options: { readonly deliveryId: string; readonly onUnknown?: "repeat" | "drop" },
  ): Promise<PushResult>;

  /**
   * Lets the module close and drop its instance for a destination that is no more; nothing happens if no sandbox is
   * open. A push that is still under way there may be cut off.
   *
   * @param destinationId {@linkcode Destination.id}; a later call with it makes a new instance.
   */
  forget(destinationId: string): void;

  /** Lets the module close its connections, waits at most a second, ends the sandbox. May be called twice. */
  [Symbol.asyncDispose](): Promise<void>;
}
