import type { Scanner, Token } from "./scanner.ts";
import { StatementError } from "./statement_error.ts";

/** An error for a piece that cannot stand where it stands. */
export function expected(
  what: string,
  found: Token,
  { hint }: { readonly hint?: string } = {},
): StatementError {
  const seen = found.kind === "end" ? "the statement ends" : `"${shown(found)}" stands there`;
  return new StatementError(`Cannot find ${what}: ${seen}`, { ...placeOf(found), hint });
}

/** An error for a bracket whose partner is missing where it should be. */
export function unclosed(bracket: "(" | "[", open: Token, scanner: Scanner): StatementError {
  const found = scanner.peek();
  const partner = bracket === "(" ? ")" : "]";
  if (found.kind !== "end") return expected(`the ${partner} that closes ${bracket}`, found);
  return new StatementError(`Cannot find the end of the statement: ${bracket} is never closed`, {
    ...placeOf(open),
    hint: `write the missing ${partner}`,
  });
}

function shown(token: Token): string {
  return token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text;
}

function placeOf({ offset, length }: Token): { offset: number; length: number } {
  return { offset, length };
}
