import type { Key } from "../key.ts";
import { redact, Secret } from "../secret.ts";
import type {
  Config,
  DestinationConfig,
  DestinationOption,
  ProcessConfig,
  ServiceConfig,
} from "./config.ts";
import { maskUrl } from "./url_secrets.ts";

const MASK = "[secret]";

/**
 * Shows a config as plain data for `check --json`: what was read, defaults included, without any secret. In addresses,
 * passwords, queries and what looks like a key are hidden too.
 *
 * @param config A config.
 * @returns Data that `JSON.stringify` writes as it is.
 */
export function configToJson(config: Config): Readonly<Record<string, unknown>> {
  const { file, logSearch, process, services, searches } = config;
  return {
    file,
    logSearch: { ...logSearch, apiKey: MASK, rateLimit: logSearch.rateLimit ?? null },
    process: processToJson(process),
    services: Object.fromEntries(
      [...services].map(([name, service]) => [name, serviceToJson(service)]),
    ),
    searches: searches.map((search) => ({
      ...search,
      destinations: search.destinations.map((destination) =>
        destinationToJson(destination, services.get(destination.service))
      ),
    })),
  };
}

function processToJson({ status, ...process }: ProcessConfig): unknown {
  const { address, token, hosts } = status;
  const shown = { address, token: token === undefined ? null : MASK, hosts };
  return { ...process, servicesDir: process.servicesDir ?? null, status: shown };
}

function serviceToJson({ description, apiKey, line, ...service }: ServiceConfig): unknown {
  const { origin, file, className } = description;
  return {
    ...service,
    apiKey: apiKey === undefined ? null : MASK,
    line: line ?? null,
    module: { origin, file, className },
  };
}

function destinationToJson(
  { options, ...destination }: DestinationConfig,
  service: ServiceConfig | undefined,
): unknown {
  const keys = service?.description.keys ?? {};
  const shown = Object.entries(options).map((
    [name, value],
  ) => [name, optionToJson(value, keys[name])]);
  const expireAfterSeconds = destination.expireAfterSeconds ?? null;
  return { ...destination, expireAfterSeconds, options: Object.fromEntries(shown) };
}

function optionToJson(value: DestinationOption, key: Key | undefined): unknown {
  if (value instanceof Secret || key?.secret !== false) return MASK;
  if (typeof value === "string") return redact(key.type === "url" ? maskUrl(value) : value);
  return typeof value === "object" ? value.map(redact) : value;
}
