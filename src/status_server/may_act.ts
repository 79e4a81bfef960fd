import { createHash, timingSafeEqual } from "node:crypto";
import type { Secret } from "../secret.ts";
import { calledHost } from "./called_host.ts";
import type { Refusal } from "./refusal.ts";
import type { WrongTokens } from "./wrong_tokens.ts";

const BEARER_REGEXP = /^Bearer +(?<token>[\x21-\x7e]+) *$/i;

/** What it takes to act. */
export interface MayActOptions {
  /** `undefined` = nobody may. */
  readonly token: Secret | undefined;
  readonly wrongTokens: WrongTokens;
  /** Unix milliseconds. */
  readonly now: number;
}

/**
 * Refuses requests that may change nothing: those that a foreign page made a browser send, and those without the token.
 *
 * @returns `undefined` if the request may act.
 */
export function refusalToAct(request: Request, options: MayActOptions): Refusal | undefined {
  return refusalOfOrigin(request) ?? refusalOfToken(request, options);
}

function refusalOfOrigin(request: Request): Refusal | undefined {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isOwn = (origin === null || isOriginOf(origin, calledHost(request))) &&
    (site === null || site === "same-origin" || site === "none");
  if (isOwn) return undefined;
  const hint = "open the status page itself, under the name that the server is called by";
  return { status: 403, error: "Cannot act: the request comes from another page", hint };
}

/** A proxy in front may speak https, so that the scheme says nothing. */
function isOriginOf(origin: string, host: string): boolean {
  try {
    const { protocol, host: originHost } = new URL(origin);
    if (protocol !== "http:" && protocol !== "https:") return false;
    return originHost === new URL(`${protocol}//${host}`).host;
  } catch {
    return false;
  }
}

function refusalOfToken(
  request: Request,
  { token, wrongTokens, now }: MayActOptions,
): Refusal | undefined {
  if (token === undefined) {
    const hint = "add status_token = … to [Leexport], 16 characters or more";
    return { status: 403, error: "Cannot act: the config holds no status_token", hint };
  }
  const pauseMs = wrongTokens.pauseMs(now);
  if (pauseMs > 0) return tooMany(Math.ceil(pauseMs / 1000));
  const sent = request.headers.get("authorization");
  if (sent === null) return unauthorized("the request holds no token");
  const given = BEARER_REGEXP.exec(sent)?.groups?.["token"] ?? "";
  if (timingSafeEqual(digestOf(given), digestOf(token.reveal()))) return undefined;
  wrongTokens.note(now);
  return unauthorized("the token is wrong");
}

function digestOf(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

function unauthorized(reason: string): Refusal {
  return {
    status: 401,
    error: `Cannot act: ${reason}`,
    hint: "give the status_token that the config holds",
    headers: { "www-authenticate": "Bearer" },
  };
}

function tooMany(seconds: number): Refusal {
  return {
    status: 429,
    error: "Cannot act: too many wrong tokens were sent in the last minute",
    hint: `try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}`,
    headers: { "retry-after": `${seconds}` },
  };
}
