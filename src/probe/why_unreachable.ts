import { LeexportError } from "../errors.ts";
import { redact } from "../secret.ts";
import { TooLate } from "./connect.ts";
import type { Finding } from "./finding.ts";
import type { Place } from "./places.ts";

const LONGEST_TEXT = 200;

interface Reason {
  /** What the place did, without its name. */
  readonly found: string;
  readonly hint: (place: Place) => string;
}

const look = ({ key }: Place) =>
  `correct ${key}, or look whether it runs and which firewall is in between`;
const nameService = ({ key }: Place) =>
  `correct ${key}, or look at the name service of this machine`;
const trust = ({ type }: Place) =>
  type === "hosts"
    ? "name the certificate of the cluster's authority in ssl_ca"
    : "set DENO_TLS_CA_STORE=system or DENO_CERT if an authority of yours has signed it";

const UNKNOWN_NAME = { found: "cannot be reached: its name is not known", hint: nameService };
const NO_ROUTE = { found: "cannot be reached: there is no route to it", hint: look };
const CUT_OFF = { found: "ended the connection at once", hint: look };
const NOBODYS = { found: "has a certificate that nobody known here has signed", hint: trust };

/** By Node's codes. */
const REASONS: Readonly<Record<string, Reason>> = {
  ENOTFOUND: UNKNOWN_NAME,
  EAI_AGAIN: UNKNOWN_NAME,
  ECONNREFUSED: { found: "refused the connection", hint: look },
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  ECONNRESET: CUT_OFF,
  EPIPE: CUT_OFF,
  ETIMEDOUT: { found: "took no connection in time", hint: look },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    found: "does not speak TLS",
    hint: ({ key }) => `correct ${key}: its port, or whether TLS is spoken there`,
  },
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: {
    found: "refused the TLS handshake",
    hint: ({ type, key }) =>
      type === "hosts"
        ? "name ssl_cert and ssl_key if it wants to see a certificate"
        : `correct ${key}: its name or its port`,
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: NOBODYS,
  UNABLE_TO_GET_ISSUER_CERT: NOBODYS,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NOBODYS,
  SELF_SIGNED_CERT_IN_CHAIN: NOBODYS,
  DEPTH_ZERO_SELF_SIGNED_CERT: NOBODYS,
  CERT_HAS_EXPIRED: {
    found: "has a certificate that has expired",
    hint: () => "have it renewed there, or correct the clock of this machine",
  },
  CERT_NOT_YET_VALID: {
    found: "has a certificate that is not valid yet",
    hint: () => "correct the clock of this machine, or the certificate there",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    found: "has a certificate for another name",
    hint: ({ key }) => `write a name that its certificate is for into ${key}`,
  },
};

/**
 * Words why a place could not be reached.
 *
 * @param error What connecting threw.
 * @param place Where to.
 */
export function whyUnreachable(
  error: unknown,
  place: Place,
  { deadlineMs }: { readonly deadlineMs: number },
): Pick<Finding, "found" | "hint"> {
  if (error instanceof LeexportError) return { found: error.message, hint: error.hint };
  if (error instanceof TooLate) {
    const what = place.tls === undefined ? "took no connection" : "finished no TLS handshake";
    return { found: `${what} within ${deadlineMs / 1000} s`, hint: look(place) };
  }
  const { message, code } = error instanceof Error
    ? { code: undefined, ...error, message: error.message }
    : { message: String(error), code: undefined };
  const reason = typeof code === "string" ? REASONS[code] : undefined;
  if (reason !== undefined) return { found: reason.found, hint: reason.hint(place) };
  const text = redact(message.replaceAll(/\s+/g, " ")).slice(0, LONGEST_TEXT);
  return { found: `could not be connected to: ${text}`, hint: undefined };
}
