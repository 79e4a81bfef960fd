import { LogSearchError } from "../errors.ts";
import { getLog } from "../log.ts";
import { retryAfterMs } from "../retry_after.ts";
import type { Address } from "./address.ts";
import { type ApiReply, type ApiRequest, call } from "./call.ts";
import { CallFailure } from "./call_failure.ts";
import type { Limited } from "./budget.ts";
import type { Governor } from "./governor.ts";
import { holdMs, type Pacing, type Random, resetMs, retryDelayMs } from "./pacing.ts";
import type { Patience } from "./patience.ts";
import type { Place } from "./place.ts";
import { type Rate, readRate } from "./rate_headers.ts";
import { describeRefusal } from "./refusal.ts";
import { countRequest } from "./request_counts.ts";

const log = getLog("log_search");

/** Failures of a kept connection that the server had closed while it was idle. */
const DROPPED: ReadonlySet<string> = new Set(["closed", "reset"]);
/** Failures that another try at once would only repeat. */
const FINAL: ReadonlySet<string> = new Set(["large"]);

/** How a request ended, unless it failed. */
export type Exchanged<Value> =
  | { readonly kind: "answered"; readonly value: Value; readonly reply: ApiReply }
  | { readonly kind: "refused"; readonly reply: ApiReply };

/** One request, and what may happen around it. */
export interface ExchangeOptions<Value> {
  readonly request: ApiRequest;
  readonly patience: Patience;
  /** Which limit it counts against. */
  readonly counts: Limited;
  /** Where it waits for its turn; that time does not count against the patience. */
  readonly place?: Place | undefined;
  /** Reads a 2xx body; throws {@linkcode CallFailure} if it is not what it should be, which is tried again. */
  readonly read: (text: string) => Value;
}

/** What all requests of a client have in common. */
export interface ExchangeSettings {
  readonly address: Address;
  readonly governor: Governor;
  readonly pacing: Pacing;
  readonly callTimeoutMs: number;
  readonly maxBodyBytes: number;
  /** Unix milliseconds, for resets that are dates. */
  readonly now: () => number;
  readonly random: Random;
}

