import { cutLabel, plainLabel } from "../label.ts";
import { MARGIN, type Sheet } from "./sheet.ts";
import { fitText } from "./fit_text.ts";
import { escapeXml } from "./escape_xml.ts";

const SIZE = 12;
const ROW = 17;
/** Pixels of one column in fonts of equal widths. */
const COLUMN = SIZE * 0.61;

/** Writes lines of text as they are, as much of them as has room. */
export function drawTextPicture(text: string, { width, height, palette }: Sheet): string {
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN) / COLUMN));
  const rows = Math.max(1, Math.floor((height - 2 * MARGIN) / ROW));
  const lines = text.split("\n", rows + 1);
  const shown = lines.length > rows ? [...lines.slice(0, rows - 1), "…"] : lines;
  const written = shown.map((line, row) => {
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    const label = fitText(plainLabel(line), { width: Infinity, size: SIZE });
    const cut = cutLabel(label, Math.max(1, columns - indent));
    const x = MARGIN + Math.min(indent, columns) * COLUMN;
    const y = MARGIN + ROW * (row + 0.5) + SIZE * 0.35;
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}">${escapeXml(cut)}</text>`;
  });
  return `<g font-size="${SIZE}" font-family="ui-monospace, Menlo, Consolas, monospace" ` +
    `fill="${palette.ink}">${written.join("")}</g>`;
}
