import type { SearchConfig } from "../config/config.ts";
import { questionOf } from "../config/query_demand.ts";
import { firstDelayMs } from "./schedule.ts";

/** When the searches run that ask one question: together, so that the API is asked once for all of them. */
export class Phase {
  /** How much later they start than the first question of the config, milliseconds. */
  readonly delayMs: number;
  /** How many searches ask the question. */
  readonly askers: number;
  #window: { readonly due: number; readonly end: number } | undefined;

  constructor(delayMs: number, askers: number) {
    this.delayMs = delayMs;
    this.askers = askers;
  }

  /**
   * Gives the end of the sliding window of a run: what the wall clock showed when it was due, the same for all searches.
   *
   * @param due When it was due, milliseconds of `performance.now()`.
   * @param latenessMs How long that is ago, milliseconds.
   * @returns Unix milliseconds.
   */
  endAt(due: number, latenessMs: number): number {
    if (this.#window?.due !== due) {
      this.#window = { due, end: Math.round(Date.now() - latenessMs) };
    }
    return this.#window.end;
  }
}

/**
 * Spreads the questions of searches that start together in time.
 *
 * @returns By name of the search; searches that ask the same share one.
 */
export function phasesOf(searches: readonly SearchConfig[]): ReadonlyMap<string, Phase> {
  const askers = Map.groupBy(searches, questionOf);
  const phases = new Map<string, Phase>();
  let index = 0;
  for (const alike of askers.values()) {
    const place = { count: askers.size, periodSeconds: alike[0]!.periodSeconds };
    const phase = new Phase(Math.round(firstDelayMs(index++, place)), alike.length);
    for (const { name } of alike) phases.set(name, phase);
  }
  return phases;
}
