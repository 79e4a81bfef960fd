/**
 * Tells open pages what changes, as server-sent events: `status` with the whole document first, then `change` with what
 * is new, at most once a second. A page that reads too slowly gets a `status` again. However many pages are open, there is
 * one timer, and an event is written once; while no page is open, nothing is done.
 *
 * @module
 */

import { getLog } from "../log.ts";
import { redact } from "../secret.ts";
import type { StatusSource } from "../status/source.ts";
import type { ProgramStatus } from "../status/status.ts";
import { Listener } from "./listener.ts";

const TICK_MS = 1000;
const ALIVE_MS = 15_000;
const LONGEST_STALL_MS = 30_000;

/** Pages that may be open at the same time. */
export const MOST_LISTENERS = 50;

const log = getLog("status");
const encoder = new TextEncoder();
const STILL_HERE = encoder.encode(": still here\n\n");

/** Pages that are open, and what they are told. */
export class LiveUpdates {
  readonly #source: StatusSource;
  readonly #now: () => number;
  readonly #listeners = new Set<Listener>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #revision = 0;
  /** What was last told of the program, but for the time. */
  #program = "";
  /** The document as it was at some time since the last tick; what came later is part of the next change. */
  #whole: Uint8Array<ArrayBuffer> | undefined;
  #saidAt = 0;
  #hasEnded = false;

  /** @param now Unix milliseconds. */
  constructor(source: StatusSource, now: () => number) {
    this.#source = source;
    this.#now = now;
  }

  /**
   * Lets one more page listen.
   *
   * @returns Its events; `undefined` if too many listen already, or the program ends.
   */
  listen(): ReadableStream<Uint8Array<ArrayBuffer>> | undefined {
    if (this.#hasEnded || this.#listeners.size >= MOST_LISTENERS) return undefined;
    if (this.#timer === undefined) this.#begin();
    const whole = () => this.#wholeEvent();
    const listener = new Listener({ whole, onLeft: (left) => this.#forget(left) });
    this.#listeners.add(listener);
    return listener.stream;
  }

  /** Whether the program ends: nobody is told anything any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Ends every stream, for good. */
  end(): void {
    this.#hasEnded = true;
    for (const listener of [...this.#listeners]) listener.end();
  }

  #begin(): void {
    const { revision, change } = this.#source.changesSince(this.#revision);
    this.#revision = revision;
    this.#program = timeless(change.program);
    this.#saidAt = this.#now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  #forget(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#whole = undefined;
  }

  #tick(): void {
    try {
      this.#whole = undefined;
      this.#tellChanges();
      this.#abandonStalled();
    } catch (error) {
      // Nobody awaits a timer: what it throws would end the program.
      log.error(`Cannot tell open pages what has changed: ${error}`);
    }
  }

  #tellChanges(): void {
    const now = this.#now();
    const { revision, change } = this.#source.changesSince(this.#revision);
    const program = timeless(change.program);
    const isSame = revision === this.#revision && program === this.#program;
    if (isSame && now - this.#saidAt < ALIVE_MS) return;
    this.#revision = revision;
    this.#program = program;
    this.#saidAt = now;
    const event = isSame ? STILL_HERE : writeEvent("change", change);
    for (const listener of this.#listeners) listener.send(event, now);
  }

  #abandonStalled(): void {
    const limit = this.#now() - LONGEST_STALL_MS;
    for (const listener of [...this.#listeners]) {
      if ((listener.behindSince ?? Infinity) < limit) listener.abandon();
    }
  }

  #wholeEvent(): Uint8Array<ArrayBuffer> {
    return this.#whole ??= writeEvent("status", this.#source.status());
  }
}

function timeless(program: ProgramStatus): string {
  return JSON.stringify({ ...program, at: 0 });
}

function writeEvent(name: string, value: unknown): Uint8Array<ArrayBuffer> {
  const retry = name === "status" ? "retry: 2000\n" : "";
  return encoder.encode(`${retry}event: ${name}\ndata: ${redact(JSON.stringify(value))}\n\n`);
}
