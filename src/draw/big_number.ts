import { cutLabel, plainLabel } from "./label.ts";
import { fullNumber, shortNumber } from "./number.ts";
import { paint, type View } from "./view.ts";

/** A number with what it counts. */
export interface BigNumber {
  /** A finite number; `undefined` = none. */
  readonly value: number | undefined;
  readonly text: string;
}

/** Five rows of dots for each character, `#` = set. */
const FONT: Readonly<Record<string, readonly string[]>> = {
  "0": ["###", "# #", "# #", "# #", "###"],
  "1": [" # ", "## ", " # ", " # ", "###"],
  "2": ["###", "  #", "###", "#  ", "###"],
  "3": ["###", "  #", " ##", "  #", "###"],
  "4": ["# #", "# #", "###", "  #", "  #"],
  "5": ["###", "#  ", "###", "  #", "###"],
  "6": ["###", "#  ", "###", "# #", "###"],
  "7": ["###", "  #", "  #", " # ", " # "],
  "8": ["###", "# #", "###", "# #", "###"],
  "9": ["###", "# #", "###", "  #", "###"],
  "-": ["   ", "   ", "###", "   ", "   "],
  ".": [" ", " ", " ", " ", "#"],
  ",": ["  ", "  ", "  ", " #", "# "],
  "e": ["   ", "###", "# #", "###", "#  "],
  "K": ["# #", "# #", "## ", "# #", "# #"],
  "M": ["# #", "###", "###", "# #", "# #"],
  "B": ["## ", "# #", "## ", "# #", "## "],
  "T": ["###", " # ", " # ", " # ", " # "],
};
const FONT_ROWS = 5;

/**
 * Draws a number three rows high with its text below; a number that is too wide is shortened, or written plainly.
 *
 * @param number What to draw.
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds.
 */
export function drawBigNumber({ value, text }: BigNumber, view: View): string[] {
  const caption = plainLabel(text);
  const below = caption === ""
    ? []
    : [paint(cutLabel(caption, view.width), { tone: "faint", view })];
  if (value === undefined) return [cutLabel("no value", view.width), ...below];
  return [...digits(value, view).map((line) => paint(line, { tone: "value", view })), ...below];
}

function digits(value: number, view: View): string[] {
  for (const text of [fullNumber(value), shortNumber(value)]) {
    const lines = enlarge(text);
    if (lines.every((line) => line.length <= view.width)) return lines;
  }
  return [cutLabel(shortNumber(value), view.width)];
}

/** Writes two rows of dots into one row of half blocks. */
function enlarge(text: string): string[] {
  const dots = Array.from(
    { length: FONT_ROWS + 1 },
    (_, row) => [...text].map((character) => FONT[character]?.[row] ?? "   ").join(" "),
  );
  return Array.from({ length: Math.ceil(FONT_ROWS / 2) }, (_, row) => {
    const [upper, lower] = [dots[2 * row]!, dots[2 * row + 1]!];
    return Array.from(upper, (dot, column) => halfBlock(dot, lower[column] ?? " ")).join("")
      .trimEnd();
  });
}

function halfBlock(upper: string, lower: string): string {
  if (upper === "#") return lower === "#" ? "█" : "▀";
  return lower === "#" ? "▄" : " ";
}
