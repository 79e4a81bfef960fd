import type { CallProgress } from "../errors.ts";
import { getLog } from "../log.ts";
import { countBreakdown } from "./breakdowns.ts";
import { moduleToLoad, openSandbox } from "./open_sandbox.ts";
import { restartDelayMs } from "./restart_delay.ts";
import type {
  Destination,
  PushResult,
  SandboxOptions,
  ServiceHost,
  Transformed,
} from "./service_host.ts";
import type { CallReply } from "./messages.ts";
import { type CallRequest, Session } from "./session.ts";
import { type Trouble, troubleError, troubleOf } from "./trouble.ts";
import { Turns } from "./turns.ts";

/** What a host is made from. */
export interface ServiceHostOptions extends SandboxOptions {
  /** How long one transform may take, milliseconds. */
  readonly transformDeadlineMs?: number;
  /** How long loading the module may take, milliseconds: long, because many may start at once. */
  readonly startDeadlineMs?: number;
}

/** Pushes of one service that are under way at once: each holds a connection. */
const PUSHES_AT_ONCE = 100;
/** Calls of one service that may be under way or wait at once. */
const MOST_CALLS = 10_000;
/** A sandbox that has lived this long is well: its next failure counts as the first, milliseconds. */
const WELL_AFTER_MS = 60_000;

/**
 * Makes the host of one service. Nothing is started before the first call.
 *
 * @param options What the sandbox is built from.
 */
export function createServiceHost(options: ServiceHostOptions): ServiceHost {
  return new SupervisedService(options);
}

/**
 * Is *resting* until a call comes, then *at work* with one session. A session that ends for a trouble leaves it *closed*
 * for a while, in which calls fail at once; then it rests again. *Disposed* is the end.
 */
class SupervisedService implements ServiceHost {
  readonly name: string;
  readonly #options: ServiceHostOptions;
  readonly #pushes = new Turns(PUSHES_AT_ONCE);
  #session: Session | undefined;
  #closed: { readonly trouble: Trouble; readonly until: number } | undefined;
  #failures = 0;
  #callCount = 0;
  #disposing: Promise<void> | undefined;
  /** Sessions that have ended, but whose process may still be dying. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: ServiceHostOptions) {
    this.name = options.description.name;
    this.#options = options;
  }

  async transform(destination: Destination, body: string): Promise<Transformed> {
    const reply = await this.#call({ type: "transform", destination, body });
    if (reply.type === "transformed") {
      return { kind: "payload", payload: reply.payload };
    }
    if (reply.type === "skipped") return { kind: "skipped", reason: reply.reason };
    throw this.#errorOf(reply);
  }

  async push(
    destination: Destination,
    payload: string,
    { deliveryId, onUnknown }: {
      readonly deliveryId: string;
      readonly onUnknown?: "repeat" | "drop";
    },
  ): Promise<PushResult> {
    this.#assertUsable();
    await this.#pushes.take();
    try {
      const reply = await this.#call({ type: "push", destination, payload, deliveryId, onUnknown });
      if (reply.type === "accepted") return { outcome: "accepted" };
      if (reply.type !== "refused") throw this.#errorOf(reply);
      const { outcome, reason, hint, retryAfterMs } = reply;
      return outcome === "reject"
        ? { outcome, reason, hint }
        : { outcome, reason, hint, retryAfterMs };
    } finally {
      this.#pushes.give();
    }
  }

  forget(destinationId: string): void {
    if (this.#disposing === undefined) this.#session?.forget(destinationId);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#pushes.lift();
    return this.#disposing ??= this.#dispose();
  }

  async #dispose(): Promise<void> {
    await this.#session?.close();
    await Promise.all(this.#leaving);
  }

  async #call(request: CallRequest): Promise<CallReply> {
    this.#assertUsable();
    this.#callCount += 1;
    try {
      return await (this.#session ??= this.#open()).call(request);
    } finally {
      this.#callCount -= 1;
    }
  }

  #assertUsable(): void {
    const refusal = this.#refusal();
    if (refusal !== undefined) throw this.#error(refusal, "not called");
  }

  #refusal(): Trouble | undefined {
    if (this.#disposing !== undefined) {
      return { fault: "crash", reason: "the program has let go of it" };
    }
    if (this.#callCount >= MOST_CALLS) {
      return { fault: "deadline", reason: `it is too slow: ${MOST_CALLS} calls wait for it` };
    }
    if (this.#closed === undefined) return undefined;
    const { trouble, until } = this.#closed;
    const waitMs = until - performance.now();
    if (waitMs <= 0) return undefined;
    const wait = Math.ceil(waitMs / 1000);
    return { ...trouble, reason: `${trouble.reason}; it is started again in ${wait} s` };
  }

  #open(): Session {
    const { description, apiKey, isolation, net, read, memoryLimitMib, ...deadlines } =
      this.#options;
    const { pushDeadlineMs, transformDeadlineMs = 10_000, startDeadlineMs = 30_000 } = deadlines;
    try {
      return new Session({
        service: this.name,
        opening: { type: "start", module: moduleToLoad(description), apiKey, pushDeadlineMs },
        openSandbox: (events) =>
          openSandbox(description, { room: { isolation, net, read, memoryLimitMib }, events }),
        startDeadlineMs,
        transformDeadlineMs,
        pushDeadlineMs,
        onTrouble: (trouble) => this.#onTrouble(trouble),
      });
    } catch (error) {
      const reason = `its sandbox cannot be opened: ${
        error instanceof Error ? error.message : String(error)
      }`;
      this.#onTrouble({ fault: "load", reason });
      throw this.#error({ fault: "load", reason }, "not called");
    }
  }

  #onTrouble(trouble: Trouble): void {
    countBreakdown(this.name);
    const now = performance.now();
    const wasWell = this.#session !== undefined && now - this.#session.bornAt > WELL_AFTER_MS;
    this.#failures = wasWell ? 1 : this.#failures + 1;
    this.#letGo(this.#session);
    this.#closed = { trouble, until: now + restartDelayMs(this.#failures) };
    if (this.#callCount === 0) {
      getLog("service", this.name).warning(`Service "${this.name}" was ended: ${trouble.reason}`);
    }
  }

  #letGo(session: Session | undefined): void {
    this.#session = undefined;
    if (session === undefined) return;
    const leaving = session.end().then(() => void this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  #errorOf(reply: CallReply): Error {
    const failure = reply.type === "failed"
      ? reply.failure
      : { kind: "fault", message: "it gave no answer" } as const;
    return this.#error(troubleOf(failure, { service: this.name, fault: "crash" }), "answered");
  }

  #error(trouble: Trouble, progress: CallProgress): Error {
    return troubleError(trouble, { service: this.name, progress });
  }
}
