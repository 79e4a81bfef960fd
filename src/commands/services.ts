import { ServiceError, UsageError } from "../errors.ts";
import type { Key } from "../key.ts";
import type { ServiceCatalog, ServiceDescription } from "../service_description.ts";
import { openCatalog } from "../service_host/catalog.ts";
import { suggest } from "../suggest.ts";
import { withHint } from "../with_hint.ts";

/** What `leexport services` is asked. */
export interface ServicesOptions {
  /** Explains this service only. */
  readonly name?: string | undefined;
  /** Folder of users' modules. */
  readonly servicesDir?: string | undefined;
  /** Takes the result. */
  readonly write: (text: string) => void;
}

/**
 * Lists the services, or explains one.
 *
 * @param options.name The service to explain; default: all are listed.
 * @param options.servicesDir Folder of users' modules, listed beside the shipped ones.
 * @returns Exit code: 0, or 1 if a file of the folder cannot be a service.
 * @throws {UsageError} If there is no such service, with a near name in the hint.
 * @throws {ServiceError} If the module of the one service cannot be loaded.
 */
export async function servicesCommand(
  { name, servicesDir, write }: ServicesOptions,
): Promise<number> {
  const catalog = await openCatalog(servicesDir);
  if (name === undefined) return await list(catalog, write);
  if (!catalog.names.includes(name)) throw noSuchService(name, { catalog, servicesDir });
  write(explain(await catalog.describe(name)));
  return 0;
}

async function list(catalog: ServiceCatalog, write: (text: string) => void): Promise<number> {
  const complaints = catalog.broken.map(({ file, reason }) => `Cannot use ${file}: ${reason}`);
  const asked = catalog.names.map((name) => catalog.describe(name).catch(messageOf));
  for (const described of await Promise.all(asked)) {
    if (typeof described === "string") complaints.push(described);
    else write(`${summarise(described)}\n\n`);
  }
  for (const complaint of complaints) write(`${complaint}\n`);
  return complaints.length === 0 ? 0 : 1;
}

function messageOf(error: unknown): string {
  if (!(error instanceof ServiceError)) throw error;
  return withHint(error.message, error.hint);
}

function summarise({ name, summary, keys, origin, file }: ServiceDescription): string {
  const whose = origin === "user" ? ` (${file})` : "";
  const names = Object.entries(keys).map(([key, { required }]) => required ? key : `[${key}]`);
  const lines = [
    `${name}${whose}`,
    ...(summary === "" ? [] : [summary]),
    `keys: ${names.join(" ")}`,
  ];
  return lines.join("\n  ");
}

function explain(description: ServiceDescription): string {
  const { name, summary, keys, accepts, apiKey, pushLimit, origin, file } = description;
  const paragraphs = [
    summary === "" ? name : `${name}: ${summary}`,
    origin === "user" ? `A module of your own, ${file}` : "Comes with leexport",
    ...(accepts.length === 0 ? [] : [`Uses answers with ${accepts.join(" or ")}`]),
    ...(apiKey === "required" ? [`Needs api_key in [[${name}]] of [Services]`] : []),
    ...(pushLimit === undefined
      ? []
      : [`Known to take ${pushLimit.pushes} pushes in ${pushLimit.seconds} s from one account`]),
    ...Object.entries(keys).map(([key, declared]) => explainKey(key, declared)),
    `Example:\n\n${exampleSection(description)}`,
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function explainKey(name: string, key: Key): string {
  const choices = (key.choices ?? []).map(({ value, help, accepts = [] }) => {
    const shapes = accepts.length === 0 ? "" : ` (answers with ${accepts.join(" or ")})`;
    return `\n    ${value}: ${help}${shapes}`;
  });
  return `${name} (${[...traits(key)].join(", ")})\n  ${key.help}${choices.join("")}`;
}

function* traits({ type, required, secret, default: fallback, min, max }: Key): Generator<string> {
  yield type;
  if (required) yield "required";
  else yield fallback === undefined ? "optional" : `default ${fallback}`;
  if (min !== undefined) yield `at least ${min}`;
  if (max !== undefined) yield `at most ${max}`;
  if (secret) yield "secret";
}

/** Keys that may be left out are shown as comments. */
function exampleSection({ name, keys }: ServiceDescription): string {
  const lines = Object.entries(keys).map(([key, declared]) =>
    `${declared.required ? "" : "# "}${key} = ${exampleValue(declared)}`
  );
  const inside = [`service = ${name}`, ...lines].map((line) => `    ${line}`);
  return ["[[[destination]]]", ...inside].map((line) => `    ${line}`).join("\n");
}

const EXAMPLE_VALUES: Readonly<Record<Key["type"], string>> = {
  text: "...",
  url: "https://example.com/...",
  hosts: "example.com:9092",
  list: "one, two",
  integer: "1",
  choice: "...",
  file: "/etc/leexport/...",
};

function exampleValue({ type, default: fallback, choices = [], min }: Key): string {
  const smallest = min === undefined ? undefined : String(min);
  return fallback ?? choices[0]?.value ?? smallest ?? EXAMPLE_VALUES[type];
}

function noSuchService(
  name: string,
  { catalog: { names }, servicesDir }: {
    readonly catalog: ServiceCatalog;
    readonly servicesDir: string | undefined;
  },
): UsageError {
  const near = suggest(name, names);
  const others = servicesDir === undefined
    ? ", or name the folder of your own with --services-dir"
    : "";
  const hint = near === undefined
    ? `write one of ${names.join(", ")}${others}`
    : `did you mean "${near}"?`;
  return new UsageError(`Cannot explain service "${name}": there is no such service`, { hint });
}
