/**
 * The commands as plain data: what completions and the man pages are made of. It is taken from the declaration that
 * reads the command line, so that nothing is said twice.
 *
 * @module
 */

/** A value that is typed: an argument of a command, or what follows an option. */
export interface ValueDescription {
  /** As help names it, without brackets: `file`, `search`, `name=file`. */
  readonly name: string;
  /** Whether it has to be there. */
  readonly required: boolean;
  /** Whether several may follow. */
  readonly variadic: boolean;
  /** The only values that are taken; empty = any. */
  readonly choices: readonly string[];
}

/** An argument of a command. */
export interface ArgumentDescription extends ValueDescription {
  readonly help: string;
}

/** An option of a command. */
export interface OptionDescription {
  /** `-c`; some have none. */
  readonly short: string | undefined;
  /** `--config-file`. */
  readonly long: string;
  /** What follows it; `undefined` if nothing does. */
  readonly value: ValueDescription | undefined;
  /** As it is typed, or `undefined`. */
  readonly default: string | undefined;
  /** Whether the command cannot do without. */
  readonly mandatory: boolean;
  readonly help: string;
}

/** A command with everything that may follow it; hidden ones are left out. */
export interface CommandDescription {
  readonly name: string;
  readonly help: string;
  readonly arguments: readonly ArgumentDescription[];
  readonly options: readonly OptionDescription[];
  readonly commands: readonly CommandDescription[];
}
