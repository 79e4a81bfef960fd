import { LeexportError } from "../errors.ts";
import { getLog } from "../log.ts";
import type { Controls, StatusSource } from "../status/source.ts";
import { suggest } from "../suggest.ts";
import { refuse } from "./refusal.ts";
import { json } from "./write_answer.ts";

/** What can be done with one search. */
export const SEARCH_ACTIONS = ["run", "pause", "resume", "retry"] as const;

/** One of {@linkcode SEARCH_ACTIONS}. */
export type SearchAction = typeof SEARCH_ACTIONS[number];

const log = getLog("status");

/** Does something with one search, and answers with what was done. */
export function actOnSearch(
  { action, search }: { readonly action: SearchAction; readonly search: string },
  { source, controls }: { readonly source: StatusSource; readonly controls: Controls },
): Promise<Response> | Response {
  const names = source.status().searches.map(({ name }) => name);
  if (!names.includes(search)) return unknownSearch(search, { action, names });
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

function unknownSearch(
  search: string,
  { action, names }: { readonly action: SearchAction; readonly names: readonly string[] },
): Response {
  const meant = suggest(search, names);
  return refuse({
    status: 404,
    error: `Cannot ${action} ${JSON.stringify(search)}: no search of the config has that name`,
    hint: meant === undefined ? undefined : `write ${JSON.stringify(meant)}`,
  });
}
