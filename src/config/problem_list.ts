import type { Problem, Severity } from "../errors.ts";
import type { Position } from "./ini/section.ts";

/** Gathers what is wrong with one file. */
export class ProblemList {
  readonly #file: string;
  readonly #problems: Problem[] = [];
  #errors = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether anything keeps the file from being used. */
  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  /**
   * @param message `Cannot <do what>: <what was found>`, without a full stop and without a secret.
   * @param hint What to do, as an imperative sentence without a full stop.
   */
  error(at: Position, message: string, hint?: string): void {
    this.add("error", { at, message, hint });
  }

  /** As {@linkcode ProblemList.error}, for what does not keep the file from being used. */
  warn(at: Position, message: string, hint?: string): void {
    this.add("warning", { at, message, hint });
  }

  /** As {@linkcode ProblemList.error}, for a severity that somebody else decided. */
  add(
    severity: Severity,
    { at, message, hint }: {
      readonly at: Position;
      readonly message: string;
      readonly hint?: string | undefined;
    },
  ): void {
    if (severity === "error") this.#errors++;
    const { line, column } = at;
    const problem = { severity, file: this.#file, line, column, message };
    this.#problems.push(hint === undefined ? problem : { ...problem, hint });
  }

  /** In the order of the file. */
  sorted(): readonly Problem[] {
    return this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }
}
