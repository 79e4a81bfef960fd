/**
 * Every error a person can meet. A message says where, what could not be done and what was found; `hint` says what to
 * do about it. Neither holds a secret. Bugs stay `TypeError` and `RangeError`.
 *
 * @module
 */

import { printable } from "./printable.ts";

/** What every error of the program may carry. */
export interface LeexportErrorOptions {
  /** What to do, as an imperative sentence without a full stop. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** A failure whose message is meant for the person who runs the program. */
export class LeexportError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, options: LeexportErrorOptions = {}) {
    // A message may quote what a server or a module said.
    super(printable(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint === undefined ? undefined : printable(options.hint);
  }
}

/** The command line cannot be understood. Exit code 2. */
export class UsageError extends LeexportError {}

/** How grave a {@linkcode Problem} is: an `error` keeps the file from being used, a `warning` does not. */
export type Severity = "error" | "warning";

/** One thing that is wrong in a config file. Lines and columns count from 1. */
export interface Problem {
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `Cannot <do what>: <what was found>`, without a full stop. */
  readonly message: string;
  /** What to do, as an imperative sentence without a full stop. */
  readonly hint?: string | undefined;
}

/** The config file cannot be used; all its problems at once. Exit code 2. */
export class ConfigError extends LeexportError {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[], options: LeexportErrorOptions = {}) {
    super(message, options);
    this.problems = problems;
  }
}

/**
 * What a failed query asks for: `retry` may succeed when asked again at the next period, `stop` cannot succeed until
 * the config changes (the API answered 4xx).
 */
export type QueryFailure = "retry" | "stop";

/** The key of a query that a failure is about; what is about neither is about the account or the network. */
export type QueryPart = "logs" | "statement";

/** A query got no answer. */
export class LogSearchError extends LeexportError {
  readonly failure: QueryFailure;
  readonly about: QueryPart | undefined;
  /** The HTTP status of a refusal. */
  readonly status: number | undefined;

  constructor(
    message: string,
    options: LeexportErrorOptions & {
      readonly failure: QueryFailure;
      readonly about?: QueryPart | undefined;
      readonly status?: number | undefined;
    },
  ) {
    super(message, options);
    this.failure = options.failure;
    this.about = options.about;
    this.status = options.status;
  }

  /** The same failure, told as the reason of another. @param beginning `Cannot query Shop/web` */
  after(beginning: string): LogSearchError {
    const { message, failure, about, status, hint } = this;
    return new LogSearchError(`${beginning}: ${message}`, {
      failure,
      about,
      status,
      hint,
      cause: this,
    });
  }
}

/**
 * How a push that was not accepted ended: `retry` for certain left the payload untaken and may go well later; after
 * `unknown` the destination may have taken it, or not; `reject` never will go well for this payload.
 */
export type PushOutcome = "retry" | "unknown" | "reject";

/** A destination did not take a payload, or may not have. */
export class PushError extends LeexportError {
  readonly outcome: PushOutcome;
  /** How long the destination asked to be left alone, milliseconds; not of a `reject`. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: LeexportErrorOptions & {
      readonly outcome: PushOutcome;
      readonly retryAfterMs?: number | undefined;
    },
  ) {
    super(message, options);
    this.outcome = options.outcome;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The store cannot be opened or written; what was to be written has not been. */
export class StoreError extends LeexportError {}

/**
 * What went wrong with a service module itself: it could not be loaded, it broke down, it did not answer in time, it
 * wanted a host it may not reach, it used more memory than it may, or it broke the message rules.
 */
export type ServiceFault = "load" | "crash" | "deadline" | "denied" | "memory" | "protocol";

/**
 * How far a call of a module came that failed: the module was not called at all; it was, and it broke down or did not
 * answer, perhaps because of another call; or it answered that it failed with this one.
 */
export type CallProgress = "not called" | "called" | "answered";

/** A service module failed; the others are not affected. */
export class ServiceError extends LeexportError {
  readonly fault: ServiceFault;
  readonly progress: CallProgress;

  constructor(
    message: string,
    options: LeexportErrorOptions & {
      readonly fault: ServiceFault;
      /** Default `called`. */
      readonly progress?: CallProgress;
    },
  ) {
    super(message, options);
    this.fault = options.fault;
    this.progress = options.progress ?? "called";
  }
}
