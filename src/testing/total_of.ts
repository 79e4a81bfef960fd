type Total = (values: readonly number[]) => number;

const sum: Total = (values) => values.reduce((total, value) => total + value, 0);
const mean: Total = (values) => sum(values) / values.length;

/** Functions whose values add up; of nothing they are 0. */
const ADDITIVE = new Set(["count", "sum", "bytes", "unique"]);
const TOTALS: Readonly<Record<string, Total>> = {
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
};

/**
 * Makes one value of several, as the function that gave them would, or nearly.
 *
 * @param values `undefined` where there is none.
 * @param name Of the function.
 * @returns `undefined` if there is nothing to make it of.
 */
export function totalOf(
  values: readonly (number | undefined)[],
  name: string,
): number | undefined {
  const known = values.filter((value) => value !== undefined);
  if (ADDITIVE.has(name)) return sum(known);
  return known.length === 0 ? undefined : (TOTALS[name] ?? mean)(known);
}
