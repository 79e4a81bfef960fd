import { fitLabel, labelWidth, plainLabel, wrapLabel } from "./label.ts";
import { paint, type View } from "./view.ts";

const GAP = "  ";
const MOST_WRAPPED_LINES = 20;

/**
 * Draws rows as a table. Nothing is cut, so that everything can be copied: where the columns do not fit side by side, the
 * cells of a row stand below each other.
 *
 * @param rows Texts, as many in each row as there are heads.
 * @param options.heads What stands above the columns.
 * @returns Lines of text without line feeds or control characters, at most `view.width` columns wide.
 */
export function drawTable(
  rows: readonly (readonly string[])[],
  { heads, view }: { readonly heads: readonly string[]; readonly view: View },
): string[] {
  const cells = rows.map((row) => row.map(plainLabel));
  const widths = heads.map((head, column) =>
    cells.reduce((most, row) => Math.max(most, labelWidth(row[column] ?? "")), head.length)
  );
  const width = widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1));
  if (width > view.width) return cells.flatMap((row) => stack(row, view));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => fitLabel(cell, widths[column] ?? 0)).join(GAP).trimEnd();
  return [paint(line(heads), { tone: "faint", view }), ...cells.map(line)];
}

function stack([first = "", ...others]: readonly string[], view: View): string[] {
  const lines = wrapLabel(first, { width: view.width, lines: MOST_WRAPPED_LINES });
  const below = others.filter((cell) => cell !== "").flatMap((cell) =>
    wrapLabel(cell, { width: view.width - GAP.length, lines: MOST_WRAPPED_LINES })
  );
  return [
    ...lines.map((line) => paint(line, { tone: "strong", view })),
    ...below.map((line) => GAP + line),
  ];
}
