import { cutLabel, labelWidth, plainLabel, wrapLabel } from "../draw/label.ts";

/**
 * Breaks a text between words into lines; a word that is wider than a line is broken anywhere.
 *
 * @param text From anywhere; control characters are taken out.
 * @param options.width Columns.
 * @param options.indent What every line after the first begins with; it counts.
 */
export function wrapWords(
  text: string,
  { width, indent = "" }: { readonly width: number; readonly indent?: string },
): string[] {
  const room = Math.max(1, width - indent.length);
  const lines: string[] = [];
  let line = "";
  for (const word of plainLabel(text).split(/ +/).flatMap((word) => pieces(word, room))) {
    const longer = line === "" ? word : `${line} ${word}`;
    const columns = lines.length === 0 ? width : room;
    if (line !== "" && labelWidth(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((text, index) => cutLabel(index === 0 ? text : indent + text, width));
}

function pieces(word: string, width: number): string[] {
  return labelWidth(word) <= width ? [word] : wrapLabel(word, { width, lines: Infinity });
}

/** Writes a count with its noun: `1 search`, `1,234 searches`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
