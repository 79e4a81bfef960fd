import type { KeyType } from "../key.ts";
import type { ServiceDescription } from "../service_description.ts";
import { Secret } from "../secret.ts";
import type { DestinationConfig, DestinationOption } from "./config.ts";
import type { IniSection, IniValue } from "./ini/section.ts";
import { noteUnknown, type ReadKey, type ReadSection, readSection } from "./read_section.ts";
import type { Reach } from "./read_services.ts";
import { DESTINATION_KEYS } from "./schema.ts";
import type { SearchesOptions } from "./searches_options.ts";
import { secretsInUrl } from "./url_secrets.ts";
import { hideReferences, type ReadContext } from "./written_value.ts";

/** A destination, with what is needed to say what is wrong with it. */
export interface ReadDestination {
  readonly config: DestinationConfig;
  readonly description: ServiceDescription;
  /** The keys that the service declares. */
  readonly keys: ReadSection;
  /** The key that names the service. */
  readonly service: IniValue;
}

/**
 * Reads `[[[destination]]]` by the keys that its service declares.
 *
 * @returns `undefined` if nothing can be pushed there; the problems have been noted.
 */
export function readDestination(
  section: IniSection,
  { search, lookup, reach, used, context }: SearchesOptions & {
    readonly search: string;
  },
): ReadDestination | undefined {
  const label = `[[[${section.name}]]] of search "${search}"`;
  const options = { label, references: "replaced", context } as const;
  const read = readSection(section, DESTINATION_KEYS, options);
  const name = read.text("service")?.trim();
  const service = read.get("service")?.from;
  if (name === undefined || service === undefined) return undefined;
  const description = lookup.descriptions.get(name);
  if (description === undefined) {
    lookup.noteMissing(service, { search, problems: context.problems });
    return undefined;
  }
  noteUnknown(section, {
    label,
    keys: [...Object.keys(DESTINATION_KEYS), ...Object.keys(description.keys)],
    severity: "error",
    why: `service "${name}" has no such key`,
    used,
    context,
  });
  const keys = readSection(section, description.keys, options);
  extendReach(reach, { service: name, keys });
  const config: DestinationConfig = {
    name: section.name ?? "",
    line: section.line,
    service: name,
    ...deliveryOf(read),
    options: Object.fromEntries(
      [...keys.entries()].map(([name, read]) => [name, optionOf(read, context)]),
    ),
  };
  const missing = Object.entries(description.keys).some(([name, { required }]) =>
    required && keys.get(name) === undefined
  );
  return missing ? undefined : { config, description, keys, service };
}

/** What becomes of the destination's payloads. */
function deliveryOf(
  read: ReadSection,
): Pick<DestinationConfig, "onUnknown" | "expireAfterSeconds" | "outboxLimit"> {
  return {
    onUnknown: read.text("on_unknown") === "drop" ? "drop" : "repeat",
    expireAfterSeconds: read.integer("expire_after"),
    outboxLimit: {
      payloads: read.integer("outbox_limit") ?? 0,
      bytes: (read.integer("outbox_limit_mib") ?? 0) * 2 ** 20,
      whenFull: read.text("outbox_full") === "drop_oldest" ? "drop_oldest" : "wait",
    },
  };
}

/** What may be a secret if it came by reference; hosts, paths, numbers and choices are none. */
const HIDEABLE: readonly KeyType[] = ["text", "url", "list"];

/** A value as the config keeps it: hidden if its key says so, or if it came by reference. */
function optionOf({ key, value, from, shown }: ReadKey, context: ReadContext): DestinationOption {
  const byReference = shown === "hidden" && HIDEABLE.includes(key.type);
  if (byReference && from !== undefined) hideReferences(from, context.references);
  if (typeof value !== "string") return value;
  if (key.type === "url") secretsInUrl(value).forEach((part) => new Secret(part));
  return key.secret || byReference ? new Secret(value) : value;
}

function extendReach(
  reach: Map<string, Reach>,
  { service, keys }: { readonly service: string; readonly keys: ReadSection },
): void {
  const { net, read } = reach.get(service) ?? { net: new Set<string>(), read: new Set<string>() };
  reach.set(service, { net, read });
  for (const [, { key, value }] of keys.entries()) {
    if (key.type === "url" && typeof value === "string") net.add(hostAndPort(value));
    else if (key.type === "hosts" && typeof value === "object") {
      value.forEach((host) => net.add(host));
    } else if (key.type === "file" && typeof value === "string") read.add(value);
  }
}

function hostAndPort(address: string): string {
  const { hostname, port, protocol } = new URL(address);
  return `${hostname}:${port === "" ? (protocol === "https:" ? 443 : 80) : port}`;
}
