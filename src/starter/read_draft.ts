import { isAbsolute, relative, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import type { ServiceCatalog, ServiceDescription } from "../service_description.ts";
import { suggest } from "../suggest.ts";
import type { ApiPlace, Draft } from "./answers.ts";

/** What the command line says, as it was typed. */
export interface GivenOptions {
  readonly region?: string | undefined;
  readonly url?: string | undefined;
  readonly keyEnv?: string | undefined;
  readonly keyFile?: string | undefined;
  readonly log?: string | undefined;
  readonly name?: string | undefined;
  readonly statement?: string | undefined;
  readonly period?: number | undefined;
  readonly range?: number | undefined;
  readonly service?: string | undefined;
  /** `key=value` each. */
  readonly set: readonly string[];
}

/**
 * Makes a draft of what the command line says.
 *
 * @param options.folder Folder of the config: paths in it begin there.
 * @throws {UsageError} If two options exclude each other, a service or key does not exist, or a secret was typed.
 */
export async function readDraft(
  given: GivenOptions,
  { folder, catalog }: { readonly folder: string; readonly catalog: ServiceCatalog },
): Promise<Draft> {
  const service = given.service === undefined
    ? undefined
    : await describeService(given.service, catalog);
  const settings = new Map(given.set.map(readSetting));
  if (settings.size > 0 && service === undefined) {
    throw new UsageError("Cannot use --set: no service is named", { hint: "add --service NAME" });
  }
  for (const [key, value] of settings) checkSetting(key, { value, service });
  const { api_key: serviceKey, ...options } = Object.fromEntries(settings);
  return {
    place: readPlace(given),
    apiKey: readApiKey(given, folder),
    logs: given.log,
    name: given.name,
    statement: given.statement,
    periodSeconds: given.period,
    rangeSeconds: given.range,
    service,
    serviceKey,
    options,
  };
}

function readPlace({ region, url }: GivenOptions): ApiPlace | undefined {
  if (region !== undefined && url !== undefined) {
    throw new UsageError("Cannot use --region and --url together: each names an address", {
      hint: "leave one of the two away",
    });
  }
  if (region !== undefined) return { kind: "region", region };
  if (url === undefined) return undefined;
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return { kind: "url", url };
  throw new UsageError(`Cannot ask "${url}": it is no http or https address`, {
    hint: "write --url http://127.0.0.1:8080",
  });
}

function readApiKey({ keyEnv, keyFile }: GivenOptions, folder: string): string | undefined {
  if (keyEnv !== undefined && keyFile !== undefined) {
    throw new UsageError("Cannot use --key-env and --key-file together: each names a key", {
      hint: "leave one of the two away",
    });
  }
  if (keyEnv !== undefined) return `\${env:${keyEnv}}`;
  return keyFile === undefined ? undefined : `\${file:${seenFrom(folder, keyFile)}}`;
}

/** A file below the config's folder is named from there, so that both can be moved together. */
function seenFrom(folder: string, file: string): string {
  if (isAbsolute(file)) return file;
  const path = relative(folder, resolve(file));
  return path.startsWith("..") ? resolve(file) : path;
}

async function describeService(
  name: string,
  catalog: ServiceCatalog,
): Promise<ServiceDescription> {
  if (catalog.names.includes(name)) return await catalog.describe(name);
  const near = suggest(name, catalog.names);
  throw new UsageError(`Cannot push to "${name}": there is no such service`, {
    hint: near === undefined ? `write one of ${catalog.names.join(", ")}` : `did you mean ${near}?`,
  });
}

function readSetting(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  const key = text.slice(0, at).trim();
  if (at !== -1 && key !== "") return [key, text.slice(at + 1).trim()];
  throw new UsageError("Cannot use --set: it is not written as KEY=VALUE", {
    hint: "write --set push_url=https://…",
  });
}

/** What is typed stands in the list of processes and in the shell's history, so it may be no secret. */
function checkSetting(
  name: string,
  { value, service }: {
    readonly value: string;
    readonly service: ServiceDescription | undefined;
  },
): void {
  if (service === undefined) return;
  const isSecret = name === "api_key" || service.keys[name]?.secret === true;
  if (isSecret && !/^\$\{(?:env|file|credential):[^{}]+\}$/.test(value)) {
    throw new UsageError(`Cannot take ${name} from the command line: others can read it there`, {
      hint: `write --set '${name}=\${env:NAME}' or --set '${name}=\${file:PATH}'`,
    });
  }
  if (name === "api_key" || name in service.keys) return;
  const near = suggest(name, Object.keys(service.keys));
  throw new UsageError(`Cannot set ${name}: service "${service.name}" has no such key`, {
    hint: near === undefined
      ? `run leexport services ${service.name} to see its keys`
      : `did you mean ${near}?`,
  });
}
