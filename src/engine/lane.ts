/**
 * One destination of one search: pushes what waits for it, one payload after the other, in the order of the runs.
 *
 * A lane is *idle* while its outbox is empty, *waiting* for its endpoint or for the end of a pause after a failure, or
 * *pushing*. A push that was taken is settled before the next one begins. If the disk does not take the settlement, it is
 * kept in memory until the disk does; a contiguous lane holds meanwhile, a sliding one goes on with what runs hand it.
 * `end()` leads from every state to the end, after the push under way.
 *
 * @module
 */

import { StoreError } from "../errors.ts";
import type { ServiceHost } from "../service_host/service_host.ts";
import type { LaneName, OutboxEntry, Settlement, Store } from "../store/store.ts";
import { Alarm } from "./alarm.ts";
import { backOffMs } from "./back_off.ts";
import type { DeliveryReport, OnOutcome } from "./delivery_report.ts";
import type { Endpoint, PushHealth } from "./endpoint.ts";
import type { LaneProgress } from "./event.ts";
import { LaneQueue, type Work } from "./lane_queue.ts";
import { attemptPush, type Tried } from "./push_attempt.ts";
import type { Haste } from "./push_budget.ts";
import type { Target } from "./targets.ts";
import type { UnderWay } from "./under_way.ts";
import type { Unsettled } from "./unsettled.ts";
import { wait } from "./wait.ts";

/** How much suspicion sets a payload aside: ten tries of which the module said that they failed. */
const MOST_SUSPICION = 100;

/** What a lane is made from. */
export interface LaneOptions {
  readonly name: LaneName;
  readonly store: Store;
  /** Of the newest config: a kept search may have moved to another line. */
  readonly target: () => Target;
  readonly endpoint: Endpoint;
  /** Finds the sandbox of a service. */
  readonly hostOf: (service: string) => ServiceHost;
  readonly underWay: UnderWay;
  readonly unsettled: Unsettled;
  /** A promise to await before the first push: the end of the lane that this one replaces. */
  readonly after: Promise<unknown>;
  /** Told how every try ended. */
  readonly onTried: (report: DeliveryReport, progress: LaneProgress) => void;
  /** Told of a fault of the program; the lane goes on after a pause. */
  readonly onFault: (error: unknown) => void;
}

/** What ends an entry. */
type End = Pick<DeliveryReport, "reason" | "hint" | "fault"> & {
  readonly outcome: Settlement["outcome"];
};

const WAITING = { outcome: "waiting", fault: "none" } as const;

/** Pushes the payloads of one destination of one search in order. */
export class Lane {
  /** Resolves when the lane has ended. */
  readonly done: Promise<void>;
  readonly #options: LaneOptions;
  readonly #ending = new AbortController();
  readonly #queue: LaneQueue;
  #wake = Promise.withResolvers<void>();
  /** Ends the pause after a failure early. */
  readonly #impatience = new Alarm();
  #failures = 0;
  #notBefore = -Infinity;
  /** How much speaks against the payload that is tried. */
  #suspect = { id: NaN, suspicion: 0 };

  constructor(options: LaneOptions) {
    this.#options = options;
    const tellWaiting = ({ entry, onOutcome }: Work) => onOutcome(this.#report(WAITING, entry));
    this.#queue = new LaneQueue({ ...options, tellWaiting });
    this.done = this.#work();
  }

  /**
   * Takes an entry that has just been stored.
   *
   * @param options.haste Whether its window has only just ended, or is caught up with.
   * @param options.onOutcome Told what became of it at first.
   */
  add(
    entry: OutboxEntry,
    { haste, onOutcome }: { readonly haste: Haste; readonly onOutcome: OnOutcome },
  ): void {
    this.#queue.hand({ entry, place: "stored", haste, onOutcome });
    this.#wake.resolve();
  }

  /** Takes an entry that could not be stored: it takes the place of an earlier one, and is lost with the process. */
  addLoose(entry: OutboxEntry, onOutcome: OnOutcome): void {
    this.#queue.handLoose({ entry, place: "loose", haste: "live", onOutcome });
    this.#wake.resolve();
  }

  /** Tries at once what waits, also what something else than a run has added to the outbox. */
  tryNow(): void {
    this.#notBefore = -Infinity;
    this.#queue.look();
    this.#options.endpoint.tryNow();
    this.#impatience.ring();
    this.#wake.resolve();
  }

  /** Ends the lane. @returns A promise for the end of the push under way. */
  end(): Promise<void> {
    this.#ending.abort();
    this.#wake.resolve();
    return this.done;
  }

  async #work(): Promise<void> {
    const { after, onFault } = this.#options;
    const { signal } = this.#ending;
    await after;
    while (!signal.aborted) {
      try {
        await this.#doNext();
      } catch (error) {
        onFault(error);
        await wait(backOffMs(++this.#failures, { random: Math.random() }), signal);
      }
    }
    this.#queue.close();
  }

  async #doNext(): Promise<void> {
    await this.#settleLate();
    const work = this.#queue.next();
    if (work === undefined) return await this.#rest();
    const end = this.#endWithoutPush(work);
    if (end === undefined) await this.#pushNext(work);
    else await this.#finish(work, end);
  }

  async #rest(): Promise<void> {
    const { store } = this.#options;
    // What waits in a store that cannot be read shows only when it can be read again.
    if (store.trouble !== undefined) {
      store.usable(this.#ending.signal).then(() => this.#wake.resolve());
    }
    await this.#wake.promise;
    this.#wake = Promise.withResolvers();
  }

  /** What is not pushed any more. */
  #endWithoutPush({ entry, place }: Work): End | undefined {
    const { onUnknown, expireAfterSeconds = Infinity } = this.#options.target().config;
    if (place === "loose") return undefined;
    if (entry.isUnknown && onUnknown === "drop") {
      const reason = "leexport ended while it was pushed, so nobody knows whether it was taken";
      return { outcome: "unknown", reason, fault: "none" };
    }
    if (Date.now() - entry.addedAt <= expireAfterSeconds * 1000) return undefined;
    const reason = `it waited longer than expire_after = ${expireAfterSeconds}`;
    return { outcome: "expired", reason, fault: "none" };
  }

