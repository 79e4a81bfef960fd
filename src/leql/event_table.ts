/**
 * The events of one log, in the order of time, by columns: a key's values are numbers into the list of its distinct
 * texts, so that a comparison looks at every distinct text once and not at every event.
 *
 * @module
 */

import { parseQuantity } from "./quantity.ts";

/** The values of one key. */
export interface Column {
  /** For each event the place of its value in {@linkcode Column.texts}; 0 where the event lacks the key. */
  readonly codes: Int32Array;
  /** The distinct values; the first stands for no value. */
  readonly texts: readonly string[];
  /** For each distinct value its number as written, a unit left out; `NaN` where it is none. */
  readonly numbers: Float64Array;
}

/** What a builder takes for one event. */
export interface NewEvent {
  /** Unix milliseconds. */
  readonly time: number;
  /** The whole event, without a line feed. */
  readonly text: string;
  /** Its length in UTF-8. */
  readonly bytes: number;
  readonly fields: Iterable<readonly [key: string, value: string]>;
}

/** Keys beyond this many in one log are left out: a log that invents keys must not eat the memory. */
export const MOST_KEYS = 1000;

/** The events of one log, in the order of time. Never changes. */
export class EventTable {
  /** Unix milliseconds, ascending. */
  readonly times: Float64Array;
  /** The whole events. */
  readonly texts: readonly string[];
  /** Their lengths in UTF-8. */
  readonly bytes: Int32Array;
  readonly #sources: ReadonlyMap<string, SparseColumn>;
  /** For each event as it was read, its place in the order of time. */
  readonly #places: Int32Array;
  readonly #columns = new Map<string, Column>();

  /** Made by an {@linkcode EventTableBuilder}. */
  constructor(source: EventTableSource) {
    const order = orderOf(source.times);
    this.times = Float64Array.from(order, (index) => source.times[index] ?? 0);
    this.texts = Array.from(order, (index) => source.texts[index] ?? "");
    this.bytes = Int32Array.from(order, (index) => source.bytes[index] ?? 0);
    this.#places = new Int32Array(order.length);
    order.forEach((index, place) => this.#places[index] = place);
    this.#sources = source.sparse;
  }

  /** The number of events. */
  get length(): number {
    return this.times.length;
  }

  /** The keys that any event has. */
  get keys(): readonly string[] {
    return [...this.#sources.keys()];
  }

  /**
   * Finds the values of a key. Made when first asked for, then kept.
   *
   * @param key A key as an event has it: `status`, `process.name`.
   * @returns Its column; `undefined` if no event has the key.
   */
  column(key: string): Column | undefined {
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    const source = this.#sources.get(key);
    if (source === undefined) return undefined;
    const codes = new Int32Array(this.length);
    source.events.forEach((index, position) => {
      codes[this.#places[index] ?? 0] = source.codes[position] ?? 0;
    });
    const numbers = Float64Array.from(source.texts, (text) => parseQuantity(text)?.number ?? NaN);
    const column = { codes, texts: source.texts, numbers };
    this.#columns.set(key, column);
    return column;
  }
}

/** Events as read, before they are ordered. */
export interface EventTableSource {
  readonly times: readonly number[];
  readonly texts: readonly string[];
  readonly bytes: readonly number[];
  readonly sparse: ReadonlyMap<string, SparseColumn>;
}

/** The values of one key, for the events that have it. */
interface SparseColumn {
  readonly events: readonly number[];
  readonly codes: readonly number[];
  readonly texts: readonly string[];
}

/** Takes events one after the other, in any order of time. */
export class EventTableBuilder {
  readonly #times: number[] = [];
  readonly #texts: string[] = [];
  readonly #bytes: number[] = [];
  readonly #columns = new Map<string, GrowingColumn>();

  /** The number of events taken. */
  get length(): number {
    return this.#times.length;
  }

  /** Takes an event. If a key is repeated, its first value counts. */
  add({ time, text, bytes, fields }: NewEvent): void {
    const index = this.#times.length;
    this.#times.push(time);
    this.#texts.push(text);
    this.#bytes.push(bytes);
    for (const [key, value] of fields) {
      let column = this.#columns.get(key);
      if (column === undefined) {
        if (this.#columns.size >= MOST_KEYS) continue;
        column = new GrowingColumn();
        this.#columns.set(key, column);
      }
      column.add(index, value);
    }
  }

  /** Makes the table; the builder is not to be used again. */
  build(): EventTable {
    return new EventTable({
      times: this.#times,
      texts: this.#texts,
      bytes: this.#bytes,
      sparse: this.#columns,
    });
  }
}

class GrowingColumn implements SparseColumn {
  readonly events: number[] = [];
  readonly codes: number[] = [];
  readonly texts: string[] = [""];
  readonly #codeOf = new Map<string, number>();

  add(event: number, value: string): void {
    if (this.events.at(-1) === event) return;
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      code = this.texts.length;
      this.texts.push(value);
      this.#codeOf.set(value, code);
    }
    this.events.push(event);
    this.codes.push(code);
  }
}

function orderOf(times: readonly number[]): Int32Array {
  const order = Int32Array.from(times, (_, index) => index);
  const isOrdered = times.every((time, index) => index === 0 || (times[index - 1] ?? 0) <= time);
  return isOrdered ? order : order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
}
