/**
 * What crosses the boundary of a sandbox: JSON text, in both isolations, in both directions. Text because it can hold
 * nothing but plain data, because its size is known before it is looked at, and because it is the same in a Worker and
 * through a pipe. Answers and payloads travel as they are, behind the rest (`message_text.ts`): the program hands them on
 * and stores them without taking them apart.
 *
 * The program sends `start` (or `describe`) first, then any number of `transform` and `push`, each with an `id` of its
 * own, `forget` for each destination that is no more, and `close` at last. The module's side answers `start` with
 * `started`, `describe` with `described`, `close` with `closed`, and every id once; `broken` may come at any time and is
 * its last word; `log` may come at any time.
 *
 * Everything that comes out of a sandbox is checked by {@linkcode readReply}: the module may have written it itself.
 *
 * @module
 */

import type { PushOutcome } from "../errors.ts";
import type { OptionValue } from "../key.ts";
import type { ModuleSource } from "../service_description.ts";

/** The module that a sandbox holds. */
export interface ModuleToLoad {
  /** Path, for people. */
  readonly file: string;
  readonly className: string;
  /** Address that the runtime knows the module by. */
  readonly url: string;
  /** Of a user's module; a shipped one is imported from its address. */
  readonly source?: ModuleSource | undefined;
}

/** What the program says to a sandbox. */
export type Request =
  | { readonly type: "describe"; readonly module: ModuleToLoad }
  | {
    readonly type: "start";
    readonly module: ModuleToLoad;
    readonly apiKey: string;
    /** How long one push may take, milliseconds. */
    readonly pushDeadlineMs: number;
  }
  | TransformRequest
  | PushRequest
  | { readonly type: "forget"; readonly destinationId: string }
  | { readonly type: "close" };

interface DestinationOfRequest {
  readonly id: string;
  readonly options: Readonly<Record<string, OptionValue>>;
}

/** Asks for a payload. */
export interface TransformRequest {
  readonly type: "transform";
  readonly id: number;
  readonly destination: DestinationOfRequest;
  /** The API's JSON as received. */
  readonly body: string;
}

/** Asks for a push. */
export interface PushRequest {
  readonly type: "push";
  readonly id: number;
  readonly destination: DestinationOfRequest;
  /** JSON. */
  readonly payload: string;
  readonly deliveryId: string;
  readonly onUnknown?: "repeat" | "drop" | undefined;
}

/** What a module did wrong. */
export type Failure =
  | {
    readonly kind: "denied";
    /** `net`, `read`, … */
    readonly access: string;
    /** What it wanted: `evil.example:443`. */
    readonly target: string;
  }
  | {
    readonly kind: "fault";
    readonly message: string;
    /** `my_application_service.ts:12:5` */
    readonly at?: string | undefined;
  };

/** A verdict of a destination that is not acceptance. */
export interface Refusal {
  readonly outcome: PushOutcome;
  readonly reason: string;
  readonly hint?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** How grave a module's line of log is. */
export type ModuleLogLevel = "debug" | "info" | "warning";

/** An answer to one `transform` or `push`. */
export type CallReply =
  | { readonly type: "transformed"; readonly id: number; readonly payload: string }
  | { readonly type: "skipped"; readonly id: number; readonly reason: string }
  | { readonly type: "accepted"; readonly id: number }
  | ({ readonly type: "refused"; readonly id: number } & Refusal)
  | { readonly type: "failed"; readonly id: number; readonly failure: Failure };

/** What a sandbox says to the program. */
export type Reply =
  | { readonly type: "started" }
  | { readonly type: "described"; readonly description: unknown }
  | { readonly type: "broken"; readonly failure: Failure }
  | { readonly type: "closed" }
  | { readonly type: "log"; readonly level: ModuleLogLevel; readonly message: string }
  | CallReply;
