import type { Segment } from "../leql/evaluate.ts";
import type { EventTable } from "../leql/event_table.ts";
import type { Window } from "../leql/slices.ts";

/**
 * How the events of a file are shown in time:
 * - `as recorded`: at their own times
 * - `ending now`: moved so that the last one happened when the simulator started
 * - `looping`: the same, then again and again, so that something always happens; and as often before, for 31 days
 */
export type Replay = "as recorded" | "ending now" | "looping";

const RETENTION_MS = 31 * 86_400_000;
/** How long a recording of one instant takes until it repeats. */
const SHORTEST_PERIOD_MS = 1000;
/** How often a short recording has happened before, where 31 days would be more often. */
const MOST_TURNS = 20_000;

/** A log as it is shown: its events, each perhaps at several times. */
export class Recording {
  readonly name: string;
  readonly table: EventTable;
  readonly #replay: Replay;
  readonly #startedAt: number;
  readonly #shift: number;
  readonly #periodMs: number;

  /**
   * @param name As `groupby(#log)` shows it.
   * @param table At least one event.
   * @param options.startedAt When the simulator started, Unix milliseconds.
   */
  constructor(
    name: string,
    table: EventTable,
    { replay, startedAt }: { readonly replay: Replay; readonly startedAt: number },
  ) {
    this.name = name;
    this.table = table;
    this.#replay = replay;
    this.#startedAt = startedAt;
    const first = table.times[0] ?? 0;
    const last = table.times[table.length - 1] ?? 0;
    this.#shift = replay === "as recorded" ? 0 : startedAt - 1 - last;
    const pause = table.length > 1 ? (last - first) / (table.length - 1) : 0;
    this.#periodMs = Math.max(SHORTEST_PERIOD_MS, Math.round(last - first + pause));
  }

  /** From the first event shown to the last one so far, Unix milliseconds. */
  shown({ now }: { readonly now: number }): Window {
    const first = (this.table.times[0] ?? 0) + this.#shift;
    const last = (this.table.times[this.table.length - 1] ?? 0) + this.#shift;
    return this.#replay === "looping"
      ? { from: this.#oldest, to: now }
      : { from: first, to: last + 1 };
  }

  /**
   * Finds the events of a window.
   *
   * @param window Unix milliseconds, `[from, to)`.
   * @param options.now Nothing that is yet to happen is shown.
   * @returns Segments that do not overlap, the earliest first.
   */
  segments(window: Window, { now }: { readonly now: number }): readonly Segment[] {
    if (this.#replay !== "looping") {
      return [{ log: this, shift: this.#shift, from: window.from, to: window.to }];
    }
    const from = Math.max(window.from, this.#oldest);
    const to = Math.min(window.to, now);
    const origin = (this.table.times[0] ?? 0) + this.#shift;
    const segments: Segment[] = [];
    for (
      let turn = Math.floor((from - origin) / this.#periodMs);
      origin + turn * this.#periodMs < to;
      turn++
    ) {
      segments.push({ log: this, shift: this.#shift + turn * this.#periodMs, from, to });
    }
    return segments;
  }

  /** Whether a window begins before the oldest event that is kept. */
  isBeyondRetention({ from }: Window): boolean {
    return this.#replay === "looping" && from < this.#oldest;
  }

  get #oldest(): number {
    return this.#startedAt - Math.min(RETENTION_MS, MOST_TURNS * this.#periodMs);
  }
}
