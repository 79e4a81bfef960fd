import { UsageError } from "../errors.ts";

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 604_800_000],
]);
const LONGEST_MS = 3_660 * 86_400_000;

/**
 * Reads a length of time: `30s`, `15m`, `1h`, `2d` or `1w`.
 *
 * @param text As it was typed.
 * @param option The option that it was typed after, for messages: `--last`.
 * @returns Milliseconds, more than 0.
 * @throws {UsageError} If it is none, or longer than ten years.
 */
export function readDuration(text: string, option: string): number {
  const [, number = "", unit = ""] = /^\s*(\d+)\s*([a-z])\s*$/i.exec(text) ?? [];
  const ms = Number(number) * (UNIT_MS.get(unit.toLowerCase()) ?? NaN);
  const found = number === "" || Number.isNaN(ms)
    ? "is no length of time"
    : ms === 0
    ? "is no time at all"
    : ms > LONGEST_MS
    ? "is longer than ten years"
    : undefined;
  if (found === undefined) return ms;
  throw new UsageError(`Cannot read ${option}: "${text}" ${found}`, {
    hint: `write a number and s, m, h, d or w: ${option} 15m, ${option} 1h, ${option} 7d`,
  });
}
