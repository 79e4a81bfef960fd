import type { Severity } from "../errors.ts";
import type { Span } from "./statement.ts";

/** One thing that is wrong with a statement, and where in its text. */
export interface StatementProblem extends Span {
  /** An `error` would surely be refused or could never give numbers; a `warning` may be meant so. */
  readonly severity: Severity;
  /** `Cannot <do what>: <what was found>`, without a full stop. */
  readonly message: string;
  /** What to do, as an imperative sentence without a full stop. */
  readonly hint?: string | undefined;
}
