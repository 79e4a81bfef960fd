import { fitNames } from "./fit_names.ts";
import { textWidth } from "./fit_text.ts";
import { seriesColour } from "./palette.ts";
import { MARGIN, type Sheet } from "./sheet.ts";
import { writeText } from "./write_text.ts";

/** A legend with the room it takes from a chart, in pixels from the edges of the picture. */
export interface Legend {
  readonly svg: string;
  readonly top: number;
  readonly right: number;
}

const SIZE = 12;
const ROW = 18;
const SWATCH = 10;
const SWATCH_ROOM = SWATCH + 6;
const GAP = 16;
/** More names than this stand beside the chart, if it is wide enough. */
const MOST_ABOVE = 3;
const NARROWEST = 360;

/**
 * Says which colour is which series: above a chart, or beside it where there are many.
 *
 * @param names In the order of the series; `""` = has none.
 * @param options.more How many series are not drawn.
 */
export function drawLegend(
  names: readonly string[],
  { more, sheet }: { readonly more: number; readonly sheet: Sheet },
): Legend {
  if (names.every((name) => name === "")) return { svg: "", top: MARGIN, right: 2 * MARGIN };
  const beside = names.length > MOST_ABOVE && sheet.width >= NARROWEST;
  return beside ? besideChart(names, { more, sheet }) : aboveChart(names, { more, sheet });
}

function aboveChart(
  names: readonly string[],
  { more, sheet }: { readonly more: number; readonly sheet: Sheet },
): Legend {
  const room = sheet.width - 2 * MARGIN;
  const shown = names.slice(0, MOST_ABOVE);
  const rest = moreText(names.length - shown.length + more);
  const restWidth = rest === "" ? 0 : textWidth(rest, SIZE) + GAP;
  const width = (room - restWidth) / shown.length - SWATCH_ROOM - GAP;
  const y = MARGIN + SIZE / 2;
  let x = MARGIN;
  const pieces = fitNames(shown, { width: Math.max(0, width), size: SIZE }).map((text, index) => {
    const piece = entry(text, { x, y, index, sheet });
    x += SWATCH_ROOM + textWidth(text, SIZE) + GAP;
    return piece;
  });
  const last = writeText(rest, { x, y, colour: sheet.palette.faint, size: SIZE });
  return {
    svg: pieces.join("") + (rest === "" ? "" : last),
    top: MARGIN + ROW + 10,
    right: 2 * MARGIN,
  };
}

function besideChart(
  names: readonly string[],
  { more, sheet }: { readonly more: number; readonly sheet: Sheet },
): Legend {
  const rows = Math.max(1, Math.floor((sheet.height - 2 * MARGIN) / ROW));
  const all = names.length + more;
  const shown = names.slice(0, all > rows || more > 0 ? Math.max(1, rows - 1) : rows);
  const most = { width: sheet.width * 0.28, size: SIZE };
  const texts = fitNames(shown, most);
  const rest = moreText(all - shown.length);
  const width = Math.max(...[...texts, rest].map((text) => textWidth(text, SIZE)));
  const x = sheet.width - MARGIN - SWATCH_ROOM - width;
  const rowY = (row: number) => MARGIN + ROW * row + SIZE / 2;
  const pieces = texts.map((text, index) => entry(text, { x, y: rowY(index), index, sheet }));
  const style = { x, y: rowY(texts.length), colour: sheet.palette.faint, size: SIZE };
  return {
    svg: pieces.join("") + (rest === "" ? "" : writeText(rest, style)),
    top: MARGIN,
    right: sheet.width - x + GAP,
  };
}

function entry(text: string, { x, y, index, sheet: { palette } }: {
  readonly x: number;
  readonly y: number;
  readonly index: number;
  readonly sheet: Sheet;
}): string {
  const style = { x: x + SWATCH_ROOM, y, colour: palette.faint, size: SIZE };
  return `<rect x="${x.toFixed(1)}" y="${y - 2}" width="${SWATCH}" height="4" rx="2" ` +
    `fill="${seriesColour(palette, index)}"/>${writeText(text, style)}`;
}

function moreText(more: number): string {
  return more > 0 ? `and ${more} more` : "";
}
