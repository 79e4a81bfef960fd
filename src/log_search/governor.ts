import type { Secret } from "../secret.ts";
import { Budget, type BudgetOptions, type Limited, type Next } from "./budget.ts";
import { type Due, DueHeap } from "./due_heap.ts";
import { Gate } from "./gate.ts";
import type { QueryClass } from "./query.ts";
import type { Rate } from "./rate_headers.ts";

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A query that waits for its turn. */
export interface Waiter extends Due {
  readonly class: QueryClass;
  /** After a 429: how long after it the next one goes. */
  readonly spacingMs: number;
  /** Lets it go; by then its request is counted. */
  readonly go: () => void;
}

/**
 * Shares what the API takes on one key among all who ask with it in this process. Queries with a turn wait here, one
 * line for each class; {@linkcode Budget} decides which goes next and when, {@linkcode Gate} holds all back after a 429.
 * One timer wakes the line; every answer and every end of a query has it looked at, too.
 */
export class Governor {
  readonly gate = new Gate();
  readonly #budget = new Budget();
  readonly #lines: Readonly<Record<QueryClass, DueHeap<Waiter>>> = {
    live: new DueHeap(),
    catch_up: new DueHeap(),
    backfill: new DueHeap(),
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wakesAt = Infinity;
  /** After a 429 the line goes on one by one, not before this. */
  #freeFrom = -Infinity;
  #isRecovering = false;

  /** Takes over what the latest config says. */
  configure(options: BudgetOptions): void {
    this.#budget.configure(options);
    this.#look();
  }

  /** Queries left in the API's present window, by its latest answer; `undefined` before it has said so. */
  get remaining(): number | undefined {
    return this.#budget.remaining;
  }

  /** Takes a query in the line; it may go at once. */
  wait(waiter: Waiter): void {
    this.#budget.came(waiter.class, performance.now());
    this.#lines[waiter.class].add(waiter);
    this.#look();
  }

  /** Has a query that waits wait for another turn instead. */
  move(waiter: Waiter, { instead }: { readonly instead: Waiter }): void {
    this.#lines[waiter.class].remove(waiter);
    if (instead.class !== waiter.class) this.#budget.came(instead.class, performance.now());
    this.#lines[instead.class].add(instead);
    this.#look();
  }

  /** Lets a query out of the line that does not want to wait any more. */
  giveUp(waiter: Waiter): void {
    this.#lines[waiter.class].remove(waiter);
    this.#look();
  }

  /** Notes that a query that went from the line has its answer, or has been given up. */
  finished(kind: QueryClass): void {
    this.#budget.finished(kind);
    this.#look();
  }

  /** Notes a request that did not wait in the line. */
  sent(kind: Limited): void {
    this.#budget.sent(kind, performance.now());
  }

  /** Notes how a request ended; `rate` is what its answer said. Instants are those of `performance.now()`. */
  ended(
    kind: Limited,
    { rate, sentAt }: { readonly rate: Rate | undefined; readonly sentAt: number },
  ): void {
    this.#budget.ended(kind, { rate, sentAt, now: performance.now() });
    this.#look();
  }

  /** How long a poll has to wait because none is left, milliseconds. */
  get pollHoldMs(): number {
    const now = performance.now();
    return this.#budget.pollAt(now) - now;
  }

  /** How many times longer the pauses between polls have to be. */
  get pollStretch(): number {
    return this.#budget.pollStretch(performance.now());
  }

  /** Lets go who may go, and sets the timer for who comes next. */
  #look(): void {
    if (this.#size === 0) return this.#rest();
    const now = performance.now();
    for (let next = this.#next(now); next !== undefined; next = this.#next(now)) {
      if (next.at > now) return this.#wake(next.at, now);
      const waiter = this.#lines[next.class].take();
      if (waiter === undefined) break;
      this.#freeFrom = now + waiter.spacingMs;
      this.#budget.started(waiter.class, now);
      waiter.go();
    }
    this.#rest();
  }

  get #size(): number {
    const { live, catch_up, backfill } = this.#lines;
    return live.size + catch_up.size + backfill.size;
  }

  /** Nobody waits any more. */
  #rest(): void {
    this.#isRecovering = false;
    this.#clear();
  }

  #next(now: number): Next | undefined {
    const { live, catch_up, backfill } = this.#lines;
    const waiting = { live: live.size, catch_up: catch_up.size, backfill: backfill.size };
    const next = this.#budget.next(waiting, now);
    return next && { class: next.class, at: Math.max(next.at, this.#heldUntil(now)) };
  }

  #heldUntil(now: number): number {
    if (this.gate.isClosed(now)) {
      this.#isRecovering = true;
      return this.gate.closedUntil;
    }
    return this.#isRecovering ? this.#freeFrom : now;
  }

  /** A timer that rings earlier is left as it is: it only has the line looked at. */
  #wake(at: number, now: number): void {
    if (at >= this.#wakesAt) return;
    this.#clear();
    if (at === Infinity) return;
    this.#wakesAt = at;
    this.#timer = setTimeout(() => {
      this.#wakesAt = Infinity;
      this.#look();
    }, Math.min(Math.ceil(at - now), LONGEST_TIMER_MS));
  }

  #clear(): void {
    if (this.#wakesAt === Infinity) return;
    clearTimeout(this.#timer);
    this.#wakesAt = Infinity;
  }
}

/** One for each address and key that this process has asked with; a process has few, and each is small. */
const governors = new Map<string, Governor>();

/**
 * Finds the governor of a key, so that clients made one after another (a config read anew) or side by side share it.
 *
 * @param origin The API's address.
 * @param apiKey The key whose limits they are.
 */
export function governorOf(origin: string, apiKey: Secret): Governor {
  const id = `${origin}\n${apiKey.reveal()}`;
  let governor = governors.get(id);
  if (governor === undefined) governors.set(id, governor = new Governor());
  return governor;
}
