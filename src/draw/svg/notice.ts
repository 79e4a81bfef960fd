import { fitText } from "./fit_text.ts";
import { MARGIN, type Sheet } from "./sheet.ts";
import { writeText } from "./write_text.ts";

const SIZE = 14;

/** Writes a few words into the middle of a picture that has nothing to show. */
export function drawNotice(words: string, { width, height, palette }: Sheet): string {
  const text = fitText(words, { width: width - 2 * MARGIN, size: SIZE });
  return writeText(text, {
    x: width / 2,
    y: height / 2,
    colour: palette.faint,
    size: SIZE,
    anchor: "middle",
  });
}
