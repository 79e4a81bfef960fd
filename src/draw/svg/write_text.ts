import { escapeXml } from "./escape_xml.ts";

/** Where and how a piece of text stands. */
export interface TextStyle {
  /** Pixels from the left: of the text's start, middle or end, as `anchor` says. */
  readonly x: number;
  /** Pixels from the top, of the middle of the line. */
  readonly y: number;
  readonly colour: string;
  /** Pixels. */
  readonly size: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: number;
}

/**
 * Writes one line of text into a picture.
 *
 * @param text What `fitText()` made.
 */
export function writeText(text: string, style: TextStyle): string {
  const { x, y, colour, size, anchor = "start", weight = 400 } = style;
  const written = { x: rounded(x), y: rounded(y + size * 0.35), "font-size": rounded(size) };
  const attributes = Object.entries(written).map(([name, value]) => `${name}="${value}"`);
  if (anchor !== "start") attributes.push(`text-anchor="${anchor}"`);
  if (weight !== 400) attributes.push(`font-weight="${weight}"`);
  return `<text ${attributes.join(" ")} fill="${colour}">${escapeXml(text)}</text>`;
}

/** Tenths of a pixel are finer than anybody sees. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