/** Sends requests until they are answered: waits at the gate, retries what may go well the next time. */
export class Exchange {
  readonly #settings: ExchangeSettings;
  #hasAnswered = false;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
  }

  /**
   * Does a request.
   *
   * @returns The answer as read; or the refusal (4xx, but for 408, 425 and 429), for the caller to word.
   * @throws {LogSearchError} `retry` when the tries or the time are used up.
   * @throws The signal's reason, if aborted.
   */
  async send<Value>(options: ExchangeOptions<Value>): Promise<Exchanged<Value>> {
    const { read } = options;
    const { governor } = this.#settings;
    let failures = 0;
    let restarts = 0;
    while (true) {
      if (!this.#isFree(options)) await this.#wait(options);
      if (options.place === undefined) governor.sent(options.counts);
      try {
        const reply = await this.#count(options);
        this.#hasAnswered = true;
        if (reply.status !== 429) return this.#sort(reply, read);
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        const isDeadConnection = this.#hasAnswered && DROPPED.has(error.kind);
        if (isDeadConnection && restarts++ === 0) continue;
        await this.#recover(error, { failures: ++failures, ...options });
      }
    }
  }

  #isFree({ counts, place }: ExchangeOptions<unknown>): boolean {
    const { governor } = this.#settings;
    if (place !== undefined || !governor.gate.isFree(performance.now())) return false;
    return counts !== "polls" || governor.pollHoldMs === 0;
  }

  /** Waits until the request may go. One that has a place is counted by then. */
  async #wait({ counts, place, patience }: ExchangeOptions<unknown>): Promise<void> {
    if (place !== undefined) return await this.#takeTurn(place, patience);
    await this.#pass(patience);
    if (counts === "polls") await this.#awaitPolls(patience);
  }

  async #takeTurn(place: Place, patience: Patience): Promise<void> {
    const from = performance.now();
    await place.pass(patience.signal);
    patience.extend(performance.now() - from);
  }

  /** Waits while the key has no polls left, looking again now and then: a poll under way may turn out to be counted. */
  async #awaitPolls(patience: Patience): Promise<void> {
    const { governor, pacing } = this.#settings;
    for (let ms = governor.pollHoldMs; ms > 0; ms = governor.pollHoldMs) {
      await patience.wait(Math.min(ms, pacing.longestPollMs));
    }
  }

  /** Waits at the gate for one's turn. */
  async #pass(patience: Patience): Promise<void> {
    const { gate } = this.#settings.governor;
    let now = performance.now();
    let slot = this.#slot(now);
    while (slot > now) {
      if (slot - now >= patience.remainingMs) throw this.#heldTooLong(slot - now);
      gate.take(slot);
      await patience.wait(slot - now);
      now = Math.max(performance.now(), slot);
      slot = gate.isClosed(now) ? this.#slot(now) : now;
    }
  }

  #slot(now: number): number {
    const { governor: { gate }, pacing, random } = this.#settings;
    return gate.slot(now, { gapMs: pacing.releaseSpacingMs * (0.5 + random()) });
  }

  #heldTooLong(ms: number): LogSearchError {
    const { address } = this.#settings;
    return new LogSearchError(
      `${address.host} takes no queries on this key for ${
        Math.ceil(ms / 1000)
      } s (429), longer than this one may wait`,
      { failure: "retry", hint: "ask less often: raise query_period, or use several keys" },
    );
  }

  /** Does the request and notes how it ended. After a 429 all are held back before anybody else may go. */
  async #count({ request, patience, counts }: ExchangeOptions<unknown>): Promise<ApiReply> {
    const { governor, now } = this.#settings;
    const sentAt = performance.now();
    let rate: Rate | undefined;
    countRequest(counts);
    try {
      const reply = await this.#call(request, patience);
      if (reply.status === 429) this.#holdBack(reply, request);
      rate = readRate(reply.headers, { now: now() });
      return reply;
    } finally {
      governor.ended(counts, { rate, sentAt });
    }
  }

  #call(request: ApiRequest, { signal, remainingMs }: Patience): Promise<ApiReply> {
    const { callTimeoutMs, maxBodyBytes } = this.#settings;
    const timeoutMs = Math.max(Math.min(callTimeoutMs, remainingMs), 0);
    return call(request, { signal, timeoutMs, maxBodyBytes });
  }

  #sort<Value>(reply: ApiReply, read: (text: string) => Value): Exchanged<Value> {
    const { status } = reply;
    this.#settings.governor.gate.answered();
    if (status < 300) return { kind: "answered", value: read(reply.text), reply };
    if (status < 400) throw this.#redirected(reply);
    if (status >= 500 || status === 408 || status === 425) throw new StatusFailure(reply);
    return { kind: "refused", reply };
  }

  #redirected(reply: ApiReply): LogSearchError {
    const { host } = this.#settings.address;
    const target = URL.parse(reply.headers.get("location") ?? "", this.#settings.address.origin);
    const to = target === null ? "" : ` and points to ${target.host}`;
    return new LogSearchError(
      `${host} ${
        describeRefusal({ status: reply.status, text: "" })
      }${to}; the key is not sent after a redirect`,
      { failure: "retry", hint: "correct region or url of [LE]: write the API's own address" },
    );
  }

  /** Closes the gate for everybody on this key; waiting for it is left to the next pass. */
  #holdBack(reply: ApiReply, request: ApiRequest): void {
    countRequest("tooMany");
    const { governor: { gate }, pacing, random, now } = this.#settings;
    const askedMs = resetMs(reply.headers, { now: now() });
    const ms = holdMs(askedMs, { pacing, closings: gate.closings, random });
    const at = performance.now();
    if (gate.close({ now: at, until: at + ms })) {
      const { host } = new URL(request.url);
      const seconds = Math.ceil(ms / 1000);
      log.warning(
        `${host} answered 429 (Too Many Requests): every query on this key waits ${seconds} s`,
        { host, seconds },
      );
    }
  }

  /** Waits before the next try, or gives up. */
  async #recover(
    failure: CallFailure,
    { failures, request, patience }: ExchangeOptions<unknown> & { readonly failures: number },
  ): Promise<void> {
    const { pacing, random, now } = this.#settings;
    const { host } = new URL(request.url);
    if (failure.kind === "timeout" && patience.isOver) throw patience.exceeded();
    if (failures > pacing.maxRetries || FINAL.has(failure.kind)) {
      const tries = failures > 1 ? `; tried ${failures} times` : "";
      throw new LogSearchError(`${host} ${failure.message}${tries}`, {
        failure: "retry",
        hint: failure.hint,
        cause: failure,
      });
    }
    patience.reached(`it last ${failure.message}`, { hint: failure.hint });
    const askedMs = failure instanceof StatusFailure
      ? retryAfterMs(failure.headers, { now: now() })
      : undefined;
    await patience.wait(retryDelayMs(failures, { pacing, askedMs, random }));
  }
}

/** An answer whose status says that it may go well later. */
class StatusFailure extends CallFailure {
  readonly headers: Headers;

  constructor(reply: ApiReply) {
    super("other", describeRefusal(reply));
    this.headers = reply.headers;
  }
}
