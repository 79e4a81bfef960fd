import { LeexportError, type LeexportErrorOptions } from "../errors.ts";

/** A statement cannot be read. `offset` and `length` say where in its text; both are inside of it. */
export class StatementError extends LeexportError {
  /** Index of the first character that is to blame, from 0; the text's length when something is missing at its end. */
  readonly offset: number;
  /** Characters that are to blame; 0 when something is missing. */
  readonly length: number;

  constructor(
    message: string,
    options: LeexportErrorOptions & { readonly offset: number; readonly length: number },
  ) {
    super(message, options);
    this.offset = options.offset;
    this.length = options.length;
  }
}
