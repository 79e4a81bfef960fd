import { QUESTION_KEYS } from "../../config/schema.ts";
import type { ListedLog } from "../account.ts";
import type { Asker } from "./asker.ts";
import { faultOf } from "./fault_of.ts";

const MESSAGE = "Which log is asked?";

/**
 * Asks which log is meant.
 *
 * @param listed The logs of the account; its name is typed if there are none, or if they are not known.
 * @returns For `logs` in the config.
 */
export async function askLog(
  listed: readonly ListedLog[] | undefined,
  { ask, folder }: { readonly ask: Asker; readonly folder: string },
): Promise<string> {
  if (listed === undefined || listed.length === 0) {
    return await ask.type(MESSAGE, {
      example: "its key, or its name as Set/Log",
      fault: (text) => faultOf(QUESTION_KEYS.logs, { text, folder }),
    });
  }
  const options = listed.map(({ name, logs }) => ({
    value: logs,
    label: name,
    ...name === logs ? {} : { hint: logs },
  }));
  return await ask.choose(MESSAGE, options);
}
