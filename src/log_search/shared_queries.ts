import { KeptAnswers } from "./kept_answers.ts";
import { Place, type PlaceOptions } from "./place.ts";
import type { Query, QueryAnswer, Turn } from "./query.ts";
import { SharedTask } from "./shared_task.ts";

/** How somebody waits for an answer. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  readonly turn: Turn;
}

/** How a query is asked that several may wait for. */
export interface AskSharedOptions {
  /** Aborted when the last one has given up. */
  readonly signal: AbortSignal;
  /** Where it waits for its turn. */
  readonly place: Place;
}

/** What all shared queries of a client have in common. */
export interface SharedQueriesOptions extends Pick<PlaceOptions, "governor" | "spacingMs"> {
  readonly ask: (query: Query, options: AskSharedOptions) => Promise<QueryAnswer>;
}

/**
 * Asks once what several searches ask: those who come while it is asked wait for the same answer; those who are known to
 * come later find it kept.
 */
export class SharedQueries {
  readonly #options: SharedQueriesOptions;
  readonly #underWay = new Map<string, SharedQuery>();
  readonly #kept = new KeptAnswers();

  constructor(options: SharedQueriesOptions) {
    this.#options = options;
  }

  /**
   * Asks a query, or waits with those who ask it already.
   *
   * @param options.signal Gives up when aborted; the others wait on.
   * @param options.turn Of several turns the first counts.
   * @returns The answer.
   * @throws What asking threw, or the reason of a signal.
   */
  async query(query: Query, options: WaitOptions): Promise<QueryAnswer> {
    const { signal, turn } = options;
    signal.throwIfAborted();
    turn.signal.throwIfAborted();
    const id = idOf(query);
    const kept = this.#kept.take(id, { now: performance.now() });
    if (kept !== undefined) return kept;
    const underWay = this.#underWay.get(id);
    const isOpen = underWay !== undefined && !underWay.isOver;
    return await (isOpen ? underWay : this.#start(query, { id, turn })).join(options);
  }

  #start(query: Query, { id, turn }: { readonly id: string; readonly turn: Turn }): SharedQuery {
    const { ask, ...options } = this.#options;
    const shared = new SharedQuery({
      ...options,
      turn,
      ask: (asking) => ask(query, asking),
      onEnd: (answer) => {
        if (this.#underWay.get(id) === shared) this.#underWay.delete(id);
        if (answer === undefined) return;
        this.#kept.put(id, { answer, takers: shared.missing, now: performance.now() });
      },
    });
    this.#underWay.set(id, shared);
    return shared;
  }
}

interface SharedQueryOptions extends Pick<PlaceOptions, "governor" | "spacingMs"> {
  readonly turn: Turn;
  readonly ask: (options: AskSharedOptions) => Promise<QueryAnswer>;
  /** Called once, with the answer if there is one. */
  readonly onEnd: (answer: QueryAnswer | undefined) => void;
}

/** One query and all who wait for it. */
class SharedQuery {
  readonly #place: Place;
  readonly #task: SharedTask<QueryAnswer>;
  readonly #leaves = new Set<() => void>();
  #askers = 0;

  constructor({ turn, ask, onEnd, ...options }: SharedQueryOptions) {
    const onWait = () => this.#dismiss();
    this.#place = new Place({ ...options, rank: turn, onWait });
    this.#task = new SharedTask(async (signal) => {
      using place = this.#place;
      let answer: QueryAnswer | undefined;
      try {
        return answer = await ask({ signal, place });
      } finally {
        onEnd(answer);
      }
    });
  }

  get isOver(): boolean {
    return this.#task.isOver;
  }

  /** How many will still come for the answer. */
  get missing(): number {
    return this.#askers - this.#leaves.size;
  }

  /** Waits for the answer. */
  async join({ signal, turn }: WaitOptions): Promise<QueryAnswer> {
    this.#askers = Math.max(this.#askers, turn.askers);
    this.#place.raise(turn);
    const controller = new AbortController();
    const giveUp = () => controller.abort(signal.reason);
    const leave = () => {
      if (turn.signal.aborted && this.#place.isWaiting) controller.abort(turn.signal.reason);
    };
    signal.addEventListener("abort", giveUp);
    turn.signal.addEventListener("abort", leave);
    this.#leaves.add(leave);
    try {
      return await this.#task.join(controller.signal);
    } finally {
      this.#leaves.delete(leave);
      turn.signal.removeEventListener("abort", leave);
      signal.removeEventListener("abort", giveUp);
    }
  }

  /** It waits (again, after a 429): whoever did not want to wait any longer leaves now. */
  #dismiss(): void {
    for (const leave of this.#leaves) leave();
  }
}

/** Logs are keys and a statement comes last, so that no two questions look alike. */
function idOf({ logs, statement, from, to }: Query): string {
  return `${from} ${to} ${logs.join(":")}\n${statement}`;
}
