/** A number as logs write it, perhaps with a unit: `12`, `-1e-03`, `25ms`, `10 KB`, `99%`. */
export interface Quantity {
  /** The number as written. */
  readonly number: number;
  /** What the unit measures; `undefined` without a unit. A unit that is not known measures itself. */
  readonly dimension: string | undefined;
  /** The number in the dimension's base unit: milliseconds, bytes. */
  readonly base: number;
}

const QUANTITY_REGEXP = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*([a-zµμ%]{0,12})\s*$/i;

const UNITS: ReadonlyMap<string, readonly [dimension: string, factor: number]> = new Map<
  string,
  readonly [string, number]
>([
  ["ns", ["time", 1e-6]],
  ["us", ["time", 1e-3]],
  ["µs", ["time", 1e-3]],
  ["μs", ["time", 1e-3]],
  ["ms", ["time", 1]],
  ["s", ["time", 1e3]],
  ["sec", ["time", 1e3]],
  ["m", ["time", 6e4]],
  ["min", ["time", 6e4]],
  ["h", ["time", 3.6e6]],
  ["d", ["time", 8.64e7]],
  ["b", ["size", 1]],
  ["kb", ["size", 1e3]],
  ["mb", ["size", 1e6]],
  ["gb", ["size", 1e9]],
  ["tb", ["size", 1e12]],
  ["kib", ["size", 2 ** 10]],
  ["mib", ["size", 2 ** 20]],
  ["gib", ["size", 2 ** 30]],
  ["tib", ["size", 2 ** 40]],
]);

/**
 * Reads a number, with or without a unit. Times are ns, us, ms, s, m, h and d; sizes B, KB (1,000), KiB (1,024) and so
 * on, in any case; up to twelve other letters or % are a unit that compares only with itself.
 *
 * @param text A value of an event or of a statement.
 * @returns The quantity; `undefined` if it is none.
 */
export function parseQuantity(text: string): Quantity | undefined {
  const [, digits, unit] = QUANTITY_REGEXP.exec(text) ?? [];
  if (digits === undefined || unit === undefined) return undefined;
  const number = Number(digits);
  if (!Number.isFinite(number)) return undefined;
  if (unit === "") return { number, dimension: undefined, base: number };
  const [dimension, factor] = UNITS.get(unit.toLowerCase()) ?? [unit.toLowerCase(), 1];
  return { number, dimension, base: number * factor };
}

/**
 * Compares two quantities. Where only one has a unit, the numbers as written are compared.
 *
 * @returns Negative, zero or positive as `a` is less than, equal to or greater than `b`; `undefined` where the units
 * measure different things.
 */
export function compareQuantities(a: Quantity, b: Quantity): number | undefined {
  if (a.dimension === undefined || b.dimension === undefined) return a.number - b.number;
  return a.dimension === b.dimension ? a.base - b.base : undefined;
}
