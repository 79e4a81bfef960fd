/**
 * One search with sliding windows, run for as long as the program runs.
 *
 * A loop is *waiting* for its next due instant, *running*, *refused* (a 4xx answer: asking again cannot help until
 * something changes) or *ended*. It starts waiting when made; each run leads back to waiting or to refused; `runNow()`
 * leads from both to running; `end()` leads from every state to ended, after the run under way. As the next wait begins
 * only when a run has ended, two runs of one search never overlap.
 *
 * @module
 */

import { Alarm } from "./alarm.ts";
import { nextDue } from "./schedule.ts";

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
  /** Runs the search once; never throws. After `stop` it runs only when told to. */
  readonly run: (time: RunTime) => Promise<"continue" | "stop">;
  /** Told when due instants passed while a run was still under way. */
  readonly onMissed: (missed: number) => void;
  /** Told when the next run is due, milliseconds of `performance.now()`. */
  readonly onPlan: (due: number) => void;
}

/** Runs one search every period, without drift, never twice at once. */
export class SlidingLoop {
  /** Resolves when the loop has ended. */
  readonly done: Promise<void>;
  readonly #ending = new AbortController();
  readonly #alarm = new Alarm();

  /** @param periodSeconds Seconds between runs, an integer >= 1. */
  constructor(periodSeconds: number, options: SlidingLoopOptions) {
    this.done = this.#loop(periodSeconds, options);
  }

  /** Runs once as soon as it may, besides the runs that are due. */
  runNow(): void {
    this.#alarm.ring();
  }

  /** Ends the loop. @returns A promise for the end of the run under way; resolved at once if there is none. */
  end(): Promise<void> {
    this.#ending.abort();
    return this.done;
  }

  async #loop(
    periodSeconds: number,
    { first: planned, after, run, onMissed, onPlan }: SlidingLoopOptions,
  ): Promise<void> {
    const { signal } = this.#ending;
    await after;
    const first = Math.max(planned, performance.now());
    let due = first;
    let waitMs = due - performance.now();
    for (;;) {
      if (waitMs < Infinity) onPlan(due);
      const woken = await this.#alarm.wait(waitMs, signal);
      if (woken === "aborted") return;
      const at = woken === "rang" ? performance.now() : due;
      const verdict = await run({ latenessMs: performance.now() - at, due: at });
      if (signal.aborted) return;
      const wasRefused = waitMs === Infinity;
      // A run that somebody wanted leaves the plan as it is: what became due meanwhile is run at once.
      if (woken === "over" || wasRefused) {
        const next = nextDue(performance.now(), { first, last: due, periodSeconds });
        if (next.missed > 0 && !wasRefused) onMissed(next.missed);
        due = next.due;
      }
      waitMs = verdict === "stop" ? Infinity : due - performance.now();
    }
  }
}
