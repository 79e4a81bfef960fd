import type { Item } from "../bars.ts";
import { shortNumber } from "../number.ts";
import { CHART_TEXT, renderChart } from "./chart.ts";
import { fitNames } from "./fit_names.ts";
import { textWidth } from "./fit_text.ts";
import { drawNotice } from "./notice.ts";
import { seriesColour } from "./palette.ts";
import { MARGIN, type Sheet } from "./sheet.ts";
import { writeText } from "./write_text.ts";

const ROW = 20;
const SWATCH = 10;
const WIDEST_LABEL = 220;
const NARROWEST_LABEL = 70;

/** A slice of a pie. */
interface Slice {
  readonly label: string;
  readonly value: number;
  /** In parts of the whole. */
  readonly share: number;
  readonly colour: string;
  /** How many it sums up, if it does. */
  readonly others?: number;
}

/** Draws shares as a ring, with a list of their names, shares and values beside or below it. */
export function drawSharePicture(items: readonly Item[], sheet: Sheet): string {
  if (items.length === 0) return drawNotice("no groups", sheet);
  if (!items.some(({ value = 0 }) => value > 0)) return drawNotice("no values", sheet);
  const { width, height } = sheet;
  const beside = width >= height * 1.3;
  const ring = beside ? Math.min(height, width * 0.42) : Math.min(width, height * 0.5);
  const room = beside ? height : height - ring;
  const slices = slicesOf(items, { most: Math.floor((room - MARGIN) / ROW), sheet });
  const list = beside
    ? { left: ring + MARGIN, top: (height - slices.length * ROW) / 2 }
    : { left: MARGIN, top: ring };
  const centre = beside ? { x: ring / 2, y: height / 2 } : { x: width / 2, y: ring / 2 };
  return drawRing(slices, { ...centre, radius: ring / 2 - MARGIN, sheet }) +
    drawList(slices, { ...list, sheet });
}

/** The largest slices in their order, then all others as one. */
function slicesOf(
  items: readonly Item[],
  { most, sheet: { palette } }: { readonly most: number; readonly sheet: Sheet },
): Slice[] {
  const positive = items.map(({ label, value = 0 }) => ({ label, value: Math.max(0, value) }));
  const largest = positive.reduce((most, { value }) => Math.max(most, value), 0);
  const whole = positive.reduce((sum, { value }) => sum + value / largest, 0);
  const room = Math.max(1, Math.min(palette.series.length, most));
  const fewer = positive.length > room
    ? Math.max(1, Math.min(palette.series.length, room - 1))
    : room;
  const order = positive.map((_, index) => index)
    .sort((a, b) => positive[b]!.value - positive[a]!.value || a - b);
  const chosen = new Set(order.slice(0, fewer));
  const slices = positive.filter((_, index) => chosen.has(index)).map((item, index) => {
    const share = item.value / largest / whole;
    return { ...item, share, colour: seriesColour(palette, index) };
  });
  const rest = positive.filter((_, index) => !chosen.has(index));
  if (rest.length === 0) return slices;
  const share = rest.reduce((sum, { value }) => sum + value / largest, 0) / whole;
  const label = rest.length === 1 ? "1 other" : `${rest.length} others`;
  const value = Math.min(Number.MAX_VALUE, rest.reduce((sum, { value }) => sum + value, 0));
  return [...slices, { label, value, share, colour: palette.others, others: rest.length }];
}

function drawRing(slices: readonly Slice[], { x, y, radius, sheet }: {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly sheet: Sheet;
}): string {
  const outer = Math.max(1, radius);
  return renderChart({
    series: [{
      type: "pie",
      silent: true,
      center: [x, y],
      radius: [outer * 0.58, outer],
      startAngle: 90,
      label: { show: false },
      labelLine: { show: false },
      data: slices.map(({ share, colour }) => ({ value: share, itemStyle: { color: colour } })),
      itemStyle: {
        borderColor: sheet.palette.background,
        borderWidth: slices.length > 1 ? 1.5 : 0,
      },
    }],
  }, sheet);
}

/** Columns: a swatch, the name, the share, the value. */
function drawList(slices: readonly Slice[], { left, top, sheet }: {
  readonly left: number;
  readonly top: number;
  readonly sheet: Sheet;
}): string {
  const { palette } = sheet;
  const size = CHART_TEXT;
  const shareWidth = textWidth("100.0 %", size) + 12;
  const names = left + SWATCH + 8;
  const room = sheet.width - MARGIN - names - shareWidth;
  const { values, width: valueWidth } = valueColumn(slices, room);
  const width = Math.max(0, Math.min(WIDEST_LABEL, room - valueWidth));
  const labels = labelsOf(slices, { width, size });
  const shares = names + Math.max(...labels.map((text) => textWidth(text, size))) + shareWidth;
  const ends = shares + valueWidth;
  return slices.map(({ share, colour }, index) => {
    const y = top + ROW * (index + 0.5);
    const percent = `${(100 * share).toFixed(1)} %`;
    const end = { y, size, anchor: "end" } as const;
    return `<rect x="${left}" y="${y - SWATCH / 2}" width="${SWATCH}" height="${SWATCH}" rx="2" ` +
      `fill="${colour}"/>` +
      writeText(labels[index]!, { x: names, y, size, colour: palette.ink }) +
      writeText(percent, { ...end, x: shares, colour: palette.ink }) +
      (valueWidth === 0
        ? ""
        : writeText(values[index]!, { ...end, x: ends, colour: palette.faint }));
  }).join("");
}

/** The values, unless the names need their room. */
function valueColumn(
  slices: readonly Slice[],
  room: number,
): { readonly values: readonly string[]; readonly width: number } {
  const values = slices.map(({ value }) => shortNumber(value));
  const width = 12 + Math.max(...values.map((text) => textWidth(text, CHART_TEXT)));
  return { values, width: room - width < NARROWEST_LABEL ? 0 : width };
}

/** The sum of the others has no name that it could share words with. */
function labelsOf(
  slices: readonly Slice[],
  room: { readonly width: number; readonly size: number },
): string[] {
  const named = slices.filter(({ others }) => others === undefined);
  const labels = fitNames(named.map(({ label }) => label), room);
  return slices.map((slice, index) => labels[index] ?? slice.label);
}
