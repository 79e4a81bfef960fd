import { intro, log } from "@clack/prompts";
import { answerShape } from "../leql/shape.ts";
import type { ServiceCatalog } from "../service_description.ts";
import type { Answers, Draft } from "./answers.ts";
import { askAccess } from "./dialogue/access.ts";
import { Asker } from "./dialogue/asker.ts";
import { askTarget } from "./dialogue/destination.ts";
import { askLog } from "./dialogue/log_choice.ts";
import { askQuestion } from "./dialogue/question.ts";
import type { ChosenSecret, SecretSources } from "./dialogue/secret_choice.ts";

/** What the dialogue needs besides what is known already. */
export interface DialogueOptions {
  readonly sources: SecretSources;
  /** The key that simulators take. */
  readonly simulatorKey: string;
  readonly catalog: ServiceCatalog;
  /** Password of the status page. */
  readonly statusToken: string;
  /** Ends the dialogue. */
  readonly signal: AbortSignal;
}

/**
 * Asks in the terminal what a draft leaves open.
 *
 * @param draft What is known, and is not asked.
 * @returns All that the starter file needs.
 * @throws {LeexportError} If the person ends the dialogue.
 */
export async function askAnswers(draft: Draft, options: DialogueOptions): Promise<Answers> {
  const { catalog, sources, simulatorKey, statusToken, signal } = options;
  const { folder } = sources;
  const ask = new Asker(signal);
  intro("leexport init");
  const { place, key, logs: listed } = await askAccess(draft, { ask, sources, simulatorKey });
  const logs = draft.logs ?? await askLog(listed, { ask, folder });
  const question = await askQuestion(draft, { ask, logs, folder });
  log.info(`It asks ${question.statement}`);
  const shape = answerShape(question.statement);
  const target = await askTarget(draft, { ask, catalog, shape, sources });
  return {
    place,
    apiKey: key.written,
    statusToken,
    question,
    target: { service: target.service, apiKey: target.key?.written, options: target.options },
    secretFiles: new Map([key, target.key].flatMap(fileOf)),
  };
}

function fileOf(chosen: ChosenSecret | undefined): readonly (readonly [string, string])[] {
  if (chosen?.file === undefined || chosen.secret === undefined) return [];
  return [[chosen.file, chosen.secret.reveal()]];
}
