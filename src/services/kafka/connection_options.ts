import type { SASLOptions } from "kafkajs";
import type { ConnectionOptions as TlsOptions } from "node:tls";
import { PushError } from "../../service.ts";

/** How a cluster is reached. Destinations with equal ones share a connection. */
export interface ConnectionOptions {
  /** `host:port` */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls: TlsFiles | undefined;
  readonly sasl: SASLOptions | undefined;
}

/** Paths of PEM files; a missing authority means those that the system trusts. */
export interface TlsFiles {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/** The keys of a destination that say how a cluster is reached. */
export interface ConnectionKeys {
  readonly brokers: readonly string[];
  readonly client_id: string;
  readonly ssl: string | undefined;
  readonly ssl_ca: string | undefined;
  readonly ssl_cert: string | undefined;
  readonly ssl_key: string | undefined;
  readonly sasl_mechanism: string | undefined;
  readonly sasl_username: string | undefined;
  readonly sasl_password: string | undefined;
}

/**
 * Brings together the keys of a destination. A named certificate alone asks for TLS: nobody who names one wants to
 * speak without.
 *
 * @param keys The destination's.
 * @param options.apiKey Taken as the password if the destination has none.
 * @throws {PushError} `reject` if keys contradict or lack one another.
 */
export function connectionOptions(
  keys: ConnectionKeys,
  { apiKey }: { readonly apiKey: string },
): ConnectionOptions {
  const { brokers, client_id: clientId } = keys;
  const literal = brokers.find((broker) => broker.startsWith("["));
  if (literal !== undefined) {
    throw rejected(`brokers names "${literal}", an IPv6 address`, "write a host name in its place");
  }
  return { brokers, clientId, tls: tlsFiles(keys), sasl: saslOptions(keys, apiKey) };
}

/**
 * Reads the PEM files.
 *
 * @param files Their paths.
 * @throws {PushError} `reject` if one cannot be read.
 */
export async function readTls({ ca, cert, key }: TlsFiles): Promise<TlsOptions> {
  const [authority, own, secret] = await Promise.all([
    readPem("ssl_ca", ca),
    readPem("ssl_cert", cert),
    readPem("ssl_key", key),
  ]);
  return {
    ...(authority !== undefined && { ca: [authority] }),
    ...(own !== undefined && { cert: own }),
    ...(secret !== undefined && { key: secret }),
  };
}

async function readPem(name: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied)) {
      throw error;
    }
    const found = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : "access is denied";
    throw rejected(
      `${name} "${path}" cannot be read: ${found}`,
      `correct ${name} of the destination`,
    );
  }
}

function tlsFiles({ ssl, ssl_ca, ssl_cert, ssl_key }: ConnectionKeys): TlsFiles | undefined {
  const files = { ca: ssl_ca, cert: ssl_cert, key: ssl_key };
  if (ssl === "off" || (ssl === undefined && Object.values(files).every((file) => !file))) {
    return undefined;
  }
  if ((ssl_cert === undefined) !== (ssl_key === undefined)) {
    const [there, missing] = ssl_key ? ["ssl_key", "ssl_cert"] : ["ssl_cert", "ssl_key"];
    throw rejected(
      `${there} is there, but ${missing} is missing`,
      `add ${missing}, or take both away`,
    );
  }
  return files;
}

function saslOptions(keys: ConnectionKeys, apiKey: string): SASLOptions | undefined {
  const { sasl_mechanism: mechanism, sasl_username: username } = keys;
  const password = keys.sasl_password ?? apiKey;
  if (mechanism === undefined) {
    if (username === undefined) return undefined;
    throw rejected("sasl_username is there, but sasl_mechanism is missing", "add sasl_mechanism");
  }
  if (username === undefined || password === "") {
    const missing = username === undefined ? "sasl_username" : "sasl_password";
    throw rejected(`sasl_mechanism is there, but ${missing} is missing`, `add ${missing}`);
  }
  switch (mechanism) {
    case "plain":
    case "scram-sha-256":
    case "scram-sha-512":
      return { mechanism, username, password };
    default:
      throw rejected(
        `sasl_mechanism "${mechanism}" is unknown`,
        "write plain, scram-sha-256 or scram-sha-512",
      );
  }
}

function rejected(found: string, hint: string): PushError {
  return new PushError(found, { outcome: "reject", hint });
}
