import { lintStatement } from "../leql/lint.ts";
import { type IniValue, positionIn } from "./ini/section.ts";
import type { ProblemList } from "./problem_list.ts";

/**
 * Notes what is wrong with a statement, where it stands in the file.
 *
 * @param value The key that holds the statement.
 * @param options.statement The statement, as read from it.
 */
export function noteStatementProblems(
  value: IniValue,
  { statement, problems }: { readonly statement: string; readonly problems: ProblemList },
): void {
  for (const { severity, offset, message, hint } of lintStatement(statement)) {
    problems.add(severity, { at: positionIn(value, offset), message, hint });
  }
}
