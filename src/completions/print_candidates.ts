import { type Quote, quoteForBash } from "./bash_words.ts";
import type { Candidate } from "./what_fits.ts";

/** Types of completion in which bash inserts each candidate in turn, or all: menu-complete and insert-completions. */
const INSERTING = ["37", "42"];
/** Columns between a word and what it means. */
const GAP = 2;

/** How bash completes. */
export interface BashPlace {
  /** What of the last word bash keeps, without quotes. */
  readonly before: string;
  readonly quote: Quote;
  /** `$COMP_TYPE`. */
  readonly completion: string;
  /** Columns of the terminal. */
  readonly columns: number;
}

/**
 * Writes candidates as `COMPREPLY` wants them. Where bash only lists them, each is followed by what it means; it inserts
 * the part that all have in common, which what they mean is no part of.
 *
 * @param candidates Those that begin like the last word.
 */
export function forBash(
  candidates: readonly Candidate[],
  { before, quote, completion, columns }: BashPlace,
): string[] {
  const words = candidates.map(({ value }) => quoteForBash(value.slice(before.length), quote));
  if (words.length < 2 || INSERTING.includes(completion)) return words;
  const width = Math.max(...words.map(({ length }) => length)) + GAP;
  return words.map((word, index) => {
    const { help } = candidates[index]!;
    return help === "" ? word : cut(`${word.padEnd(width)}(${help})`, columns);
  });
}

/** One column is left free, or the terminal begins a new line. */
function cut(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(columns - 2, 0))}…`;
}

/** Writes candidates for `_describe` of zsh, which quotes what it inserts. */
export function forZsh(candidates: readonly Candidate[]): string[] {
  return candidates.map(({ value, help }) => `${value.replaceAll(/[:\\]/g, "\\$&")}:${help}`);
}

/** Writes candidates for `complete --arguments` of fish, which quotes what it inserts. */
export function forFish(
  candidates: readonly Candidate[],
  { kept }: { readonly kept: string },
): string[] {
  return candidates.map(({ value, help }) => `${kept}${value}\t${help}`);
}
