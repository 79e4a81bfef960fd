/**
 * What a person reads when a command has failed. Loaded only then.
 *
 * @module
 */

import { ConfigError, LeexportError, UsageError } from "./errors.ts";
import { withHint } from "./with_hint.ts";

/** How a failed command ends. */
export interface ErrorReport {
  /** Sentence and hint, with a line feed at the end. */
  readonly text: string;
  /** Whether the command line or the config is to blame, or something else. */
  readonly blame: "usage" | "other";
}

/** Words an error. What ends the program before its log is set up is found by its priority in the journal, too. */
export async function reportError(error: unknown): Promise<ErrorReport> {
  const isUsage = error instanceof UsageError || error instanceof ConfigError;
  const text = await forReader(await describe(error));
  return { text, blame: isUsage ? "usage" : "other" };
}

async function forReader(text: string): Promise<string> {
  const { isJournal } = await import("./process/journal.ts");
  if (!await isJournal("stderr")) return text;
  const { withPriority } = await import("./log.ts");
  return `${withPriority(text.trimEnd(), "error")}\n`;
}

async function describe(error: unknown): Promise<string> {
  if (error instanceof ConfigError) {
    const { formatProblem } = await import("./config/format_problem.ts");
    return [...error.problems.map(formatProblem), error.message].join("\n") + "\n";
  }
  if (error instanceof LeexportError) {
    return `${withHint(error.message, error.hint)}\n`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const sentence = `Cannot go on: the program has a fault (${message})`;
  return `${withHint(sentence, "please report it with the command you ran")}\n`;
}
