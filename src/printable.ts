import { stripVTControlCharacters } from "node:util";

/** Control characters but line feed and tab, characters that turn the direction of text round, lone surrogates. */
const UNSAFE_REGEXP = /(?:(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069])+/gu;

/**
 * Makes a text that somebody else wrote, a destination's answer for instance, harmless for whoever reads it in a terminal.
 *
 * @returns The text without escape sequences; other signs that act on a terminal are blanks.
 */
export function printable(text: string): string {
  if (text.search(UNSAFE_REGEXP) < 0) return text;
  return stripVTControlCharacters(text).replaceAll(UNSAFE_REGEXP, " ");
}
