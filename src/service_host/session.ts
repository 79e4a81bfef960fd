/**
 * One life of a sandbox. It is *opening* from its birth until the module inside has been loaded; then it is *open* and
 * answers calls; it *ends* once: when it is let go, or for a trouble, which every call in flight then gets. What breaks
 * the rules of messages, says too much, or is silent past a deadline is ended here.
 *
 * @module
 */

import { getLog } from "../log.ts";
import { LogBudget, SANDBOX_ALLOWANCE } from "./log_budget.ts";
import type { CallReply, PushRequest, Reply, Request, TransformRequest } from "./messages.ts";
import { writeRequest } from "./message_text.ts";
import { readReply } from "./read_reply.ts";
import type { Sandbox, SandboxEvents } from "./sandbox.ts";
import { loadError, type Trouble, troubleError, troubleOf } from "./trouble.ts";

/** Between two looks at a sandbox that has something to do, milliseconds. */
const BUSY_LOOK_MS = 100;
/** How long after the deadline of a push the sandbox must have said so itself, milliseconds. */
const PUSH_GRACE_MS = 2000;
/** How long connections may take to close, milliseconds. */
const CLOSE_MS = 1000;

/** What a session is made from. */
export interface SessionOptions {
  /** Name of the service. */
  readonly service: string;
  /** The first message: what to load. */
  readonly opening: Extract<Request, { type: "start" | "describe" }>;
  readonly openSandbox: (events: SandboxEvents) => Sandbox;
  readonly startDeadlineMs: number;
  readonly transformDeadlineMs: number;
  readonly pushDeadlineMs: number;
  /** Told once, when the session has ended for a trouble. */
  readonly onTrouble: (trouble: Trouble) => void;
}

/** A `transform` or a `push` before it has got its number. */
export type CallRequest = Omit<TransformRequest, "id"> | Omit<PushRequest, "id">;

interface Call {
  readonly wish: "transform" | "push";
  readonly sentAt: number;
  readonly settle: PromiseWithResolvers<CallReply>;
}

/** One life of a sandbox. */
export class Session {
  readonly #options: SessionOptions;
  readonly #sandbox: Sandbox;
  readonly #calls = new Map<number, Call>();
  readonly #opened = Promise.withResolvers<unknown>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #budget: LogBudget;
  readonly #bornAt = performance.now();
  #phase: "opening" | "open" | "ended" = "opening";
  #nextId = 1;
  /** A call that was handed in while the module was being loaded has its whole time from then on. */
  #openedAt = this.#bornAt;
  /** When the transforms in flight last made progress. */
  #progressAt = this.#bornAt;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #lookPause = 0;

