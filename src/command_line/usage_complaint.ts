import { withHint } from "../with_hint.ts";

const COMPLAINT_REGEXP = /^error: (?<found>.*?)\.?(?:\n\(Did you mean (?<meant>.*)\?\))?\s*$/s;

/**
 * Says in the form of all other messages what is wrong with a command line.
 *
 * @param said What the library that reads it says: `error: unknown command 'strat'`, perhaps with a suggestion in a
 * second line.
 */
export function usageComplaint(said: string): string {
  const { found, meant } = COMPLAINT_REGEXP.exec(said)?.groups ?? {};
  if (found === undefined) return said;
  const hint = meant === undefined
    ? "leexport --help, or leexport COMMAND --help, shows what there is"
    : `write ${meant}`;
  return `${withHint(`Cannot read the command line: ${found}`, hint)}\n`;
}
