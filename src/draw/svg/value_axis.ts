import { shortNumber } from "../number.ts";

/** An axis of values. Charts get values divided by `unit`, because they cannot reckon with the largest numbers. */
export interface ValueAxis {
  readonly unit: number;
  /** Ends of the axis and the distance of its ticks, divided by `unit`. */
  readonly min: number;
  readonly max: number;
  readonly interval: number;
  /** Writes a tick. */
  readonly label: (tick: number) => string;
  /** The labels of all ticks, from below. */
  readonly labels: readonly string[];
}

/** Sizes that are drawn as they are. */
const LARGEST = 1e12;
const SMALLEST = 1e-6;

/**
 * Chooses an axis with round ticks; zero always belongs to it, so that heights can be compared.
 *
 * @param values Finite numbers.
 * @param options.ticks About how many steps the axis has, a whole number >= 1.
 */
export function valueAxis(
  values: Iterable<number>,
  { ticks }: { readonly ticks: number },
): ValueAxis {
  let [lower, upper, whole] = [0, 0, true];
  for (const value of values) {
    lower = Math.min(lower, value);
    upper = Math.max(upper, value);
    whole &&= Number.isInteger(value);
  }
  const size = Math.max(-lower, upper);
  const unit = size === 0 || (size >= SMALLEST && size <= LARGEST) ? 1 : size;
  if (size === 0) upper = 1;
  const step = roundStep((upper / unit - lower / unit) / ticks);
  const interval = whole && unit === 1 ? Math.max(1, step) : step;
  const [first, last] = [Math.floor(lower / unit / interval), Math.ceil(upper / unit / interval)];
  const label = (tick: number) => {
    const steps = Math.round(tick / interval);
    return shortNumber(Number((steps * interval).toPrecision(12)) * unit);
  };
  return {
    unit,
    min: first * interval,
    max: last * interval,
    interval,
    label,
    labels: Array.from(
      { length: last - first + 1 },
      (_, index) => label((first + index) * interval),
    ),
  };
}

/** The next of 1, 2, 2.5, 5, 10 times a power of ten. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 2.5, 5].find((factor) => factor * power >= step) ?? 10;
  return factor * power;
}
