import { type CANCEL_SYMBOL, isCancel } from "@clack/prompts";
import { readValue } from "../../config/read_value.ts";
import { LeexportError } from "../../errors.ts";
import type { Key } from "../../key.ts";

/**
 * Waits for the answer to a prompt.
 *
 * @throws {LeexportError} If the person ends the dialogue with Ctrl-C or Escape.
 */
export async function answerTo<Value>(
  prompt: Promise<Value | typeof CANCEL_SYMBOL>,
): Promise<Value> {
  const answer = await prompt;
  if (isCancel(answer)) {
    throw new LeexportError("Cannot finish: the dialogue was ended, and nothing was written");
  }
  return answer;
}

/** Says why a text is no value of a key, for the prompt; `undefined` if it is one. */
export function faultOf(
  key: Key,
  { text = "", folder }: { readonly text: string | undefined; readonly folder: string },
): string | undefined {
  if (text.trim() === "") return "Write a value";
  if (text.includes("${")) return undefined;
  const written = { text, items: [text], style: "text", shown: "plain" } as const;
  const read = readValue(key, written, { folder });
  return "found" in read ? `${read.found}: ${read.hint}` : undefined;
}