  /** @throws {Error} If the sandbox cannot be opened. */
  constructor(options: SessionOptions) {
    this.#options = options;
    this.#budget = new LogBudget(SANDBOX_ALLOWANCE, this.#bornAt);
    // Nobody need wait for it.
    this.#opened.promise.catch(() => {});
    this.#sandbox = options.openSandbox({
      message: (data) => this.#receive(data),
      broke: (trouble) => this.#end(trouble),
    });
    this.#sandbox.post(writeRequest(options.opening));
    this.#lookIn(BUSY_LOOK_MS);
  }

  /** Resolves once the module is loaded, with its description if that was asked for. */
  get opened(): Promise<unknown> {
    return this.#opened.promise;
  }

  /** Milliseconds of `performance.now()`. */
  get bornAt(): number {
    return this.#bornAt;
  }

  /**
   * Hands a call in.
   *
   * @throws {ServiceError} If the session ends before the call is answered.
   */
  call(request: CallRequest): Promise<CallReply> {
    const id = this.#nextId++;
    const text = writeRequest({ ...request, id });
    const sentAt = performance.now();
    const settle = Promise.withResolvers<CallReply>();
    this.#calls.set(id, { wish: request.type, sentAt, settle });
    this.#sandbox.post(text);
    if (this.#lookPause !== BUSY_LOOK_MS) this.#lookIn(BUSY_LOOK_MS);
    return settle.promise;
  }

  /** Lets the module close and drop what it keeps for a destination. */
  forget(destinationId: string): void {
    if (this.#phase === "ended") return;
    this.#sandbox.post(writeRequest({ type: "forget", destinationId }));
  }

  /** Lets the module close its connections, for a second at most, and ends the session. */
  async close(): Promise<void> {
    if (this.#phase === "open") {
      this.#sandbox.post(writeRequest({ type: "close" }));
      const timer = setTimeout(this.#closed.resolve, CLOSE_MS);
      await this.#closed.promise;
      clearTimeout(timer);
    }
    await this.end();
  }

  /** Ends the session at once. */
  async end(): Promise<void> {
    this.#finish({ fault: "crash", reason: "the program has let go of it" });
    await this.#sandbox.kill();
  }

  #end(trouble: Trouble): void {
    if (this.#phase === "ended") return;
    this.#finish(trouble);
    void this.#sandbox.kill();
    this.#options.onTrouble(trouble);
  }

  #finish(trouble: Trouble): void {
    if (this.#phase === "ended") return;
    const { service } = this.#options;
    this.#phase = "ended";
    clearTimeout(this.#looking);
    const error = this.#options.opening.type === "describe"
      ? loadError(trouble, service)
      : troubleError(trouble, { service });
    this.#opened.reject(error);
    this.#closed.resolve();
    for (const { settle } of this.#calls.values()) {
      settle.reject(troubleError(trouble, { service }));
    }
    this.#calls.clear();
  }

  #receive(data: unknown): void {
    if (this.#phase === "ended") return;
    try {
      this.#take(readReply(data));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#end(protocolTrouble(error.message));
    }
  }

  #take(reply: Reply): void {
    switch (reply.type) {
      case "started":
      case "described":
        return this.#open(reply);
      case "broken": {
        const fault = this.#phase === "opening" ? "load" : "crash";
        return this.#end(troubleOf(reply.failure, { service: this.#options.service, fault }));
      }
      case "closed":
        return this.#closed.resolve();
      case "log":
        return this.#write(reply);
      default:
        return this.#settle(reply);
    }
  }

  #open(reply: Extract<Reply, { type: "started" | "described" }>): void {
    const awaited = this.#options.opening.type === "describe" ? "described" : "started";
    if (this.#phase !== "opening" || reply.type !== awaited) {
      throw new TypeError(`nobody waits for a message of type "${reply.type}"`);
    }
    this.#phase = "open";
    this.#openedAt = this.#progressAt = performance.now();
    this.#opened.resolve(reply.type === "described" ? reply.description : undefined);
  }

  #settle(reply: CallReply): void {
    const call = this.#calls.get(reply.id);
    if (call === undefined) throw new TypeError("nobody waits for an answer with its number");
    const fits = reply.type === "failed" ||
      (call.wish === "transform") === (reply.type === "transformed" || reply.type === "skipped");
    if (!fits) throw new TypeError(`"${reply.type}" is no answer to a ${call.wish}`);
    if (call.wish === "transform") this.#progressAt = performance.now();
    this.#calls.delete(reply.id);
    call.settle.resolve(reply);
  }

  #write({ level, message }: Extract<Reply, { type: "log" }>): void {
    const leftOut = this.#budget.take(performance.now());
    if (leftOut === undefined) throw new TypeError("it flooded the log");
    getLog("service", this.#options.service)[level](message);
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#looking);
    this.#lookPause = ms;
    this.#looking = setTimeout(() => this.#look(), ms);
  }

  async #look(): Promise<void> {
    const busy = this.#phase === "opening" || this.#calls.size > 0;
    const trouble = this.#overdue() ?? await this.#sandbox.inspect(busy ? "busy" : "idle");
    if (this.#phase === "ended") return;
    if (trouble !== undefined) return this.#end(trouble);
    const pause = busy ? BUSY_LOOK_MS : this.#sandbox.idleLookMs;
    if (pause !== undefined) this.#lookIn(pause);
    else this.#lookPause = 0;
  }

  #overdue(): Trouble | undefined {
    const now = performance.now();
    const { startDeadlineMs, transformDeadlineMs, pushDeadlineMs } = this.#options;
    if (this.#phase === "opening") {
      return now - this.#bornAt > startDeadlineMs
        ? this.#silence("it was not ready", startDeadlineMs)
        : undefined;
    }
    for (const { wish, sentAt } of this.#calls.values()) {
      const since = Math.max(sentAt, this.#progressAt);
      if (wish === "transform" && now - since > transformDeadlineMs) {
        return this.#silence("transform() did not end", transformDeadlineMs);
      }
      const pushedAt = Math.max(sentAt, this.#openedAt);
      if (wish === "push" && now - pushedAt > pushDeadlineMs + PUSH_GRACE_MS) {
        return this.#silence("push() did not end", pushDeadlineMs);
      }
    }
    return undefined;
  }

  #silence(what: string, deadlineMs: number): Trouble {
    const hint = this.#sandbox.silenceHint;
    return { fault: "deadline", reason: `${what} within ${deadlineMs / 1000} s`, hint };
  }
}

function protocolTrouble(reason: string): Trouble {
  return { fault: "protocol", reason: `it broke the rules of messages: ${reason}` };
}
