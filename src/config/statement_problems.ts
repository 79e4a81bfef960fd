import type { Severity } from "../errors.ts";
import type { AnswerShape } from "../key.ts";
import { type IniValue, positionIn } from "./ini/section.ts";
import type { ProblemList } from "./problem_list.ts";

/** One thing that is wrong with a statement. */
export interface StatementFinding {
  readonly severity: Severity;
  /** Index into the statement. */
  readonly offset: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** What is known of the statement language. */
export interface StatementRules {
  readonly lint: (statement: string) => readonly StatementFinding[];
  readonly shape: (statement: string) => AnswerShape | undefined;
}

/** Knows nothing, so finds nothing. */
export const STATEMENT_RULES: StatementRules = { lint: () => [], shape: () => undefined };

/**
 * Notes what is wrong with a statement, where it stands in the file.
 *
 * @param value The key that holds the statement.
 * @param options.statement The statement, as read from it.
 */
export function noteStatementProblems(
  value: IniValue,
  { statement, rules, problems }: {
    readonly statement: string;
    readonly rules: StatementRules;
    readonly problems: ProblemList;
  },
): void {
  for (const { severity, offset, message, hint } of rules.lint(statement)) {
    problems.add(severity, { at: positionIn(value, offset), message, hint });
  }
}
