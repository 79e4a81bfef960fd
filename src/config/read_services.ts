import type { ServiceDescription } from "../service_description.ts";
import { Secret } from "../secret.ts";
import type { ServiceConfig } from "./config.ts";
import { IniSection, type IniValue } from "./ini/section.ts";
import { noteUnknown, type ReadSection, readSection } from "./read_section.ts";
import { SERVICE_KEYS, serviceKeys } from "./service_keys.ts";
import type { ReadContext } from "./written_value.ts";

/** What the destinations of one service name, all together. */
export interface Reach {
  readonly net: Set<string>;
  readonly read: Set<string>;
}

/** What is known before `[Services]` is read. */
export interface ServicesOptions {
  /** The services that searches use. */
  readonly descriptions: ReadonlyMap<string, ServiceDescription>;
  /** By name of the service. */
  readonly reach: ReadonlyMap<string, Reach>;
  /** Every name that a section may have. */
  readonly names: readonly string[];
  readonly used: ReadonlySet<IniValue>;
  readonly context: ReadContext;
}

/**
 * Reads `[Services]`.
 *
 * @param services The section; `undefined` if the file has none, which is as good as an empty one.
 * @returns The services that searches use, with what their destinations name.
 */
export function readServices(
  services: IniSection | undefined,
  options: ServicesOptions,
): Map<string, ServiceConfig> {
  const { descriptions, reach, names, used, context } = options;
  if (services !== undefined) {
    noteUnknown(services, {
      label: "[Services]",
      keys: [],
      sections: names,
      severity: "warning",
      why: "there is no such service",
      used,
      context,
    });
  }
  const read = new Map<string, ServiceConfig>();
  for (const [name, description] of descriptions) {
    const section = services?.section(name);
    const { net, read: files } = reach.get(name) ?? { net: new Set(), read: new Set() };
    const { line, column } = services ?? { line: 1, column: 1 };
    const place = section ?? new IniSection({ line, column });
    const keys = readKeys(place, { description, options });
    read.set(name, {
      name,
      description: structuredClone(description),
      apiKey: apiKeyOf(keys),
      net: [...new Set([...net, ...keys.list("allow_net")])].sort(),
      read: [...files].sort(),
      isolation: isolationOf(keys, description),
      memoryLimitMib: keys.integer("memory_limit") ?? 0,
      pushDeadlineMs: (keys.integer("push_deadline") ?? 0) * 1000,
      line: section?.line,
    });
  }
  return read;
}

function readKeys(
  section: IniSection,
  { description, options }: {
    readonly description: ServiceDescription;
    readonly options: ServicesOptions;
  },
): ReadSection {
  const { used, context } = options;
  const label = `[[${description.name}]] of [Services]`;
  noteUnknown(section, {
    label,
    keys: Object.keys(SERVICE_KEYS),
    severity: "warning",
    why: "a service has no such key here",
    used,
    context,
  });
  return readSection(section, serviceKeys(description), { label, references: "replaced", context });
}

function apiKeyOf(keys: ReadSection): Secret | undefined {
  const text = keys.text("api_key") ?? "";
  return text === "" ? undefined : new Secret(text);
}

function isolationOf(keys: ReadSection, { origin }: ServiceDescription): "worker" | "process" {
  const written = keys.text("isolation");
  if (written === "worker" || written === "process") return written;
  return origin === "shipped" ? "worker" : "process";
}
