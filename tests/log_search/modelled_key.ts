import { Budget, type BudgetOptions } from "../../src/log_search/budget.ts";
import { DueHeap } from "../../src/log_search/due_heap.ts";
import type { QueryClass } from "../../src/log_search/query.ts";

/** A key of an API, and what is asked on it, in virtual time: milliseconds from 0. */
export interface ModelOptions extends BudgetOptions {
  /** Queries that the API takes in a window. */
  readonly limit: number;
  readonly windowMs: number;
  /** How far into a window the time begins. */
  readonly phaseMs: number;
  /** When queries of each class come; they are due when they come. */
  readonly comes: Readonly<Record<QueryClass, readonly number[]>>;
  /** Gives the way of a request to the API, and of its answer back, milliseconds. */
  readonly travelMs: () => number;
  /** Whether answers say what is left. */
  readonly headers: "told" | "untold";
  readonly untilMs: number;
}

/** One query that went. */
export interface Went {
  readonly class: QueryClass;
  readonly cameAt: number;
  readonly at: number;
  /** How many of each class waited when it went, itself included. */
  readonly waiting: Readonly<Record<QueryClass, number>>;
  /** Whether an answer had told of the limit by then. */
  readonly isTold: boolean;
}

/** What happened. */
export interface Course {
  readonly went: readonly Went[];
  /** Queries that the API took, by window. */
  readonly taken: readonly number[];
  /** Queries that it refused although it had told of its limit before they went. */
  readonly refused: number;
}

interface Happening {
  readonly due: number;
  readonly order: number;
  readonly happen: () => void;
}

/** Plays what comes, as the governor would let it go: {@linkcode Budget} decides, nothing else. */
export function play(options: ModelOptions): Course {
  return new Model(options).play();
}

class Model {
  readonly #options: ModelOptions;
  readonly #budget = new Budget();
  readonly #happenings = new DueHeap<Happening>();
  readonly #waiting: Record<QueryClass, number[]> = { live: [], catch_up: [], backfill: [] };
  readonly #went: Went[] = [];
  readonly #taken: number[] = [];
  #order = 0;
  #refused = 0;
  #isTold = false;
  #wakesAt = Infinity;

  constructor(options: ModelOptions) {
    this.#options = options;
    this.#budget.configure(options);
    for (const kind of ["live", "catch_up", "backfill"] as const) {
      for (const at of options.comes[kind]) this.#plan(at, () => this.#come(kind, at));
    }
  }

  play(): Course {
    for (let next = this.#happenings.take(); next; next = this.#happenings.take()) {
      if (next.due > this.#options.untilMs) break;
      next.happen();
      this.#look(next.due);
    }
    return { went: this.#went, taken: this.#taken, refused: this.#refused };
  }

  #plan(due: number, happen: () => void): void {
    this.#happenings.add({ due, order: this.#order++, happen });
  }

  #come(kind: QueryClass, now: number): void {
    this.#budget.came(kind, now);
    this.#waiting[kind].push(now);
  }

  #look(now: number): void {
    while (true) {
      const { live, catch_up, backfill } = this.#waiting;
      const waiting = { live: live.length, catch_up: catch_up.length, backfill: backfill.length };
      const next = this.#budget.next(waiting, now);
      if (next === undefined || next.at > now) return this.#wake(next?.at ?? Infinity);
      this.#budget.started(next.class, now);
      const cameAt = this.#waiting[next.class].shift() ?? NaN;
      this.#went.push({ class: next.class, cameAt, at: now, waiting, isTold: this.#isTold });
      this.#send(next.class, now);
    }
  }

  #wake(at: number): void {
    if (at >= this.#wakesAt || at === Infinity) return;
    this.#wakesAt = at;
    this.#plan(at, () => this.#wakesAt = Infinity);
  }

  #send(kind: QueryClass, sentAt: number): void {
    const { travelMs } = this.#options;
    const isTold = this.#isTold;
    const arrivesAt = sentAt + travelMs();
    const answeredAt = arrivesAt + travelMs();
    this.#plan(arrivesAt, () => {
      const rate = this.#take(arrivesAt, isTold);
      this.#plan(answeredAt, () => {
        this.#isTold ||= rate !== undefined;
        this.#budget.ended("queries", { rate, sentAt, now: answeredAt });
        this.#budget.finished(kind);
      });
    });
  }

  #take(now: number, isTold: boolean) {
    const { limit, windowMs, phaseMs, headers } = this.#options;
    const window = Math.floor((now + phaseMs) / windowMs);
    const used = (this.#taken[window] ?? 0) + 1;
    this.#taken[window] = used;
    if (used > limit && isTold) this.#refused++;
    if (headers === "untold") return undefined;
    const resetMs = Math.ceil(((window + 1) * windowMs - now - phaseMs) / 1000) * 1000;
    return { limit, remaining: Math.max(0, limit - used), resetMs };
  }
}
