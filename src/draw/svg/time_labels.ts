import { CHART_TEXT } from "./chart.ts";
import { textWidth } from "./fit_text.ts";
import { MARGIN, type Sheet } from "./sheet.ts";
import { roundTimes, type TimeTick } from "./time_ticks.ts";
import { writeText } from "./write_text.ts";

/** Pixels of one time below a chart, with the space after it. */
const TIME_WIDTH = 66;
const MARK_WIDTH = 26;

/**
 * Chooses the times below a chart.
 *
 * @param stretch The whole axis, Unix milliseconds.
 * @param options.left Pixels left of the plot; `right` those right of it.
 */
export function timesBelow(
  { from, to }: { readonly from: number; readonly to: number },
  { left, right, sheet: { width } }: {
    readonly left: number;
    readonly right: number;
    readonly sheet: Sheet;
  },
): TimeTick[] {
  const room = Math.max(1, width - left - right);
  return roundTimes(Math.max(1, Math.floor(room / TIME_WIDTH)), { from, to })
    .filter(({ at, text }) => {
      const middle = left + (to === from ? 0.5 : (at - from) / (to - from)) * room;
      const half = textWidth(text, CHART_TEXT) / 2;
      return middle - half >= MARGIN + MARK_WIDTH && middle + half <= width - 2;
    });
}

/** Says beside the times which clock they are of. */
export function utcMark({ height, palette }: Sheet): string {
  return writeText("UTC", { x: MARGIN, y: height - 16, colour: palette.faint, size: 10 });
}
