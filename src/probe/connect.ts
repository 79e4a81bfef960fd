import { connect as connectTcp, isIP } from "node:net";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { whyUnreadable } from "../config/unreadable.ts";
import { LeexportError } from "../errors.ts";
import type { PemFiles, Place } from "./places.ts";

/** A connection was not there in time. */
export class TooLate extends Error {}

/**
 * Connects to a place, with the TLS handshake and the check of its certificate where TLS is spoken, and ends the
 * connection. Not a byte of a payload is sent.
 *
 * @param options.deadlineMs For all of that.
 * @throws {TooLate} If it took longer.
 * @throws {LeexportError} If a PEM file cannot be read.
 * @throws {Error} With one of Node's codes, if there is no connection.
 */
export async function connect(
  { host, tls }: Pick<Place, "host" | "tls">,
  { deadlineMs }: { readonly deadlineMs: number },
): Promise<void> {
  const at = host.lastIndexOf(":");
  const name = host.slice(0, at).replace(/^\[(.*)\]$/, "$1");
  const address = { host: name, port: Number(host.slice(at + 1)) };
  const pems = tls === undefined ? undefined : await readPems(tls);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // The runtime's own connections cannot be ended within a handshake; Node's can.
  const socket = pems === undefined
    ? connectTcp(address, resolve)
    : shakeHands({ ...address, ...pems }, { resolve, reject });
  socket.on("error", reject);
  const timer = setTimeout(() => reject(new TooLate()), deadlineMs);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** Goes on with a certificate that is not trusted, only to look at it: nothing is ever sent. */
function shakeHands(
  { host, ...options }: ConnectionOptions & { readonly host: string },
  { resolve, reject }: {
    readonly resolve: () => void;
    readonly reject: (error: Error) => void;
  },
): TLSSocket {
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ ...options, ...name, host, rejectUnauthorized: false }, () => {
    if (socket.authorized) return resolve();
    const { valid_from, valid_to } = socket.getPeerCertificate();
    const code = certificateFault(String(socket.authorizationError), {
      validFrom: Date.parse(valid_from),
      validTo: Date.parse(valid_to),
      now: Date.now(),
    });
    reject(Object.assign(new Error(`the certificate is not trusted (${code})`), { code }));
  });
  return socket;
}

/**
 * Says what is wrong with a certificate: the runtime calls one unverified that is merely too old.
 *
 * @param code Node's code, as the runtime gives it.
 * @param options.validFrom Unix milliseconds, as `validTo` and `now`; `NaN` if not known.
 * @returns Node's code.
 */
export function certificateFault(
  code: string,
  { validFrom, validTo, now }: {
    readonly validFrom: number;
    readonly validTo: number;
    readonly now: number;
  },
): string {
  if (now > validTo) return "CERT_HAS_EXPIRED";
  return now < validFrom ? "CERT_NOT_YET_VALID" : code;
}

async function readPems(
  { ssl_ca, ssl_cert, ssl_key }: PemFiles,
): Promise<Pick<ConnectionOptions, "ca" | "cert" | "key">> {
  return {
    ...(ssl_ca !== undefined && { ca: [await readPem("ssl_ca", ssl_ca)] }),
    ...(ssl_cert !== undefined && { cert: await readPem("ssl_cert", ssl_cert) }),
    ...(ssl_key !== undefined && { key: await readPem("ssl_key", ssl_key) }),
  };
}

async function readPem(key: keyof PemFiles, path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const { found } = whyUnreadable(error);
    throw new LeexportError(`${key} "${path}" cannot be read: ${found}`, {
      hint: `correct ${key}`,
      cause: error,
    });
  }
}
