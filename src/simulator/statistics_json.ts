import type { Answer } from "../leql/answer.ts";
import type { PreparedStatement } from "../leql/prepared_statement.ts";
import { slicesOf, type Window } from "../leql/slices.ts";
import { clauseOf } from "../leql/statement.ts";
import { answerJson } from "./answer_json.ts";

/**
 * Writes an answer as the API does today: `statistics` of a finished query.
 *
 * @param answer The numbers.
 * @param prepared The statement that they answer.
 * @param window Unix milliseconds.
 * @returns Plain data for JSON.
 */
export function statisticsJson(
  answer: Answer,
  { measure: { name, key }, statement }: PreparedStatement,
  window: Window,
): object {
  const groupKeys = clauseOf(statement, "groupby")?.keys.length ?? 1;
  return answerJson(answer, { name, key, groupKeys }, window);
}

/**
 * Writes what the API shows as `partial` while a query runs: nothing but zeros.
 *
 * @param prepared The statement.
 * @param window Unix milliseconds.
 */
export function partialJson(prepared: PreparedStatement, window: Window): object {
  const { count, granularity } = slicesOf(prepared.statement, window);
  if (clauseOf(prepared.statement, "groupby") === undefined) {
    const series = new Array<number>(count).fill(0);
    const answer = { shape: "series", granularity, matched: 0, total: 0, series } as const;
    return statisticsJson(answer, prepared, window);
  }
  const answer = { shape: "groups", granularity, matched: 0, groups: [], tree: [], isExact: true };
  return { ...statisticsJson({ ...answer, shape: "groups" }, prepared, window), status: 204 };
}
