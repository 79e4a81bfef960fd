import { LeexportError } from "../errors.ts";
import { getLog } from "../log.ts";
import type { SearchAction } from "../status/search_action.ts";
import type { Controls } from "../status/source.ts";
import { refuse } from "./refusal.ts";
import { json } from "./write_answer.ts";

const log = getLog("status");

/** Does something with one search, and answers with what was done. */
export function actOnSearch(
  { action, search }: { readonly action: SearchAction; readonly search: string },
  controls: Controls,
): Promise<Response> {
  switch (action) {
    case "run":
      return answerWith(() => controls.runNow(search));
    case "pause":
      return answerWith(() => controls.pause(search));
    case "resume":
      return answerWith(() => controls.resume(search));
    case "retry":
      return answerWith(() => controls.retry(search));
  }
}

/** Does something, and answers with the sentence that says what was done, or why it was not. */
export async function answerWith(act: () => Promise<string>): Promise<Response> {
  try {
    return json({ done: await act() });
  } catch (error) {
    if (!(error instanceof LeexportError)) throw error;
    log.debug(`refused: ${error.message}`);
    return refuse({ status: 409, error: error.message, hint: error.hint });
  }
}