  async #pushNext(picked: Work): Promise<void> {
    const { endpoint } = this.#options;
    const { signal } = this.#ending;
    const pauseMs = this.#notBefore - performance.now();
    // A run is not kept from its end by a destination that takes nothing now.
    if (pauseMs > 0 || endpoint.isHeld) picked.onOutcome(this.#report(WAITING, picked.entry));
    if (pauseMs > 0 && await this.#impatience.wait(pauseMs, signal) === "aborted") return;
    if (!await endpoint.admit(picked.haste, signal)) return;
    let health: PushHealth = { kind: "none" };
    try {
      // A sliding payload may have been replaced during the wait.
      const work = this.#queue.next();
      if (work !== undefined && !signal.aborted) health = await this.#try(work);
    } finally {
      endpoint.done(health);
    }
  }

  async #try(work: Work): Promise<PushHealth> {
    const { hostOf, target, store, underWay } = this.#options;
    const { entry, place } = work;
    const { config, destination } = target();
    this.#queue.drop(work);
    const attempt = attemptPush(entry, {
      host: hostOf(config.service),
      destination,
      onUnknown: config.onUnknown,
      onPayload: async (text) =>
        place === "stored"
          ? await store.replaceAnswer(entry, text)
          : { ...entry, form: "payload", text },
      onBegin: async (entry) => {
        if (place === "loose") return "begun";
        return await store.beginPush(entry, config.onUnknown === "drop" ? "durable" : "memory");
      },
    });
    const tried = await underWay.track(attempt);
    if (tried === "gone") {
      work.onOutcome(this.#report(WAITING, entry));
      return { kind: "none" };
    }
    const { outcome } = tried;
    if (outcome === "waiting" && !this.#isPoison(entry, tried)) await this.#postpone(work, tried);
    else if (outcome === "waiting") await this.#finish(work, { ...tried, outcome: "rejected" });
    else {
      const end = outcome === "accepted" ? "delivered" : outcome;
      await this.#finish(work, { ...tried, outcome: end });
    }
    return tried.health;
  }

  /** Whether so much speaks against a payload that others must not wait for it any longer. */
  #isPoison({ id }: OutboxEntry, { suspicion }: Tried): boolean {
    const before = this.#suspect.id === id ? this.#suspect.suspicion : 0;
    this.#suspect = { id, suspicion: before + suspicion };
    return this.#suspect.suspicion >= MOST_SUSPICION;
  }

  async #postpone({ entry, place, onOutcome }: Work, tried: Tried): Promise<void> {
    const before = this.#failures;
    const nextTryMs = this.#pause(tried.health);
    const report = { ...this.#report(tried, entry), nextTryMs };
    this.#tell(report, { entry, failuresBefore: before });
    if (place === "stored") await this.#options.store.endPush(entry).catch(ignoreStoreError);
    onOutcome(report);
  }

  /** @returns Milliseconds until the next try. */
  #pause(health: PushHealth): number {
    const retryAfterMs = health.kind === "failed" ? health.retryAfterMs : undefined;
    const pauseMs = backOffMs(++this.#failures, { retryAfterMs, random: Math.random() });
    this.#notBefore = performance.now() + pauseMs;
    return pauseMs;
  }

  /** Settles an entry, now or as soon as the disk takes it. */
  async #finish(work: Work, end: End): Promise<void> {
    const { entry, place, onOutcome } = work;
    const { outcome, reason } = end;
    const shown = outcome === "delivered" ? "accepted" : outcome;
    const report = this.#report({ ...end, outcome: shown }, entry);
    const failuresBefore = this.#failures;
    this.#queue.drop(work);
    if (place === "stored") await this.#settle(entry, { outcome, reason, at: Date.now() });
    if (outcome === "delivered" || outcome === "rejected") {
      this.#failures = 0;
      this.#notBefore = -Infinity;
    } else if (outcome === "unknown") this.#pause({ kind: "none" });
    this.#tell(report, { entry, failuresBefore });
    onOutcome(report);
  }

  async #settle(entry: OutboxEntry, settlement: Settlement): Promise<void> {
    const { name, store, unsettled } = this.#options;
    unsettled.keep({ entry, settlement });
    try {
      await store.settle(entry, settlement);
      unsettled.forget(name);
    } catch (error) {
      ignoreStoreError(error);
      store.usable(this.#ending.signal).then(() => this.#wake.resolve());
    }
  }

  /** Settles what the disk did not take before. */
  async #settleLate(): Promise<void> {
    const { name, store, unsettled } = this.#options;
    const late = unsettled.of(name);
    if (late === undefined || store.trouble !== undefined) return;
    await this.#settle(late.entry, late.settlement);
  }

  #tell(
    report: DeliveryReport,
    { entry, failuresBefore }: { readonly entry: OutboxEntry; readonly failuresBefore: number },
  ): void {
    this.#options.onTried(report, {
      window: entry.window,
      failures: this.#failures,
      failuresBefore,
    });
  }

  #report(
    { outcome, reason, hint, fault }: Pick<Tried, "outcome" | "reason" | "hint" | "fault">,
    { tries }: OutboxEntry,
  ): DeliveryReport {
    const { config } = this.#options.target();
    return { destination: config, outcome, reason, hint, fault, tries: tries + 1 };
  }
}

/** The store tells of its trouble itself. */
function ignoreStoreError(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}
