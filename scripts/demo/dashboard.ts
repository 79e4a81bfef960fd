import stringWidth from "string-width";
import { cutLabel, plainLabel } from "../../src/draw/label.ts";
import { paint, type View } from "../../src/draw/view.ts";

/** One result on the dashboard. */
export interface Tile {
  readonly title: string;
  /** Where it came from, in few words. */
  readonly origin: string;
  /** Draws the result for a width. */
  readonly draw: (view: View) => readonly string[];
}

/** Columns from which on two tiles stand side by side. */
const WIDE = 100;
const GAP = 4;

/**
 * Lays tiles out below each other, or in two columns where there is room.
 *
 * @param tiles In the order in which they are read.
 * @param view No returned line is wider.
 */
export function drawDashboard(tiles: readonly Tile[], view: View): string[] {
  if (view.width < WIDE) return tiles.flatMap((tile) => [...drawTile(tile, view), ""]);
  const width = Math.floor((view.width - GAP) / 2);
  const drawn = tiles.map((tile) => drawTile(tile, { ...view, width }));
  return drawn.flatMap((left, index) =>
    index % 2 === 0 ? [...besides(left, { right: drawn[index + 1] ?? [], width }), ""] : []
  );
}

function drawTile({ title, origin, draw }: Tile, view: View): string[] {
  return [
    paint(cutLabel(plainLabel(title), view.width), { tone: "strong", view }),
    paint(cutLabel(plainLabel(origin), view.width), { tone: "faint", view }),
    ...draw(view),
  ];
}

function besides(
  left: readonly string[],
  { right, width }: { readonly right: readonly string[]; readonly width: number },
): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const [first, second] = [left[row] ?? "", right[row] ?? ""];
    if (second === "") return first;
    return first + " ".repeat(width - stringWidth(first) + GAP) + second;
  });
}
