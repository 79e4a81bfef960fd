/** The stretch of values that an axis shows; `lower` is less than `upper`, both are finite. */
export interface Scale {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Chooses an axis for values: zero always belongs to it, so that heights can be compared, and both ends are round.
 *
 * @param values Finite numbers.
 * @returns From 0 to 1 if there are no values or all are zero.
 */
export function scaleFor(values: Iterable<number>): Scale {
  let lower = 0;
  let upper = 0;
  for (const value of values) {
    lower = Math.min(lower, value);
    upper = Math.max(upper, value);
  }
  if (lower === 0 && upper === 0) return { lower: 0, upper: 1 };
  return { lower: lower === 0 ? 0 : -roundUp(-lower), upper: roundUp(upper) };
}

/**
 * Says where a value lies on an axis: 0 at its lower end, 1 at its upper end.
 *
 * @param value A finite number.
 */
export function position(value: number, { lower, upper }: Scale): number {
  const size = Math.max(Math.abs(lower), Math.abs(upper));
  const fraction = (value / size - lower / size) / (upper / size - lower / size);
  return Math.min(1, Math.max(0, fraction));
}

/** The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten. */
function roundUp(value: number): number {
  if (value === 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value);
  const rounded = step === undefined ? value : step * power;
  return Number.isFinite(rounded) ? rounded : value;
}
