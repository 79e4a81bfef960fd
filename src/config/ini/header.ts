import { isSpace, skipSpace } from "./space.ts";

/** A line such as `[[name]]  # comment`. */
export interface Header {
  readonly name: string;
  readonly opened: number;
  readonly closed: number;
  /** Index of the first bracket. */
  readonly start: number;
}

/**
 * Reads a line as the header of a section. Blanks may stand between brackets; a name may be quoted, and then hold
 * brackets. A bracket that cannot open anything belongs to the name (`[[]` is the section `[`).
 *
 * @param line A line without its line feed.
 * @returns The header, also if its brackets do not balance; `undefined` if the line is none.
 * @see ConfigObj 5, `_sectionmarker`
 */
export function lexHeader(line: string): Header | undefined {
  const start = skipSpace(line, 0);
  if (line[start] !== "[") return undefined;
  let opened = 0;
  let last = start;
  let at = start;
  while (line[at] === "[") {
    opened++;
    last = at;
    at = skipSpace(line, at + 1);
  }
  const named = nameAt(line, at);
  if (named !== undefined) return { ...named, opened, start };
  const bracketed = opened > 1 ? nameAt(line, last) : undefined;
  return bracketed === undefined ? undefined : { ...bracketed, opened: opened - 1, start };
}

function nameAt(line: string, at: number): { name: string; closed: number } | undefined {
  const first = line[at];
  if (first === undefined) return undefined;
  return first === '"' || first === "'" ? quotedName(line, at) : plainName(line, at);
}

function quotedName(line: string, at: number): { name: string; closed: number } | undefined {
  const firstInside = skipSpace(line, at + 1);
  let end = line.indexOf(line[at]!, firstInside + 1);
  while (end !== -1) {
    const closed = bracketsAt(line, end + 1);
    if (closed > 0) return { name: line.slice(at + 1, end), closed };
    end = line.indexOf(line[at]!, end + 1);
  }
  return undefined;
}

function plainName(line: string, at: number): { name: string; closed: number } | undefined {
  let end = at + 1;
  while (end < line.length) {
    if (!isBracketOrSpace(line, end)) {
      end++;
      continue;
    }
    const closed = bracketsAt(line, end);
    if (closed > 0) return { name: line.slice(at, end), closed };
    while (isBracketOrSpace(line, end)) end++;
  }
  return undefined;
}

function isBracketOrSpace(line: string, at: number): boolean {
  return line[at] === "]" || isSpace(line.charCodeAt(at));
}

/** How many closing brackets stand here, with nothing but a comment behind them; else 0. */
function bracketsAt(line: string, from: number): number {
  let closed = 0;
  let at = skipSpace(line, from);
  while (line[at] === "]") {
    closed++;
    at = skipSpace(line, at + 1);
  }
  return at >= line.length || line[at] === "#" ? closed : 0;
}
