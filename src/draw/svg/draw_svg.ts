import type { Widget } from "../widget.ts";
import { drawBarPicture } from "./bar_picture.ts";
import { drawColumnPicture } from "./column_picture.ts";
import { describeWidget } from "./describe_widget.ts";
import { escapeXml } from "./escape_xml.ts";
import { drawMetrics } from "./graphite_picture.ts";
import { drawLines } from "./line_picture.ts";
import { drawNumberPicture } from "./number_picture.ts";
import { PALETTES } from "./palette.ts";
import { drawSharePicture } from "./share_picture.ts";
import type { Sheet } from "./sheet.ts";
import { drawTextPicture } from "./text_picture.ts";

/** How a picture is drawn. */
export interface SvgOptions {
  /** Pixels; whole numbers > 0. */
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  /** What the picture is of, for instance the name of the search; screen readers say it first. */
  readonly title: string;
}

/**
 * Draws a widget as a picture that stands for itself: no script, no style sheet, no other file, and its own background.
 * However much there is to draw, it stays below some 200 kB: what nobody could tell apart is left out or summed up.
 *
 * @returns An SVG document; the same widget gives the same picture.
 */
export function drawSvg(widget: Widget, { width, height, scheme, title }: SvgOptions): string {
  const palette = PALETTES[scheme];
  const drawn = drawContent(widget, { width, height, palette });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" role="img" ` +
    `font-family="system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif" ` +
    `font-size="12"><title>${escapeXml(describeWidget(widget, title))}</title>` +
    `<rect width="${width}" height="${height}" fill="${palette.background}"/>${drawn}</svg>\n`;
}

function drawContent(widget: Widget, sheet: Sheet): string {
  switch (widget.kind) {
    case "line_chart":
      return drawLines(widget.lines, sheet);
    case "columns":
      return drawColumnPicture(widget, sheet);
    case "bars":
      return drawBarPicture(widget, sheet);
    case "shares":
      return drawSharePicture(widget.items, sheet);
    case "big_number":
      return drawNumberPicture(widget, sheet);
    case "graphite":
      return drawMetrics(widget.metrics, sheet);
    case "text":
      return drawTextPicture(widget.text, sheet);
  }
}
