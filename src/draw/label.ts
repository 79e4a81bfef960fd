import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";

/** Control and format characters, line separators, lone surrogates: nothing that moves a cursor or turns text round. */
const UNSAFE_REGEXP = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
/** UTF-16 units of a label that are looked at; nobody reads more. */
const LONGEST = 10_000;
const PRINTABLE_ASCII_REGEXP = /^[ -~]*$/;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Makes text from outside safe for a terminal: one line, no escape sequences, no control characters.
 *
 * @param text Any text, for instance the name of a group.
 */
export function plainLabel(text: string): string {
  return stripVTControlCharacters(text.slice(0, LONGEST)).replaceAll(UNSAFE_REGEXP, " ").trim();
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
  return width < 1 ? "" : `${headOf(label, width - 1)}…`;
}

/** Brings a plain label to exactly `width` columns: cut if it is wider, blanks after it if it is narrower. */
export function fitLabel(label: string, width: number): string {
  const cut = cutLabel(label, width);
  return cut + " ".repeat(Math.max(0, width - labelWidth(cut)));
}

/**
 * Breaks a plain label into lines, anywhere.
 *
 * @param label What {@linkcode plainLabel} made.
 * @param options.width Columns, a whole number >= 1.
 * @param options.lines The most lines; `…` stands for what would need more.
 */
export function wrapLabel(
  label: string,
  { width, lines }: { readonly width: number; readonly lines: number },
): string[] {
  const wrapped: string[] = [];
  let rest = label;
  while (labelWidth(rest) > width && wrapped.length < lines - 1) {
    const line = headOf(rest, width);
    if (line === "") break;
    wrapped.push(line);
    rest = rest.slice(line.length);
  }
  return [...wrapped, cutLabel(rest, width)];
}

/** As much of a label as fits. */
function headOf(label: string, width: number): string {
  let head = "";
  let used = 0;
  for (const { segment } of graphemes.segment(label)) {
    used += labelWidth(segment);
    if (used > width) break;
    head += segment;
  }
  return head;
}
