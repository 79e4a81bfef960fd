import { password, select, text } from "@clack/prompts";
import type { AnswerShape, Key } from "../../key.ts";
import type { ServiceCatalog, ServiceDescription } from "../../service_description.ts";
import type { Draft } from "../answers.ts";
import { fittingChoices, keyVariable, missingKeys } from "../complete_draft.ts";
import { answerTo, faultOf } from "./prompt.ts";
import { askSecret, type ChosenSecret, findSecret, type SecretSources } from "./secret_choice.ts";

/** The service that is proposed first: it needs nothing and pushes nothing. */
const FIRST_SERVICE = "dummy";

/** Where to push, and with which key. */
export interface ChosenTarget {
  readonly service: ServiceDescription;
  readonly key: ChosenSecret | undefined;
  readonly options: Readonly<Record<string, string>>;
}

/** Asks where the answers go: which service, what it needs to know, and its key. */
export async function askTarget(
  draft: Draft,
  { catalog, shape, sources }: {
    readonly catalog: ServiceCatalog;
    readonly shape: AnswerShape | undefined;
    readonly sources: SecretSources;
  },
): Promise<ChosenTarget> {
  const service = draft.service ?? await askService(catalog, shape);
  const options: Record<string, string> = { ...draft.options };
  for (const [name, key] of missingKeys(service, options)) {
    options[name] = await askValue(key, { shape, folder: sources.folder });
  }
  return { service, options, key: await keyOf(service, { draft, sources }) };
}

async function askService(
  catalog: ServiceCatalog,
  shape: AnswerShape | undefined,
): Promise<ServiceDescription> {
  const services = await Promise.all(catalog.names.map((name) => catalog.describe(name)));
  const fitting = services
    .filter(({ accepts }) => accepts.length === 0 || shape === undefined || accepts.includes(shape))
    .sort((a, b) => Number(b.name === FIRST_SERVICE) - Number(a.name === FIRST_SERVICE));
  return await answerTo(select({
    message: "Where does the answer go?",
    options: fitting.map((service) => ({
      value: service,
      label: service.name,
      hint: service.summary,
    })),
  }));
}

async function askValue(
  key: Key,
  { shape, folder }: { readonly shape: AnswerShape | undefined; readonly folder: string },
): Promise<string> {
  const choices = fittingChoices(key, shape);
  if (choices.length > 0) {
    const options = choices.map(({ value, help }) => ({ value, hint: help }));
    return await answerTo(select({ message: key.help, options }));
  }
  const validate = (typed: string | undefined) => faultOf(key, { text: typed, folder });
  return await answerTo((key.secret ? password : text)({ message: key.help, validate }));
}

async function keyOf(
  service: ServiceDescription,
  { draft, sources }: { readonly draft: Draft; readonly sources: SecretSources },
): Promise<ChosenSecret | undefined> {
  if (draft.serviceKey !== undefined) return await findSecret(draft.serviceKey, sources);
  if (service.apiKey !== "required") return undefined;
  return await askSecret(`API key of ${service.name}`, {
    variable: keyVariable(service),
    file: `${service.name}.key`,
    sources,
  });
}
