const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const precise = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Beyond it a number would need words that nobody knows. */
const LARGEST_WITH_WORD = 1e15;

/**
 * Writes a number for a chart, in at most ten characters: `12,345`, `1.23M`, `0.27`, `1.5e300`.
 *
 * @param value A finite number.
 */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 0.001 || size >= LARGEST_WITH_WORD) return exponential(value);
  if (size >= 1e6) return compact.format(value);
  if (size >= 1000) return whole.format(value);
  return size >= 100 ? tenths.format(value) : precise.format(value);
}

/** Writes the exact number with its thousands apart: `1,234,567.25`; `1.5e+300` where digits would only be zeros. */
export function fullNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= LARGEST_WITH_WORD || size < 1e-6) return exponential(value);
  return new Intl.NumberFormat("en", { maximumFractionDigits: 6 }).format(value);
}

function exponential(value: number): string {
  return value.toExponential(2).replace(/\.?0*e\+?/, "e");
}
