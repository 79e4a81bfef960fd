import { autocomplete, select, text } from "@clack/prompts";
import { QUESTION_KEYS } from "../../config/schema.ts";
import type { ListedLog } from "../account.ts";
import { answerTo, faultOf } from "./prompt.ts";

/** Beyond this many a person looks for a log by typing a part of its name. */
const MOST_TO_SHOW = 12;
const MESSAGE = "Which log is asked?";

/**
 * Asks which log is meant.
 *
 * @param listed The logs of the account; typed if there are none, or if they are not known.
 * @returns For `logs` in the config.
 */
export async function askLog(
  listed: readonly ListedLog[] | undefined,
  { folder }: { readonly folder: string },
): Promise<string> {
  if (listed === undefined || listed.length === 0) return await typeLog(folder);
  const options = listed.map(({ name, logs }) => ({
    value: logs,
    label: name,
    ...name === logs ? {} : { hint: logs },
  }));
  if (listed.length <= MOST_TO_SHOW) return await answerTo(select({ message: MESSAGE, options }));
  return await answerTo(autocomplete({
    message: MESSAGE,
    options,
    maxItems: MOST_TO_SHOW,
    placeholder: `type a part of the name of one of ${listed.length} logs`,
    filter: (search, { label = "" }) => label.toLowerCase().includes(search.toLowerCase()),
  }));
}

async function typeLog(folder: string): Promise<string> {
  return await answerTo(text({
    message: MESSAGE,
    placeholder: "its key, or its name as Set/Log",
    validate: (typed) => faultOf(QUESTION_KEYS.logs, { text: typed, folder }),
  }));
}
