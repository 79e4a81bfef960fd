import type { AnswerShape } from "../key.ts";
import { parseStatement } from "./parser.ts";
import { clauseOf, type Statement } from "./statement.ts";
import { StatementError } from "./statement_error.ts";

/**
 * Says what the answer of a statement looks like.
 *
 * @param statement The text of a statement.
 * @returns `groups` with `groupby`, `series` with `calculate` alone; `undefined` if it has neither or cannot be read.
 */
export function answerShape(statement: string): AnswerShape | undefined {
  try {
    return shapeOf(parseStatement(statement));
  } catch (error) {
    if (error instanceof StatementError) return undefined;
    throw error;
  }
}

/** The same for a statement as parsed. */
export function shapeOf(statement: Statement): AnswerShape | undefined {
  if (clauseOf(statement, "groupby") !== undefined) return "groups";
  return clauseOf(statement, "calculate") === undefined ? undefined : "series";
}
