import { fitLabel, labelWidth, plainLabel } from "./label.ts";
import { wrapSentence } from "./sentence.ts";
import { paint, type Tone, type View } from "./view.ts";

/** What was tried, and what was found. */
export interface FindingRow {
  readonly line: number;
  readonly tried: string;
  readonly outcome: "ok" | "failed" | "untried";
  /** May be empty. */
  readonly found: string;
  readonly hint?: string | undefined;
}

const VERDICTS: Readonly<
  Record<FindingRow["outcome"], { readonly word: string; readonly tone: Tone }>
> = {
  ok: { word: "ok", tone: "good" },
  failed: { word: "FAILED", tone: "bad" },
  untried: { word: "not tried", tone: "faint" },
};
const HEADS = { line: "LINE", tried: "TRIED", found: "FOUND" } as const;
const GAP = "  ";
/** Columns below which sentences are put on lines of their own. */
const NARROWEST_FOUND = 40;

/**
 * Draws findings as a table: the line of the config, what was tried, what was found and what to do.
 *
 * @param view No returned line is wider.
 * @returns Lines of text without line feeds.
 */
export function drawFindings(rows: readonly FindingRow[], view: View): string[] {
  const digits = Math.max(HEADS.line.length, ...rows.map(({ line }) => String(line).length));
  const tried = Math.max(
    HEADS.tried.length,
    ...rows.map(({ tried }) => labelWidth(plainLabel(tried))),
  );
  const start = digits + GAP.length;
  const found = start + tried + GAP.length;
  if (view.width - found < NARROWEST_FOUND) {
    return rows.flatMap(({ line, ...row }) => [
      ...drawTried(row.tried, { line: String(line).padStart(digits), view }),
      ...drawFound(row, { start, view }),
    ]);
  }
  const head = [HEADS.line.padStart(digits), fitLabel(HEADS.tried, tried), HEADS.found].join(GAP);
  return [
    paint(head, { tone: "faint", view }),
    ...rows.flatMap(({ line, ...row }) => {
      const [first = "", ...others] = drawFound(row, { start: found, view });
      const left = `${String(line).padStart(digits)}${GAP}${
        fitLabel(plainLabel(row.tried), tried)
      }`;
      return [`${left}${GAP}${first.slice(found)}`, ...others];
    }),
  ];
}

function drawTried(
  tried: string,
  { line, view }: { readonly line: string; readonly view: View },
): string[] {
  const start = line.length + GAP.length;
  const [first = "", ...others] = wrapSentence(tried, {
    width: view.width,
    indent: [start, start],
  });
  const hasRoom = first.slice(0, start).trim() === "";
  return hasRoom ? [line + first.slice(line.length), ...others] : [line, first, ...others];
}

function drawFound(
  { outcome, found, hint }: Omit<FindingRow, "line" | "tried">,
  { start, view }: { readonly start: number; readonly view: View },
): string[] {
  const { word, tone } = VERDICTS[outcome];
  const { width } = view;
  const indent = [start, start + GAP.length] as const;
  const [first = "", ...others] = wrapSentence(found === "" ? word : `${word}: ${found}`, {
    width,
    indent,
  });
  const blanks = " ".repeat(start);
  const painted = blanks + paint(word, { tone, view }) + first.slice(start + word.length);
  const hints = hint === undefined ? [] : wrapSentence(`hint: ${hint}`, {
    width,
    indent: [start + GAP.length, start + 2 * GAP.length],
  });
  return [painted, ...others, ...hints];
}
