/**
 * What an error inside a sandbox means. Runs in the Worker, where errors still are objects; what comes out is plain.
 *
 * @module
 */

import { PushError } from "../errors.ts";
import type { Failure, ModuleToLoad, Refusal } from "./messages.ts";

/** Where a module's code is: by its address for the runtime, by its file for people. */
export type ModulePlace = Pick<ModuleToLoad, "url" | "file">;

/** How deep causes are followed: deeper ones repeat. */
const DEEPEST = 8;
const DENIED_REGEXP = /Requires (\w+) access(?: to "([^"]*)")?/;
const REFUSED_IMPORT_REGEXP = /A service module may not import "([^"]*)"/;
const DENIED_NAME_REGEXP = /getaddrinfo EPERM (\S+)/;
const URL_REGEXP = /https?:\/\/(?:[^\s\/@()]*@)?([^\s\/()?#]+)[^\s()]*/g;
/** What a destination can say of a payload that it did not take. */
const OUTCOMES: ReadonlySet<unknown> = new Set(["retry", "unknown", "reject"]);
/** Names and codes of errors that say: the other side could not be reached; nothing was sent. */
const UNREACHED = new Set(
  `ConnectionRefused HostUnreachable NetworkUnreachable NetworkDown AddrNotAvailable ECONNREFUSED ENOTFOUND EAI_AGAIN
  EHOSTUNREACH ENETUNREACH ENETDOWN`.split(/\s+/),
);
/** Names and codes of errors that say: the other side went away or kept silent, nobody knows after what. */
const LOST = new Set(
  `ConnectionReset ConnectionAborted NotConnected BrokenPipe TimedOut UnexpectedEof TimeoutError ECONNRESET ECONNABORTED
  EPIPE ETIMEDOUT UND_ERR_SOCKET`.split(/\s+/),
);
/** How `fetch` says in its cause that it had no connection to send anything on. */
const NO_CONNECTION = "client error (Connect)";
/** `fetch` keeps away from the ports of other protocols, as browsers do: a request could be taken for words of those. */
const KEPT_PORT_REGEXP = /^Fetch failed: Requests to port (\d+) are blocked$/;
const NO_ADDRESS = "failed to lookup address information";
const BODY_LOST = "error reading a body from connection";

/**
 * Says what a module did wrong.
 *
 * @param error Whatever was thrown.
 * @param place The module, for the place in its file.
 */
export function failureOf(error: unknown, place: ModulePlace): Failure {
  const message = unclearVerdict(error) ?? faultMessage(error);
  return denialOf(error) ?? { kind: "fault", message, at: atOf(error, place) };
}

/**
 * Says how an error that `push()` threw is a destination's verdict.
 *
 * @param error Whatever was thrown.
 * @returns `retry` for a failure of the network before anything was sent, `unknown` for a later one; `undefined` if it is
 * the module that failed, also in saying what the verdict is.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (denialOf(error) !== undefined) return undefined;
  if (error instanceof PushError) {
    if (unclearVerdict(error) !== undefined) return undefined;
    const { outcome, message, hint, retryAfterMs } = error;
    const told = hint === undefined ? hint : String(hint);
    return { outcome, reason: String(message), hint: told, retryAfterMs };
  }
  const facts = chainOf(error);
  const [network, ...others] = facts.filter(isNetworkFailure);
  if (network === undefined) return facts.map(keptPort).find((refusal) => refusal !== undefined);
  const outcome = [network, ...others].every(isUnreached) ? "retry" : "unknown";
  return { outcome, reason: networkReason(network) };
}

/**
 * What no reader outside would take for a verdict. There, it would be a breach of the rules, for which the sandbox is
 * ended; and the types of a module are only as good as its tests.
 */
function unclearVerdict(error: unknown): string | undefined {
  if (!(error instanceof PushError)) return undefined;
  const { outcome, retryAfterMs } = error;
  if (!OUTCOMES.has(outcome)) {
    const found = `it threw a PushError with the outcome ${describeValue(outcome)}`;
    return `${found}, which is not retry, unknown or reject`;
  }
  if (retryAfterMs === undefined || (Number.isFinite(retryAfterMs) && retryAfterMs >= 0)) {
    return undefined;
  }
  const found = `it threw a PushError with the retryAfterMs ${describeValue(retryAfterMs)}`;
  return `${found}, which is no number of milliseconds`;
}

function denialOf(error: unknown): Failure | undefined {
  for (const { message } of chainOf(error)) {
    const [, access, target = ""] = DENIED_REGEXP.exec(message) ?? [];
    if (access !== undefined) return { kind: "denied", access, target };
    const host = DENIED_NAME_REGEXP.exec(message)?.[1];
    if (host !== undefined) return { kind: "denied", access: "net", target: host };
    const specifier = REFUSED_IMPORT_REGEXP.exec(message)?.[1];
    if (specifier !== undefined) return { kind: "denied", access: "import", target: specifier };
  }
  return undefined;
}

interface ErrorFacts {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly cause: string;
}

/** An error, its causes and its parts, nearest first; reads nothing that could throw. */
function chainOf(error: unknown): ErrorFacts[] {
  const facts: ErrorFacts[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && facts.length < DEEPEST) {
    const next = waiting.shift();
    if (typeof next === "string") facts.push({ name: "", code: "", message: next, cause: "" });
    if (!(next instanceof Error)) continue;
    const { name, message, cause } = next;
    facts.push({
      name: String(name),
      code: "code" in next ? String(next.code) : "",
      message: String(message),
      cause: cause instanceof Error ? String(cause.message) : "",
    });
    waiting.push(cause);
    if (next instanceof AggregateError) waiting.push(...next.errors.slice(0, DEEPEST));
  }
  return facts;
}

function isNetworkFailure(facts: ErrorFacts): boolean {
  const { name, code, message } = facts;
  return isUnreached(facts) || LOST.has(name) || LOST.has(code) ||
    (name === "TypeError" && (message === "fetch failed" || message === BODY_LOST));
}

function isUnreached({ name, code, message, cause }: ErrorFacts): boolean {
  return UNREACHED.has(name) || UNREACHED.has(code) || message.startsWith(NO_ADDRESS) ||
    (message === "fetch failed" && cause.includes(NO_CONNECTION));
}

function keptPort({ message }: ErrorFacts): Refusal | undefined {
  const port = KEPT_PORT_REGEXP.exec(message)?.[1];
  if (port === undefined) return undefined;
  return {
    outcome: "retry",
    reason: `port ${port} is kept for another protocol, so no HTTP request goes there`,
    hint: "correct the port in the address of the destination",
  };
}

/** `fetch` hides what happened in its cause, among the whole address, which may hold a token: only its host is kept. */
function networkReason({ name, code, message, cause }: ErrorFacts): string {
  const text = cause === "" ? message : cause;
  const host = [...text.matchAll(URL_REGEXP)][0]?.[1];
  const said = text.replace(URL_REGEXP, "$1").replace(/ \(os error \d+\)/, "");
  const last = said.split(": ").at(-1) ?? said;
  if (host !== undefined) return `${host} cannot be reached: ${last}`;
  return name === "Error" && code !== "" && !said.includes(code) ? `${said} (${code})` : said;
}

/** The first line without its place, which is told apart, and without the name of an error that only wraps another. */
function faultMessage(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${describeValue(error)}`;
  const line = String(error.message).split("\n", 1)[0] ?? "";
  const message = line.replace(/ at (?:file|blob):\S+:\d+:\d+$/, "");
  return /^\w*Error: /.test(message) ? message : `${error.name}: ${message}`;
}

function describeValue(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  return typeof value === "object" && value !== null ? "an object that is no Error" : String(value);
}

/** The first place in the stack that lies in the module: `file.ts:12:5`. */
function atOf(error: unknown, { url, file }: ModulePlace): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const stack = String(error.stack);
  for (const address of [`${url}:`, "blob:"]) {
    const start = stack.indexOf(address);
    const place = start === -1 ? undefined : /:(\d+:\d+)\)?$/m.exec(stack.slice(start))?.[1];
    if (place !== undefined) return `${file}:${place}`;
  }
  return undefined;
}
