import type { FunctionName } from "./functions.ts";

/**
 * The values of a function over many sets of events at once: one cell for each slice, or for each group. What is added
 * is a number for each event: 1 for a count, the bytes, the key's number, or for `unique` a number that stands for its
 * value.
 */
export interface Cells {
  /** Adds an event to a cell. */
  add(cell: number, value: number): void;
  /** The value of a cell; `undefined` for a function of numbers that got none. */
  value(cell: number): number | undefined;
}

/**
 * Makes empty cells. The standard deviation is that of the whole population; a percentile between two values is
 * interpolated, and the median is the 50th percentile.
 *
 * @param name The function.
 * @param options.size The number of cells.
 * @param options.percentile For `percentile`: between 0 and 100.
 */
export function createCells(
  name: FunctionName,
  { size, percentile = 50 }: { readonly size: number; readonly percentile?: number },
): Cells {
  switch (name) {
    case "count":
    case "bytes":
    case "sum":
      return new SumCells(size);
    case "average":
      return new AverageCells(size);
    case "min":
      return new ExtremeCells(size, Math.min);
    case "max":
      return new ExtremeCells(size, Math.max);
    case "unique":
      return new UniqueCells();
    case "standarddeviation":
      return new DeviationCells(size);
    case "median":
    case "percentile":
      return new PercentileCells(percentile);
  }
}

class SumCells implements Cells {
  readonly #sums: Float64Array;

  constructor(size: number) {
    this.#sums = new Float64Array(size);
  }

  add(cell: number, value: number): void {
    this.#sums[cell] = (this.#sums[cell] ?? 0) + value;
  }

  value(cell: number): number {
    return this.#sums[cell] ?? 0;
  }
}

class AverageCells implements Cells {
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(size: number) {
    this.#sums = new Float64Array(size);
    this.#counts = new Float64Array(size);
  }

  add(cell: number, value: number): void {
    this.#sums[cell] = (this.#sums[cell] ?? 0) + value;
    this.#counts[cell] = (this.#counts[cell] ?? 0) + 1;
  }

  value(cell: number): number | undefined {
    const count = this.#counts[cell] ?? 0;
    return count === 0 ? undefined : (this.#sums[cell] ?? 0) / count;
  }
}

class ExtremeCells implements Cells {
  readonly #extremes: Float64Array;
  readonly #choose: (a: number, b: number) => number;

  constructor(size: number, choose: (a: number, b: number) => number) {
    this.#extremes = new Float64Array(size).fill(NaN);
    this.#choose = choose;
  }

  add(cell: number, value: number): void {
    const known = this.#extremes[cell] ?? NaN;
    this.#extremes[cell] = Number.isNaN(known) ? value : this.#choose(known, value);
  }

  value(cell: number): number | undefined {
    const value = this.#extremes[cell] ?? NaN;
    return Number.isNaN(value) ? undefined : value;
  }
}

class UniqueCells implements Cells {
  readonly #seen = new Map<number, Set<number>>();

  add(cell: number, value: number): void {
    const seen = this.#seen.get(cell);
    if (seen === undefined) this.#seen.set(cell, new Set([value]));
    else seen.add(value);
  }

  value(cell: number): number {
    return this.#seen.get(cell)?.size ?? 0;
  }
}

/** Welford's method: stays exact where sums of squares would not. */
class DeviationCells implements Cells {
  readonly #counts: Float64Array;
  readonly #means: Float64Array;
  readonly #squares: Float64Array;

  constructor(size: number) {
    this.#counts = new Float64Array(size);
    this.#means = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  add(cell: number, value: number): void {
    const count = (this.#counts[cell] ?? 0) + 1;
    const before = this.#means[cell] ?? 0;
    const mean = before + (value - before) / count;
    this.#counts[cell] = count;
    this.#means[cell] = mean;
    this.#squares[cell] = (this.#squares[cell] ?? 0) + (value - before) * (value - mean);
  }

  value(cell: number): number | undefined {
    const count = this.#counts[cell] ?? 0;
    return count === 0 ? undefined : Math.sqrt((this.#squares[cell] ?? 0) / count);
  }
}

class PercentileCells implements Cells {
  readonly #values = new Map<number, number[]>();
  readonly #share: number;

  constructor(percentile: number) {
    this.#share = percentile / 100;
  }

  add(cell: number, value: number): void {
    const values = this.#values.get(cell);
    if (values === undefined) this.#values.set(cell, [value]);
    else values.push(value);
  }

  value(cell: number): number | undefined {
    const values = this.#values.get(cell);
    if (values === undefined) return undefined;
    const sorted = Float64Array.from(values).sort();
    const rank = (sorted.length - 1) * this.#share;
    const lower = sorted[Math.floor(rank)] ?? 0;
    const upper = sorted[Math.ceil(rank)] ?? 0;
    return lower + (upper - lower) * (rank - Math.floor(rank));
  }
}
