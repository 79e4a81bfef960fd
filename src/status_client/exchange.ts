/**
 * One request to a running leexport. It goes straight to the address, whatever proxies the environment names; and it calls
 * the server `localhost`, which is a name that every server answers to.
 *
 * @module
 */

import { LeexportError } from "../errors.ts";
import type { Secret } from "../secret.ts";
import { addressText, type ServedAddress } from "../config/status_address.ts";

/** What is asked. */
export interface Question {
  /** `/api/status` */
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly token?: Secret | undefined;
  readonly signal: AbortSignal;
}

/** An answer whose connection is closed when it is disposed of. */
export interface Answer extends Disposable {
  readonly response: Response;
}

/**
 * Asks.
 *
 * @returns `undefined` if nobody listens there, or the signal was aborted.
 * @throws {LeexportError} If the address cannot be reached.
 */
export async function exchange(
  address: ServedAddress,
  { path, method, token, signal }: Question,
): Promise<Answer | undefined> {
  const client = Deno.createHttpClient({ proxy: wayTo(address), poolMaxIdlePerHost: 0 });
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` };
  try {
    const headers = { accept: "application/json, text/event-stream", ...authorization };
    const url = `http://localhost${path}`;
    const response = await fetch(url, { method, headers, client, signal, redirect: "manual" });
    return { response, [Symbol.dispose]: () => client.close() };
  } catch (error) {
    client.close();
    if (signal.aborted && !isTimeout(signal.reason)) return undefined;
    const found = causeOf(error);
    if (NOBODY_REGEXP.test(found)) return undefined;
    throw unreachable(address, found);
  }
}

/** A socket whose program has ended is there still, or not. */
const NOBODY_REGEXP = /Connection refused|No such file or directory/;

function wayTo(address: ServedAddress): Deno.Proxy {
  if (address.kind === "unix") return { transport: "unix", path: address.path };
  const { hostname, port } = address;
  return { transport: "tcp", hostname: EVERYWHERE.get(hostname) ?? hostname, port };
}

/** Who listens everywhere is asked here. */
const EVERYWHERE: ReadonlyMap<string, string> = new Map([["0.0.0.0", "127.0.0.1"], ["::", "::1"]]);

function unreachable(address: ServedAddress, found: string): LeexportError {
  const what = `Cannot ask leexport at ${addressText(address)}`;
  if (found.includes("Permission denied")) {
    const hint = "run it as the user who runs leexport, or as root";
    return new LeexportError(`${what}: this user may not use the socket`, { hint });
  }
  const hint = "look whether leexport runs well, and correct status_address of [Leexport]";
  return new LeexportError(`${what}: ${found}`, { hint });
}

function causeOf(error: unknown): string {
  if (isTimeout(error)) return "it does not answer in time";
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/^.*\(Connect\): (?:tcp connect error: )?/, "").replace(/ \(os error.*$/, "");
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
