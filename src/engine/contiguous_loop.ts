/**
 * One search with contiguous windows, for as long as the program runs: each window is asked once, in order, however late.
 *
 * The loop *waits* for the end of a window, *runs*, or *holds*: while the disk takes nothing, while the API does not
 * answer, while every outbox is full. What was held is caught up. After a 4xx answer it holds longer: only a person can help, in
 * the config or at the API, and the checkpoints stay where they are.
 *
 * Nothing irreversible is done on the word of this machine's clock alone: before the first window, and before windows are
 * left out or merged, the API is asked for its time, and an answer that came before the end of its window does not count.
 *
 * @module
 */

import { LogSearchError, StoreError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { Alarm } from "./alarm.ts";
import { backOffMs } from "./back_off.ts";
import type { RunEnd } from "./search_run.ts";
import {
  type AskStep,
  firstCheckpoint,
  type LanePlace,
  nextStep,
  type SkipStep,
  type WindowPlan,
  type WindowStep,
} from "./windows.ts";
import { wait } from "./wait.ts";

/** A clock may be set anew during a wait, so that it is looked at this often. */
const LONGEST_WAIT_MS = 15_000;
/** Times of the API are cut to whole seconds. */
const CLOCK_GRAIN_MS = 1_000;
/** How often a question is asked again that the API has refused. */
const REFUSED_PAUSE_MS = 300_000;

/** What a loop is made from. */
export interface ContiguousLoopOptions {
  readonly search: string;
  readonly destinations: readonly string[];
  readonly plan: WindowPlan;
  /** How long after it can be asked a window is asked, so that searches do not ask all at once, milliseconds. */
  readonly phaseMs: number;
  /** A promise to await before the first run: the last run of the search that this one replaces. */
  readonly after: Promise<unknown>;
  readonly store: Store;
  /** Resolves when nothing forbids asking: the disk takes what comes, and nobody paused the search. */
  readonly mayAsk: (signal: AbortSignal) => Promise<void>;
  /** Whether the outbox of a destination takes more. */
  readonly hasRoom: (destination: string) => boolean;
  /**
   * Runs the search for one window.
   *
   * @throws {LogSearchError} If the query got no answer.
   */
  readonly run: (step: AskStep, due: { readonly latenessMs: number }) => Promise<RunEnd>;
  /** Asks the API what time it is, Unix milliseconds; `undefined` if it does not say. */
  readonly apiTime: () => Promise<number | undefined>;
  /** Told when the next window is asked, Unix milliseconds. */
  readonly onPlan: (dueAt: number) => void;
  readonly onSkip: (step: SkipStep) => void;
  /** Told when the API gave no answer. @param failures How often in a row. */
  readonly onFailure: (error: LogSearchError, retry: { readonly failures: number }) => void;
  /** Told of a fault of the program; the loop goes on after a pause. */
  readonly onFault: (error: unknown) => void;
  /** Where the windows begin and end, Unix milliseconds; by default with the newest one, and never. */
  readonly stretch?: { readonly from: number; readonly to: number };
}

/** Asks the windows of one search one after the other. */
export class ContiguousLoop {
  /** Resolves when the loop has ended: told to, stopped by the API, or at the end of its stretch. */
  readonly done: Promise<void>;
  readonly #options: ContiguousLoopOptions;
  readonly #ending = new AbortController();
  readonly #alarm = new Alarm();
  /** Rings when somebody wants to know whether the API still refuses. */
  readonly #retrial = new Alarm();
  #failures = 0;
  #isRefused = false;

  constructor(options: ContiguousLoopOptions) {
    this.#options = options;
    this.done = this.#loop();
  }

  /** Tells the loop that a lane may have got room. */
  look(): void {
    this.#alarm.ring();
  }

  /** Asks again although the API has refused, and looks whether a window is due. */
  runNow(): void {
    if (this.#isRefused) this.#retrial.ring();
    this.#alarm.ring();
  }

  /** Ends the loop. @returns A promise for the end of the run under way. */
  end(): Promise<void> {
    this.#ending.abort();
    return this.done;
  }

  async #loop(): Promise<void> {
    const { after, mayAsk, onFailure, onFault, stretch } = this.#options;
    const { signal } = this.#ending;
    await after;
    while (!signal.aborted) {
      try {
        await mayAsk(signal);
        if (signal.aborted || await this.#doNext() === "over") return;
      } catch (error) {
        if (signal.aborted) return;
        this.#failures++;
        if (error instanceof LogSearchError) onFailure(error, { failures: this.#failures });
        else if (!(error instanceof StoreError)) onFault(error);
        const isRefused = error instanceof LogSearchError && error.failure === "stop";
        if (isRefused && stretch !== undefined) return;
        if (isRefused) await this.#waitRefused();
        else await this.#pause();
      }
    }
  }

  async #waitRefused(): Promise<void> {
    this.#isRefused = true;
    await this.#retrial.wait(REFUSED_PAUSE_MS, this.#ending.signal);
    this.#isRefused = false;
  }

  async #pause(): Promise<void> {
    await wait(backOffMs(this.#failures, { random: Math.random() }), this.#ending.signal);
  }

  async #doNext(): Promise<"over" | "more"> {
    const places = await this.#places();
    const { stretch } = this.#options;
    if (stretch !== undefined && places.every(({ askedTo }) => askedTo >= stretch.to)) {
      return "over";
    }
    const step = await this.#checkedStep(places);
    if (step.kind === "wait") await this.#waitUntil(step.until + this.#options.phaseMs);
    else if (step.kind === "skip") await this.#skip(step);
    else await this.#ask(step);
    return "more";
  }

  /** Whatever keeps a checkpoint where it is, the API must not be asked the same in a circle. */
  async #checkMoved({ destinations, window }: AskStep | SkipStep): Promise<void> {
    const { search, store } = this.#options;
    const isStuck = destinations.every((destination) =>
      store.account({ search, destination }).askedTo === window.from
    );
    if (!isStuck) this.#failures = 0;
    else {
      this.#failures++;
      await this.#pause();
    }
  }

  async #places(): Promise<readonly LanePlace[]> {
    const { search, destinations, store, plan, stretch, hasRoom } = this.#options;
    const accounts = () =>
      destinations.map((destination) => {
        const { askedTo, heldFrom } = store.account({ search, destination });
        return { destination, askedTo, heldFrom };
      });
    const known = accounts();
    if (known.some(({ askedTo }) => askedTo === undefined)) {
      // A destination that joins a search begins where the search is.
      const latest = Math.max(...known.map(({ askedTo = -Infinity }) => askedTo));
      const askedTo = latest > -Infinity
        ? latest
        : stretch?.from ?? firstCheckpoint(await this.#firstNow(), plan);
      await store.beginLanes(search, { destinations, askedTo });
    }
    return accounts().map(({ askedTo = 0, ...place }) => {
      return { ...place, askedTo, hasRoom: hasRoom(place.destination) };
    });
  }

  async #checkedStep(places: readonly LanePlace[]): Promise<WindowStep> {
    const now = this.#now();
    const step = this.#stepAt(places, now);
    const { catchUp } = this.#options.plan;
    const isHarmless = step.kind === "wait" ||
      (step.kind === "ask" && (step.class === "live" || catchUp === "each"));
    if (isHarmless) return step;
    const { phaseMs } = this.#options;
    const apiTime = (await this.#options.apiTime() ?? Infinity) + CLOCK_GRAIN_MS - phaseMs;
    if (apiTime >= now) return step;
    const checked = this.#stepAt(places, apiTime);
    // Counted from now on, as this machine's clock cannot say when that is.
    return checked.kind === "wait"
      ? { kind: "wait", until: now + Math.max(checked.until - apiTime, CLOCK_GRAIN_MS) }
      : checked;
  }

  /** The time of the API where it can be had, when a search has no checkpoint yet. */
  async #firstNow(): Promise<number> {
    try {
      return Math.min(this.#now(), await this.#options.apiTime() ?? Infinity);
    } catch (error) {
      if (error instanceof LogSearchError) return this.#now();
      throw error;
    }
  }

  #stepAt(places: readonly LanePlace[], now: number): WindowStep {
    const { plan, stretch } = this.#options;
    const last = stretch === undefined ? Infinity : stretch.to + plan.delayMs;
    return nextStep(places, { ...plan, now: Math.min(now, last) });
  }

  #now(): number {
    return Date.now() - this.#options.phaseMs;
  }

  async #waitUntil(instant: number): Promise<void> {
    this.#options.onPlan(instant);
    // A stretch of the past waits for room only.
    const least = this.#options.stretch === undefined ? 1 : LONGEST_WAIT_MS;
    const ms = Math.min(Math.max(instant - Date.now(), least), LONGEST_WAIT_MS);
    await this.#alarm.wait(ms, this.#ending.signal);
  }

  async #skip(step: SkipStep): Promise<void> {
    const { search, store, onSkip } = this.#options;
    await store.skip({ ...step, search, now: Date.now() });
    onSkip(step);
    await this.#checkMoved(step);
  }

  async #ask(step: AskStep): Promise<void> {
    const { plan, phaseMs, run } = this.#options;
    const latenessMs = Date.now() - (step.window.to + plan.delayMs + phaseMs);
    const end = await run(step, { latenessMs });
    if (end.kind !== "early") return await this.#checkMoved(step);
    this.#failures = 0;
    const waitMs = Math.min(end.waitMs, plan.periodMs);
    this.#options.onPlan(Date.now() + waitMs);
    await wait(waitMs, this.#ending.signal);
  }
}
