/**
 * Decides which query may go next, and when. Nothing here looks at a clock: instants are handed in, milliseconds of
 * `performance.now()`, so that a clock set anew harms nothing.
 *
 * - *live* queries go at once while what is left lasts until the reset. Once it will not last, they are spread over the
 *   time that is left, so that the key never runs dry for long. With nothing left they wait until the reset.
 * - *catch_up* and *backfill* go only while no live query waits, and only with what the live ones will not need until the
 *   reset, less a tenth of the limit; few at once. *backfill* goes only while no *catch_up* waits.
 *
 * Only what the API's answers say, or a limit that a person set, binds.
 *
 * @module
 */
import { Allowance } from "./allowance.ts";
import { Demand } from "./demand.ts";
import { OwnCount } from "./own_count.ts";
import type { QueryClass } from "./query.ts";
import type { Rate } from "./rate_headers.ts";
import type { Supply } from "./supply.ts";

/** What the API limits apart from each other: `POST /query/logs`, `GET /query/{id}`, `GET /management/…` (not shared). */
export type Limited = "queries" | "polls" | "listings";

/** How many queries of each class wait. */
export type Waiting = Readonly<Record<QueryClass, number>>;

/** Which query goes next, and when: at `now` for at once, `Infinity` for not before something happens. */
export interface Next {
  readonly class: QueryClass;
  readonly at: number;
}

/** What a person says about a key. */
export interface BudgetOptions {
  /** Queries in 15 minutes, counted by this process; `undefined` for what the API says. */
  readonly rateLimit?: number | undefined;
  /**
   * Live queries that will be asked on the key in a window, by this process or by others, as far as a config says.
   * Without it they are reckoned from those that have come.
   */
  readonly reservedPerWindow?: number | undefined;
}

/** Part of a limit that catch-up and backfill leave alone, in whole requests. */
const RESERVE = 0.1;
/** How many of them may be under way at once. */
const MOST_UNDER_WAY = 4;
/** Least distance of two of them where no limit is known. */
const UNKNOWN_LIMIT_GAP_MS = 100;
/** How often it is looked whether live queries left something: this often in a window, but not too often. */
const LOOKS_PER_WINDOW = 100;
const SHORTEST_LOOK_MS = 50;
/** How long demand is remembered while no window is known. */
const USUAL_WINDOW_MS = 900_000;

/** What is left of the limits of one key, and what it is needed for. */
export class Budget {
  readonly #queries = new Allowance();
  readonly #polls = new Allowance();
  readonly #live = new Demand();
  readonly #polled = new Demand();
  #own: OwnCount | undefined;
  #reservedPerWindow = 0;
  #lastLive = -Infinity;
  #lastOther = -Infinity;
  #othersUnderWay = 0;

  /** Takes over what a person says; what was counted under the same limit stays counted. */
  configure({ rateLimit, reservedPerWindow = 0 }: BudgetOptions): void {
    if (rateLimit !== this.#own?.limit) {
      this.#own = rateLimit === undefined ? undefined : new OwnCount(rateLimit);
    }
    this.#reservedPerWindow = reservedPerWindow;
  }

  /** Queries left, by the API's latest answer. */
  get remaining(): number | undefined {
    return this.#queries.remaining;
  }

  /** Notes that a query has come, whether or not it has to wait. */
  came(kind: QueryClass, now: number): void {
    if (kind === "live") this.#live.add({ now, windowMs: windowMsOf(this.#queries) });
  }

