/**
 * One search with sliding windows, run for as long as the program runs.
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
  /** When it was due, milliseconds of `performance.now()`. */
  readonly due: number;
}

/** What a loop is made from. */
export interface SlidingLoopOptions {
  /** When the first run is due, milliseconds of `performance.now()`. */
  readonly first: number;
  /** A promise to await before the first run: the last run of the search that this one replaces. */
  readonly after: Promise<unknown>;
  /** Runs the search once; never throws. `stop` ends the loop. */
  readonly run: (time: RunTime) => Promise<"continue" | "stop">;
  /** Told when due instants passed while a run was still under way. */
  readonly onMissed: (missed: number) => void;
}

/** Runs one search every period, without drift, never twice at once. */
export class SlidingLoop {
  /** Resolves when the loop has ended, by itself or because it was told to. */
  readonly done: Promise<void>;
  readonly #ending = new AbortController();

  /** @param periodSeconds Seconds between runs, an integer >= 1. */
  constructor(periodSeconds: number, options: SlidingLoopOptions) {
    this.done = this.#loop(periodSeconds, options);
  }

  /** Ends the loop. @returns A promise for the end of the run under way; resolved at once if there is none. */
  end(): Promise<void> {
    this.#ending.abort();
    return this.done;
  }

  async #loop(
    periodSeconds: number,
    { first: planned, after, run, onMissed }: SlidingLoopOptions,
  ): Promise<void> {
    const { signal } = this.#ending;
    await after;
    const first = Math.max(planned, performance.now());
    let due = first;
    while (await wait(due - performance.now(), signal) === "over") {
      const latenessMs = performance.now() - due;
      if (await run({ latenessMs, due }) === "stop") return;
      const next = nextDue(performance.now(), { first, last: due, periodSeconds });
      if (next.missed > 0) onMissed(next.missed);
      due = next.due;
    }
  }
}
