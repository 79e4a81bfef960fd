import type { AnswerShape, Key } from "../../key.ts";
import type { ServiceCatalog, ServiceDescription } from "../../service_description.ts";
import type { Draft } from "../answers.ts";
import { fittingChoices, keyVariable, missingKeys } from "../complete_draft.ts";
import type { Asker } from "./asker.ts";
import { faultOf } from "./fault_of.ts";
import { askSecret, type ChosenSecret, findSecret, type SecretSources } from "./secret_choice.ts";

/** The service that is proposed first: it needs nothing and pushes nothing. */
const FIRST_SERVICE = "dummy";

/** Where to push, and with which key. */
export interface ChosenTarget {
  readonly service: ServiceDescription;
  readonly key: ChosenSecret | undefined;
  readonly options: Readonly<Record<string, string>>;
}

/** What the questions about the destination need. */
export interface TargetOptions {
  readonly ask: Asker;
  readonly catalog: ServiceCatalog;
  /** What the statement gives. */
  readonly shape: AnswerShape | undefined;
  readonly sources: SecretSources;
}

/** Asks where the answers go: which service, what it needs to know, and its key. */
export async function askTarget(draft: Draft, options: TargetOptions): Promise<ChosenTarget> {
  const service = draft.service ?? await askService(options);
  const values: Record<string, string> = { ...draft.options };
  for (const [name, key] of missingKeys(service, values)) {
    values[name] = await askValue(key, options);
  }
  return { service, options: values, key: await keyOf(service, { ...options, draft }) };
}

async function askService({ ask, catalog, shape }: TargetOptions): Promise<ServiceDescription> {
  const services = await Promise.all(catalog.names.map((name) => catalog.describe(name)));
  const fitting = services
    .filter(({ accepts }) => accepts.length === 0 || shape === undefined || accepts.includes(shape))
    .sort((a, b) => Number(b.name === FIRST_SERVICE) - Number(a.name === FIRST_SERVICE));
  return await ask.choose(
    "Where does the answer go?",
    fitting.map((service) => ({ value: service, label: service.name, hint: service.summary })),
  );
}

async function askValue(key: Key, { ask, shape, sources }: TargetOptions): Promise<string> {
  const choices = fittingChoices(key, shape);
  if (choices.length > 0) {
    return await ask.choose(key.help, choices.map(({ value, help }) => ({ value, hint: help })));
  }
  const fault = (text: string) => faultOf(key, { text, folder: sources.folder });
  return await (key.secret ? ask.typeHidden(key.help, { fault }) : ask.type(key.help, { fault }));
}

async function keyOf(
  service: ServiceDescription,
  { draft, ask, sources }: TargetOptions & { readonly draft: Draft },
): Promise<ChosenSecret | undefined> {
  if (draft.serviceKey !== undefined) return await findSecret(draft.serviceKey, sources);
  if (service.apiKey !== "required") return undefined;
  return await askSecret(`API key of ${service.name}`, {
    variable: keyVariable(service),
    file: `${service.name}.key`,
    sources,
    ask,
  });
}