  /** Says which query goes next, and when; `undefined` if none waits. */
  next(waiting: Waiting, now: number): Next | undefined {
    if (waiting.live > 0) return { class: "live", at: this.#liveAt(waiting.live, now) };
    const kind = waiting.catch_up > 0 ? "catch_up" : "backfill";
    return waiting[kind] > 0 ? { class: kind, at: this.#otherAt(now) } : undefined;
  }

  /** Notes that a query goes, as {@linkcode next} said: its request is counted with it. */
  started(kind: QueryClass, now: number): void {
    if (kind === "live") this.#lastLive = now;
    else {
      this.#lastOther = now;
      this.#othersUnderWay++;
    }
    this.sent("queries", now);
  }

  /** Notes that a query that had started has its answer, or has been given up. */
  finished(kind: QueryClass): void {
    if (kind !== "live") this.#othersUnderWay--;
  }

  /** Notes a request. */
  sent(kind: Limited, now: number): void {
    if (kind === "queries") {
      this.#queries.sent();
      this.#own?.sent(now);
    } else if (kind === "polls") {
      this.#polls.sent();
      this.#polled.add({ now, windowMs: windowMsOf(this.#polls) });
    }
  }

  /** Notes how a request ended; `rate` is what its answer said of the limit. */
  ended(
    kind: Limited,
    { rate, ...times }: {
      readonly rate: Rate | undefined;
      readonly sentAt: number;
      readonly now: number;
    },
  ): void {
    if (kind === "queries") this.#queries.ended(rate, times);
    else if (kind === "polls") this.#polls.ended(rate, times);
  }

  /** When a poll may go: `now`, or the reset if none is left. */
  pollAt(now: number): number {
    return this.#polls.left(now) < 1 ? this.#polls.resetsAt(now) : now;
  }

  /** How many times longer the pauses between polls have to be for the polls to last; at least 1. */
  pollStretch(now: number): number {
    const left = this.#polls.left(now);
    if (left === Infinity) return 1;
    return Math.max(1, this.#pollsNeeded(now) / Math.max(left, 1));
  }

  #liveAt(waiting: number, now: number): number {
    const spread = this.#supplies().map((supply) => this.#spread(supply, { waiting, now }));
    return Math.max(this.pollAt(now), ...spread);
  }

  #spread(
    supply: Supply,
    { waiting, now }: { readonly waiting: number; readonly now: number },
  ): number {
    const left = supply.left(now);
    if (left === Infinity) return now;
    const resetsAt = supply.resetsAt(now);
    if (left < 1) return resetsAt;
    const { windowMs } = supply;
    const needed = Math.max(waiting, this.#live.until(resetsAt, { now, windowMs }));
    if (needed <= left) return now;
    // The instant at which the time since the last one equals what is left of the time, shared among what is left.
    return Math.max(now, (this.#lastLive * left + resetsAt) / (left + 1));
  }

  #otherAt(now: number): number {
    if (this.#othersUnderWay >= MOST_UNDER_WAY) return Infinity;
    const supplies = this.#supplies();
    const isLimited = supplies.some((supply) => supply.left(now) < Infinity);
    const looks = supplies.map((supply) =>
      this.#surplusAt(supply, { needed: this.#queriesNeeded(supply, now), now })
    );
    return Math.max(
      isLimited ? now : this.#lastOther + UNKNOWN_LIMIT_GAP_MS,
      this.#surplusAt(this.#polls, { needed: this.#pollsNeeded(now), now }),
      ...looks,
      now,
    );
  }

  /** `now` if more is left than is needed, else when to look again. */
  #surplusAt(
    supply: Supply,
    { needed, now }: { readonly needed: number; readonly now: number },
  ): number {
    const left = supply.left(now);
    if (left === Infinity) return now;
    if (left - needed - Math.floor(supply.limit * RESERVE) >= 1) return now;
    const lookMs = Math.max(supply.windowMs / LOOKS_PER_WINDOW, SHORTEST_LOOK_MS);
    return Math.min(supply.resetsAt(now), now + lookMs);
  }

  #queriesNeeded(supply: Supply, now: number): number {
    const { windowMs } = supply;
    const resetsAt = supply.resetsAt(now);
    const times = { now, windowMs };
    if (this.#reservedPerWindow === 0) return this.#live.atMostUntil(resetsAt, times);
    const reserved = this.#reservedPerWindow * Math.min(1, (resetsAt - now) / windowMs);
    return Math.max(reserved, this.#live.until(resetsAt, times));
  }

  #pollsNeeded(now: number): number {
    const { windowMs } = this.#polls;
    return this.#polled.until(this.#polls.resetsAt(now), { now, windowMs });
  }

  #supplies(): readonly Supply[] {
    return this.#own === undefined ? [this.#queries] : [this.#queries, this.#own];
  }
}

function windowMsOf(allowance: Allowance): number {
  return allowance.isKnown ? allowance.windowMs : USUAL_WINDOW_MS;
}
