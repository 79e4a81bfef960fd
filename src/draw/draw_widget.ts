import { drawBars, drawShares } from "./bars.ts";
import { drawBigNumber } from "./big_number.ts";
import { drawColumns } from "./columns.ts";
import { drawGraphite } from "./graphite.ts";
import { cutLabel, plainLabel, wrapLabel } from "./label.ts";
import { drawLineChart } from "./line_chart.ts";
import type { View } from "./view.ts";
import type { Widget } from "./widget.ts";

const MOST_PLAIN_LINES = 12;
/** How many lines of the drawing a line of text may become. */
const MOST_WRAPPED_LINES = 4;

/**
 * Draws a widget in text.
 *
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds or control characters.
 */
export function drawWidget(widget: Widget, view: View): string[] {
  switch (widget.kind) {
    case "line_chart":
      return drawLineChart({ lines: widget.lines }, view);
    case "columns":
      return widget.series.flatMap(({ values }) =>
        drawColumns({ labels: widget.labels, values }, view)
      );
    case "bars":
      return widget.series.flatMap(({ values }) => {
        const items = values.map((value, index) => ({ label: widget.labels[index] ?? "", value }));
        return drawBars(items, view);
      });
    case "shares":
      return drawShares(widget.items, view);
    case "big_number":
      return drawBigNumber(widget, view);
    case "graphite":
      return drawGraphite(widget.metrics, view);
    case "text":
      return drawText(widget.text, view);
  }
}

function drawText(text: string, view: View): string[] {
  const lines = text.split("\n");
  const shown = lines.slice(0, MOST_PLAIN_LINES).flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? "";
    const label = indent + plainLabel(line);
    return wrapLabel(label, { width: view.width, lines: MOST_WRAPPED_LINES });
  });
  const more = lines.length - MOST_PLAIN_LINES;
  return more > 0 ? [...shown, cutLabel(`… and ${more} more lines`, view.width)] : shown;
}
