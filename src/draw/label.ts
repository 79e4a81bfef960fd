import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";

/** Control and format characters, line separators, lone surrogates: nothing that moves a cursor or turns text round. */
const UNSAFE_REGEXP = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
const PRINTABLE_ASCII_REGEXP = /^[ -~]*$/;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Makes text from outside safe for a terminal: one line, no escape sequences, no control characters.
 *
 * @param text Any text, for instance the name of a group.
 */
export function plainLabel(text: string): string {
  return stripVTControlCharacters(text).replaceAll(UNSAFE_REGEXP, " ").trim();
}

/** Counts the terminal columns of a plain label; an ideograph takes two, a combining accent none. */
export function labelWidth(label: string): number {
  return PRINTABLE_ASCII_REGEXP.test(label) ? label.length : stringWidth(label);
}

/**
 * Cuts a plain label that is too wide; `…` stands for what is missing.
 *
 * @param label What {@linkcode plainLabel} made.
 * @param width Columns, a whole number >= 0.
 */
export function cutLabel(label: string, width: number): string {
  if (labelWidth(label) <= width) return label;
  if (width < 1) return "";
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(label)) {
    used += labelWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Brings a plain label to exactly `width` columns: cut if it is wider, blanks after it if it is narrower. */
export function fitLabel(label: string, width: number): string {
  const cut = cutLabel(label, width);
  return cut + " ".repeat(Math.max(0, width - labelWidth(cut)));
}
