import { labelWidth, plainLabel, wrapLabel } from "./label.ts";

const MOST_LINES_OF_A_WORD = 20;

/**
 * Breaks a sentence between its words.
 *
 * @param text Any text; becomes one line of plain words first.
 * @param options.width No returned line is wider; longer words are broken anywhere. A word that only the indent keeps
 *   from fitting stands on a line of its own, less indented, so that it can be copied.
 * @param options.indent Blanks before the first line, and before the others.
 * @returns Lines of text without line feeds or control characters, at least one.
 */
export function wrapSentence(
  text: string,
  { width, indent: [first, rest] = [0, 0] }: {
    readonly width: number;
    readonly indent?: readonly [first: number, rest: number];
  },
): string[] {
  const lines: string[] = [];
  let line = "";
  const indent = () => lines.length === 0 ? first : rest;
  const room = () => Math.max(1, width - indent());
  const end = () => {
    lines.push(" ".repeat(indent()) + line);
    line = "";
  };
  for (const word of plainLabel(text).split(/ +/)) {
    if (line !== "" && labelWidth(line) + 1 + labelWidth(word) > room()) end();
    const wide = labelWidth(word);
    if (line === "" && wide > room() && wide <= width) {
      lines.push(" ".repeat(width - wide) + word);
      continue;
    }
    const pieces = wrapLabel(word, { width: room(), lines: MOST_LINES_OF_A_WORD });
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) end();
      line = line === "" ? piece : `${line} ${piece}`;
    }
  }
  if (line !== "" || lines.length === 0) end();
  return lines;
}
