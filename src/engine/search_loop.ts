/**
 * One search, run for as long as the program runs.
 *
 * A loop is *waiting* for its next due instant, *running*, *stopped by the API* (a 4xx answer: asking again cannot help
 * until the config changes) or *ended*. It starts waiting when made; each run leads back to waiting or to stopped;
 * `end()` leads from every state to ended, after the run under way. As the next wait begins only when a run has ended,
 * two runs of one search never overlap.
 *
 * @module
 */

import { nextDue } from "./schedule.ts";
import { wait } from "./wait.ts";

/** What a run is told about its time. */
export interface RunTime {
  /** How much later than due the run starts, milliseconds. */
  readonly latenessMs: number;
  /** The next due instant, milliseconds of `performance.now()`. */
  readonly nextDue: number;
}

/** What a loop is made from. */
export interface SearchLoopOptions {
  /** Milliseconds before the first run. */
  readonly firstDelayMs: number;
  /** A promise to await before the first run: the last run of the search that this one replaces. */
  readonly after: Promise<void>;
  /** Runs the search once; never throws. `stop` ends the loop. */
  readonly run: (time: RunTime) => Promise<"continue" | "stop">;
  /** Told when due instants passed while a run was still under way. */
  readonly onMissed: (missed: number) => void;
}

/** Runs one search every period, without drift, never twice at once. */
export class SearchLoop {
  /** Resolves when the loop has ended, by itself or because it was told to. */
  readonly done: Promise<void>;
  readonly #ending = new AbortController();

  /** @param periodSeconds Seconds between runs, an integer >= 1. */
  constructor(periodSeconds: number, options: SearchLoopOptions) {
    this.done = this.#loop(periodSeconds, options);
  }

  /** Ends the loop. @returns A promise for the end of the run under way; resolved at once if there is none. */
  end(): Promise<void> {
    this.#ending.abort();
    return this.done;
  }

  async #loop(
    periodSeconds: number,
    { firstDelayMs, after, run, onMissed }: SearchLoopOptions,
  ): Promise<void> {
    const { signal } = this.#ending;
    const planned = performance.now() + firstDelayMs;
    await after;
    const first = Math.max(planned, performance.now());
    let due = first;
    while (await wait(due - performance.now(), signal) === "over") {
      const latenessMs = performance.now() - due;
      if (await run({ latenessMs, nextDue: due + periodSeconds * 1000 }) === "stop") return;
      const next = nextDue(performance.now(), { first, last: due, periodSeconds });
      if (next.missed > 0) onMissed(next.missed);
      due = next.due;
    }
  }
}
