/** What all commands are declared with.
 *
 * @module
 */

import { UsageError } from "../errors.ts";

/** Where a command's words go. */
export interface Output {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** A command, ready to run; gives the exit code. */
export type ReadyCommand = () => Promise<number>;

/** What every command is declared with. */
export interface Declaration {
  readonly output: Output;
  readonly choose: (command: ReadyCommand) => void;
}

/** The option that every command about a config has. */
export const CONFIG_FILE = ["-c, --config-file <file>", "the config file"] as const;

/** What a command does, where its name is no verb. */
const DEEDS: Readonly<Partial<Record<string, string>>> = {
  ledger: "show the ledger",
  logs: "list the logs",
  status: "show the status",
};

/** Asked for here and not by the library, which would then overlook a mistyped `--config-file`. */
export function configFileOf(named: string | undefined, command: string): string {
  if (named !== undefined) return named;
  throw new UsageError(`Cannot ${DEEDS[command] ?? command}: no config file is named`, {
    hint: `write leexport ${command} -c config.ini`,
  });
}
