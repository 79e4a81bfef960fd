import { drawWidget } from "../draw_widget.ts";
import { plainLabel } from "../label.ts";
import type { Widget } from "../widget.ts";
import { escapeXml } from "./escape_xml.ts";

/** How a picture is drawn. */
export interface SvgOptions {
  /** Pixels; whole numbers > 0. */
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  /** What the picture is of, for instance the name of the search; screen readers say it first. */
  readonly title: string;
}

const INK = { light: "#1f2933", dark: "#e4e7eb" } as const;

/**
 * Draws a widget as a picture that stands for itself: no script, no style sheet, no other file.
 *
 * @returns An SVG document.
 */
export function drawSvg(widget: Widget, { width, height, scheme, title }: SvgOptions): string {
  const lines = drawWidget(widget, { width: Math.max(1, Math.floor(width / 8)), colour: "none" });
  const texts = lines.map((line, row) =>
    `<text x="4" y="${14 * (row + 1)}" xml:space="preserve">${escapeXml(line)}</text>`
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" role="img" font-family="monospace" font-size="12" ` +
    `fill="${INK[scheme]}"><title>${escapeXml(plainLabel(title))}</title>${texts.join("")}</svg>`;
}
