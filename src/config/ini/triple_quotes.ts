import { endsAt } from "./space.ts";

/** The triple quote that a value begins with, if any. */
export function tripleQuote(text: string): `"""` | "'''" | undefined {
  if (text.startsWith('"""')) return '"""';
  return text.startsWith("'''") ? "'''" : undefined;
}

/**
 * Finds the triple quote that ends a value: the first with nothing but a comment behind it.
 *
 * @param line A line of the value.
 * @param quote The triple quote that began it.
 * @param from Index from which to look.
 * @returns Index of the closing triple quote; `undefined` if the line has no triple quote at all; `-1` if every one is
 * followed by further text.
 */
export function tripleQuoteEnd(line: string, quote: string, from: number): number | undefined {
  let at = line.indexOf(quote, from);
  if (at === -1) return undefined;
  while (at !== -1 && !endsAt(line, at + 3)) at = line.indexOf(quote, at + 1);
  return at;
}
