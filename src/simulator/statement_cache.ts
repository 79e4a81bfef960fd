import { clauseProblems } from "../leql/lint.ts";
import { parseStatement } from "../leql/parser.ts";
import { PreparedStatement } from "../leql/prepared_statement.ts";
import { StatementError } from "../leql/statement_error.ts";

const MOST_STATEMENTS = 2000;
/** Numbers kept for all statements together: 8 bytes each at the most. */
const MOST_NUMBERS = 32_000_000;

/** Statements made ready, the latest used ones. */
export class StatementCache {
  readonly #prepared = new Map<string, PreparedStatement>();

  /**
   * Finds a statement or makes it ready.
   *
   * @throws {StatementError} If it cannot be evaluated.
   */
  get(text: string): PreparedStatement {
    const known = this.#prepared.get(text);
    if (known !== undefined) {
      this.#prepared.delete(text);
      this.#prepared.set(text, known);
      return known;
    }
    const prepared = prepare(text);
    this.#forget();
    this.#prepared.set(text, prepared);
    return prepared;
  }

  #forget(): void {
    let numbers = this.#prepared.values().reduce((sum, { weight }) => sum + weight, 0);
    for (const [text, { weight }] of this.#prepared) {
      if (this.#prepared.size < MOST_STATEMENTS && numbers <= MOST_NUMBERS) return;
      this.#prepared.delete(text);
      numbers -= weight;
    }
  }
}

function prepare(text: string): PreparedStatement {
  const statement = parseStatement(text);
  const problem = clauseProblems(statement).find(({ severity }) => severity === "error");
  if (problem !== undefined) {
    const { message, hint, offset, length } = problem;
    throw new StatementError(message, { hint, offset, length });
  }
  return new PreparedStatement(statement);
}
