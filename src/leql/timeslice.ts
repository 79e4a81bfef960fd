import type { TimesliceClause } from "./statement.ts";

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

/** How `timeslice` cuts a window: into a number of equal slices, or into slices of a length. */
export type Slicing = { readonly slices: number } | { readonly stepMs: number };

/**
 * Reads the size of a `timeslice`.
 *
 * @param clause As parsed: `60`, `30s`, `5m`, `1h`, `1d`.
 * @returns A whole number of slices or of milliseconds, at least 1; `undefined` if it is neither.
 */
export function slicingOf({ size }: TimesliceClause): Slicing | undefined {
  const [, digits, unit] = /^(\d{1,9})([smhd])?$/i.exec(size.text) ?? [];
  const count = Number(digits ?? "0");
  if (count === 0) return undefined;
  if (unit === undefined) return { slices: count };
  return { stepMs: count * (UNIT_MS.get(unit.toLowerCase()) ?? 1) };
}
