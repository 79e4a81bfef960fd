import type {
  Config,
  DestinationConfig,
  DestinationOption,
  ServiceConfig,
} from "../config/config.ts";
import { Secret } from "../secret.ts";

/** PEM files that a connection needs, by the keys that name them. */
export interface PemFiles {
  readonly ssl_ca?: string | undefined;
  readonly ssl_cert?: string | undefined;
  readonly ssl_key?: string | undefined;
}

/** Where payloads are pushed to. */
export interface Place {
  /** `host:port` */
  readonly host: string;
  /** What to speak TLS with; `undefined` = plain text. */
  readonly tls: PemFiles | undefined;
  /** The key that names it first, and the line of its destination. */
  readonly key: string;
  readonly type: "url" | "hosts";
  readonly line: number;
}

/**
 * Lists where a config's destinations push to, each place once, in the order of the config: the addresses in their `url`
 * and `hosts` keys. Hosts are spoken to in TLS where the destination's keys, named as those of kafka are, ask for it.
 */
export function placesOf({ searches, services }: Config): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { destinations } of searches) {
    for (const destination of destinations) {
      const service = services.get(destination.service);
      if (service === undefined) continue;
      for (const place of placesOfDestination(destination, service)) {
        const identity = JSON.stringify([place.host, place.tls ?? null]);
        if (!places.has(identity)) places.set(identity, place);
      }
    }
  }
  return [...places.values()];
}

function* placesOfDestination(
  { options, line }: DestinationConfig,
  { description }: ServiceConfig,
): Generator<Place> {
  for (const [key, { type }] of Object.entries(description.keys)) {
    const value = options[key];
    const text = textOf(value);
    if (type === "url" && text !== undefined) {
      const { protocol, hostname, port } = new URL(text);
      const isSecure = protocol === "https:";
      const host = `${hostname}:${port === "" ? (isSecure ? 443 : 80) : port}`;
      yield { host, tls: isSecure ? {} : undefined, key, type, line };
    } else if (type === "hosts" && Array.isArray(value)) {
      for (const host of value) yield { host, tls: tlsOf(options), key, type, line };
    }
  }
}

function tlsOf(options: DestinationConfig["options"]): PemFiles | undefined {
  const names = ["ssl_ca", "ssl_cert", "ssl_key"] as const;
  const files = names.map((name) => [name, textOf(options[name])] as const)
    .filter(([, path]) => path !== undefined && path !== "");
  const ssl = textOf(options["ssl"]);
  if (ssl === "off" || (ssl !== "on" && files.length === 0)) return undefined;
  return Object.fromEntries(files);
}

function textOf(value: DestinationOption): string | undefined {
  if (value instanceof Secret) return value.reveal();
  return typeof value === "string" ? value : undefined;
}
