import { UsageError } from "../errors.ts";
import type { AnswerShape, Key } from "../key.ts";
import { answerShape } from "../leql/shape.ts";
import type { ServiceDescription } from "../service_description.ts";
import type { Answers, Draft, Question, Target } from "./answers.ts";
import { DEFAULT_QUESTION, nameFor } from "./question_kinds.ts";

/** The variable that holds the log search key, unless another is named. */
export const API_KEY_VARIABLE = "LOG_SEARCH_API_KEY";

/**
 * Answers what a draft leaves open without asking anybody: as a starter that is to be edited.
 *
 * @param draft What is known.
 * @param options.dummy The service that pushes nothing, for a draft that names none.
 * @param options.statusToken Password of the status page; `undefined` = none.
 * @throws {UsageError} If the draft's service needs what only a person can know.
 */
export function completeDraft(
  draft: Draft,
  { dummy, statusToken }: {
    readonly dummy: ServiceDescription;
    readonly statusToken: string | undefined;
  },
): Answers {
  const question = completeQuestion(draft);
  const shape = answerShape(question.statement);
  return {
    place: draft.place ?? { kind: "region", region: "eu" },
    apiKey: draft.apiKey ?? `\${env:${API_KEY_VARIABLE}}`,
    statusToken,
    question,
    target: completeTarget(draft, { service: draft.service ?? dummy, shape }),
    secretFiles: new Map(),
  };
}

function completeQuestion(draft: Draft): Question {
  const statement = draft.statement ?? DEFAULT_QUESTION.statement;
  return {
    name: draft.name ?? nameFor(statement),
    logs: draft.logs ?? DEFAULT_QUESTION.logs,
    statement,
    periodSeconds: draft.periodSeconds ?? DEFAULT_QUESTION.periodSeconds,
    rangeSeconds: draft.rangeSeconds ?? DEFAULT_QUESTION.rangeSeconds,
  };
}

function completeTarget(
  { options, serviceKey }: Draft,
  { service, shape }: {
    readonly service: ServiceDescription;
    readonly shape: AnswerShape | undefined;
  },
): Target {
  const missing = missingKeys(service, options);
  const chosen = missing.flatMap(([name, key]) => {
    const value = fittingChoices(key, shape)[0]?.value;
    return value === undefined ? [] : [[name, value] as const];
  });
  const all = { ...options, ...Object.fromEntries(chosen) };
  const open = missingKeys(service, all).map(([name]) => `--set ${name}=…`);
  if (open.length > 0) {
    throw new UsageError(`Cannot write a destination for "${service.name}": it needs more`, {
      hint: `add ${open.join(" ")}`,
    });
  }
  const needed = service.apiKey === "required" ? `\${env:${keyVariable(service)}}` : undefined;
  return { service, apiKey: serviceKey ?? needed, options: all };
}

/** The keys of a service that have to be written and are not. */
export function missingKeys(
  { keys }: ServiceDescription,
  options: Readonly<Record<string, string>>,
): readonly (readonly [string, Key])[] {
  return Object.entries(keys).filter(([name, { required }]) =>
    required && options[name] === undefined
  );
}

/** The choices of a key that can draw what a statement gives; none for a key that is no choice. */
export function fittingChoices(
  { choices = [] }: Key,
  shape: AnswerShape | undefined,
): NonNullable<Key["choices"]> {
  return choices.filter(({ accepts }) =>
    accepts === undefined || shape === undefined || accepts.includes(shape)
  );
}

/** `GECKOBOARD_API_KEY`: the variable that holds a service's key, unless another is named. */
export function keyVariable({ name }: ServiceDescription): string {
  return `${name.toUpperCase()}_API_KEY`;
}
