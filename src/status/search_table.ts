import { fitLabel, labelWidth } from "../draw/label.ts";
import { paint, type View } from "../draw/view.ts";
import { type Column, COLUMNS, DISPENSABLE, MARKS, nameCell } from "./search_cells.ts";
import type { Health, SearchStatus } from "./status.ts";
import { counted } from "./words.ts";

/** How the table is written. */
export interface TableOptions {
  readonly view: View;
  /** Unix milliseconds. */
  readonly now: number;
  /** How many searches are listed; those that fail come first if there are more. */
  readonly limit: number;
}

/** Columns between two cells. */
const GAP = "  ";
/** Columns that a name should have at least, if it is that long. */
const NAME_WIDTH = 16;

const ORDER: readonly Health[] = ["failing", "paused", "new", "ok"];

/** Lists searches, one a line, none wider than the view. */
export function searchTable(
  searches: readonly SearchStatus[],
  options: TableOptions,
): string[] {
  const { view, limit } = options;
  if (searches.length === 0) return [];
  const listed = searches.length <= limit ? searches : worstFirst(searches).slice(0, limit);
  const rest = searches.length <= limit ? [] : worstFirst(searches).slice(limit);
  const names = listed.map(nameCell);
  const nameWidth = Math.max("search".length, ...names.map(labelWidth));
  const columns = fitting(listed, { nameWidth, ...options });
  const used = columns.reduce((sum, { width }) => sum + GAP.length + width, 0);
  const room = Math.max(1, Math.min(nameWidth, view.width - 2 - used));
  const line = (sign: string, cells: readonly string[]) => {
    const [name = "", ...others] = cells;
    const fitted = others.map((cell, index) => fitLabel(cell, columns[index]?.width ?? 0));
    return [`${sign} ${fitLabel(name, room)}`, ...fitted].join(GAP).trimEnd();
  };
  const head = line(" ", ["search", ...columns.map(({ title }) => title)]);
  const rows = listed.map((search, row) => {
    const { sign, tone } = MARKS[search.health];
    const text = line(sign, [names[row] ?? "", ...columns.map(({ cells }) => cells[row] ?? "")]);
    return paint(sign, { tone, view }) + text.slice(sign.length);
  });
  return [paint(head, { tone: "faint", view }), ...rows, ...restText(rest)];
}

/** A column as far as it is filled. */
interface FilledColumn {
  readonly title: string;
  readonly cells: readonly string[];
  readonly width: number;
}

/** Leaves columns out until the names have room. */
function fitting(
  searches: readonly SearchStatus[],
  { view, now, nameWidth }: TableOptions & { readonly nameWidth: number },
): FilledColumn[] {
  const columns = Object.entries(COLUMNS).map(([key, column]) => ({
    key,
    ...filled(column, { searches, now }),
  }));
  const needed = 2 + Math.min(NAME_WIDTH, nameWidth);
  const left = new Set<string>(columns.map(({ key }) => key));
  const shown = () => columns.filter(({ key }) => left.has(key));
  for (const key of DISPENSABLE) {
    const width = shown().reduce((sum, { width }) => sum + GAP.length + width, needed);
    if (width > view.width) left.delete(key);
  }
  return shown();
}

function filled(
  { title, cell }: Column,
  { searches, now }: { readonly searches: readonly SearchStatus[]; readonly now: number },
): FilledColumn {
  const cells = searches.map((search) => cell(search, now));
  return { title, cells, width: Math.max(title.length, ...cells.map(labelWidth)) };
}

function worstFirst(searches: readonly SearchStatus[]): SearchStatus[] {
  return searches.toSorted((a, b) => ORDER.indexOf(a.health) - ORDER.indexOf(b.health));
}

const REST: Readonly<Record<Health, readonly [string, string]>> = {
  failing: ["more fails", "more fail"],
  paused: ["more is paused", "more are paused"],
  new: ["more has not run yet", "more have not run yet"],
  ok: ["more is well", "more are well"],
};

function restText(rest: readonly SearchStatus[]): string[] {
  const parts = ORDER.flatMap((health) => {
    const count = rest.filter((search) => search.health === health).length;
    return count === 0 ? [] : [counted(count, ...REST[health])];
  });
  return parts.length === 0 ? [] : [`… and ${parts.join(", ")} (--all)`];
}
