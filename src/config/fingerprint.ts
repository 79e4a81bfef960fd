import { Secret } from "../secret.ts";
import type {
  Config,
  DestinationConfig,
  DestinationOption,
  SearchConfig,
  ServiceConfig,
} from "./config.ts";

/** Of this process alone, so that a fingerprint says nothing about the secrets in it. */
const KEY = crypto.getRandomValues(new Uint8Array(32));

/** What is the same for many searches is digested once. */
const digests = new WeakMap<object, string>();

/**
 * Sums up a search so that two configs can be compared: the search itself without its place in the file, the log search
 * API, and what `[Services]` says of the services it uses, secrets included. What a service may reach is left out, for
 * it depends on other searches too.
 *
 * @param config The config that holds the search.
 * @param search One of its searches.
 * @returns The same text for the same settings, as long as the process lives; it reveals nothing.
 */
export function searchFingerprint(config: Config, search: SearchConfig): string {
  const { logSearch, services } = config;
  const { name, logs, statement, destinations } = search;
  const used = [...new Set(destinations.map(({ service }) => service))];
  return digest([
    digestOnce(logSearch, ({ url, apiKey, rateLimit }) => [url, apiKey.reveal(), rateLimit]),
    used.map((name) => {
      const service = services.get(name);
      return service === undefined ? name : digestOnce(service, serviceParts);
    }),
    [name, logs, statement, ...windowParts(search)],
    destinations.map(destinationParts),
  ]);
}

function windowParts(search: SearchConfig): readonly unknown[] {
  const { periodSeconds, rangeSeconds, windows, delaySeconds } = search;
  const { catchUp, catchUpLimitSeconds } = search;
  return [periodSeconds, rangeSeconds, windows, delaySeconds, catchUp, catchUpLimitSeconds];
}

function destinationParts(destination: DestinationConfig): unknown {
  const { name, service, options, onUnknown, expireAfterSeconds, outboxLimit } = destination;
  const { payloads, bytes, whenFull } = outboxLimit;
  const delivery = [onUnknown, expireAfterSeconds, payloads, bytes, whenFull];
  return [name, service, optionParts(options), delivery];
}

function serviceParts(service: ServiceConfig): unknown {
  const { name, description, apiKey, isolation, memoryLimitMib, pushDeadlineMs } = service;
  return [name, description, apiKey?.reveal(), isolation, memoryLimitMib, pushDeadlineMs];
}

function optionParts(options: Readonly<Record<string, DestinationOption>>): unknown {
  return Object.entries(options).map(([name, value]) =>
    value instanceof Secret ? [name, "secret", value.reveal()] : [name, "plain", value]
  );
}

function digestOnce<Part extends object>(part: Part, partsOf: (part: Part) => unknown): string {
  const known = digests.get(part);
  if (known !== undefined) return known;
  const made = digest(partsOf(part));
  digests.set(part, made);
  return made;
}

function digest(parts: unknown): string {
  // Imported, it would be loaded with the program, which needs no fingerprint before it reads its config again.
  const { createHmac } = globalThis.process.getBuiltinModule("node:crypto");
  return createHmac("sha256", KEY).update(JSON.stringify(parts)).digest("base64url");
}
