import { LeexportError } from "../../errors.ts";

/** The text cannot be read as a config file. Lines and columns count from 1, columns in UTF-16 units. */
export class IniError extends LeexportError {
  /** The line that ConfigObj names too. */
  readonly line: number;
  readonly column: number;

  constructor(
    message: string,
    { line, column, hint }: {
      readonly line: number;
      readonly column: number;
      readonly hint?: string | undefined;
    },
  ) {
    super(message, { hint });
    this.line = line;
    this.column = column;
  }
}
