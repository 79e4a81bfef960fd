import { cutLabel, labelWidth, plainLabel } from "../label.ts";

/** Characters of a sans-serif font by width, in parts of its size; a little more than most fonts need. */
const NARROW_REGEXP = /[ijlI.,:;'|!()[\]{}/\\ tfr-]/;
const WIDE_REGEXP = /[mwMW@%]/;
const CAPITAL_REGEXP = /[A-Z&#_~=+<>]/;
/** What XML cannot hold and no font can show. */
const NONCHARACTER_REGEXP = /[\ufffe\uffff]/g;
/** Columns that are looked at; no picture shows more. */
const MOST_COLUMNS = 400;

/**
 * Estimates how wide text will be. The font is not known: every viewer has its own.
 *
 * @param text What {@linkcode fitText} or `plainLabel()` made.
 * @param size Size of the font in pixels.
 * @returns Pixels, rather too many than too few.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width * size;
}

function characterWidth(character: string): number {
  if (character > "~") return 0.62 * labelWidth(character);
  if (NARROW_REGEXP.test(character)) return 0.36;
  if (WIDE_REGEXP.test(character)) return 0.94;
  return CAPITAL_REGEXP.test(character) ? 0.72 : 0.6;
}

/**
 * Makes text from outside fit into a picture: one line, without characters that XML cannot hold, cut if it is too wide;
 * `…` stands for what is missing.
 *
 * @param text Any text, for instance the name of a group.
 * @param options.width Pixels.
 * @param options.size Size of the font in pixels.
 */
export function fitText(
  text: string,
  { width, size }: { readonly width: number; readonly size: number },
): string {
  const label = cutLabel(plainLabel(text).replaceAll(NONCHARACTER_REGEXP, " "), MOST_COLUMNS);
  if (textWidth(label, size) <= width) return label;
  let [fits, columns] = [0, labelWidth(label)];
  while (columns - fits > 1) {
    const middle = Math.floor((fits + columns) / 2);
    if (textWidth(cutLabel(label, middle), size) <= width) fits = middle;
    else columns = middle;
  }
  return cutLabel(label, fits);
}
