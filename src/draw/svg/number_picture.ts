import type { BigNumber } from "../big_number.ts";
import { fullNumber, shortNumber } from "../number.ts";
import { fitText, textWidth } from "./fit_text.ts";
import { drawNotice } from "./notice.ts";
import { MARGIN, type Sheet } from "./sheet.ts";
import { writeText } from "./write_text.ts";

const LARGEST = 84;
/** In parts of the height of the picture. */
const LARGEST_PART = 0.34;

/** Draws one number as large as it fits, with its caption below; one that would get small is shortened. */
export function drawNumberPicture({ value, text }: BigNumber, sheet: Sheet): string {
  const { width, height, palette } = sheet;
  const caption = captionOf(text, sheet);
  if (value === undefined) return drawNotice("no value", sheet) + caption;
  const most = Math.min(LARGEST, height * LARGEST_PART);
  const room = width - 2 * MARGIN;
  const sizeFor = (digits: string) => Math.min(most, room / textWidth(digits, 1));
  const full = fullNumber(value);
  const digits = sizeFor(full) >= most * 0.6 ? full : shortNumber(value);
  const style = { x: width / 2, colour: palette.ink, anchor: "middle", weight: 600 } as const;
  const y = caption === "" ? height / 2 : height * 0.44;
  return writeText(digits, { ...style, y, size: sizeFor(digits) }) + caption;
}

function captionOf(text: string, { width, height, palette }: Sheet): string {
  const size = Math.max(11, Math.min(18, height * 0.08));
  const caption = fitText(text, { width: width - 2 * MARGIN, size });
  if (caption === "") return "";
  const y = height * 0.44 + Math.min(LARGEST, height * LARGEST_PART) / 2 + size * 1.2;
  return writeText(caption, { x: width / 2, y, size, colour: palette.faint, anchor: "middle" });
}
