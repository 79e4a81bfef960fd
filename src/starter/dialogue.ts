import { intro, log } from "@clack/prompts";
import { answerShape } from "../leql/shape.ts";
import type { ServiceCatalog } from "../service_description.ts";
import type { Answers, Draft } from "./answers.ts";
import { type AccessOptions, askAccess } from "./dialogue/access.ts";
import { askTarget } from "./dialogue/destination.ts";
import { askLog } from "./dialogue/log_choice.ts";
import { askQuestion } from "./dialogue/question.ts";
import type { ChosenSecret } from "./dialogue/secret_choice.ts";

/** What the dialogue needs besides what is known already. */
export interface DialogueOptions extends AccessOptions {
  readonly catalog: ServiceCatalog;
  /** Password of the status page. */
  readonly statusToken: string;
}

/**
 * Asks in the terminal what a draft leaves open.
 *
 * @param draft What is known, and is not asked.
 * @returns All that the starter file needs.
 * @throws {LeexportError} If the person ends the dialogue.
 */
export async function askAnswers(draft: Draft, options: DialogueOptions): Promise<Answers> {
  const { catalog, sources, statusToken } = options;
  const { folder } = sources;
  intro("leexport init");
  const { place, key, logs: listed } = await askAccess(draft, options);
  const logs = draft.logs ?? await askLog(listed, { folder });
  const question = await askQuestion(draft, { logs, folder });
  log.info(`It asks ${question.statement}`);
  const shape = answerShape(question.statement);
  const target = await askTarget(draft, { catalog, shape, sources });
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
