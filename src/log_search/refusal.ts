import { redact } from "../secret.ts";
import { isObject } from "./answer.ts";
import type { ApiReply } from "./call.ts";

const LONGEST_SAID = 300;

const REASONS: Readonly<Record<number, string>> = {
  301: "Moved Permanently",
  302: "Found",
  303: "See Other",
  304: "Not Modified",
  307: "Temporary Redirect",
  308: "Permanent Redirect",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  410: "Gone",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  425: "Too Early",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

/**
 * Words what a host answered: `answered 400 (Bad Request): Pagination is not supported …`.
 *
 * @param reply An answer other than 2xx.
 * @returns Without the host; with what the API says about it, at most 300 characters, secrets taken out.
 */
export function describeRefusal({ status, text }: Pick<ApiReply, "status" | "text">): string {
  const reason = REASONS[status];
  const said = whatIsSaid(text);
  const isNews = said !== "" && !repeats(said, { status, reason });
  return `answered ${status}${reason === undefined ? "" : ` (${reason})`}${
    isNews ? `: ${said}` : ""
  }`;
}

/** Says what to do about a refusal of a query: which key of the config it is about. */
export function queryHint({ status, text }: Pick<ApiReply, "status" | "text">): string | undefined {
  if (status === 404) {
    return "correct logs: write the key that a log's settings show, not its token; a log is known in its own region only";
  }
  if (status !== 400) return keyHint(status);
  return whatIsSaid(text) === ""
    ? "correct statement or logs: the API does not say more"
    : "correct statement or logs as the API says";
}

/** Says what to do about a refusal of the API key; `undefined` for other refusals. */
export function keyHint(status: number): string | undefined {
  if (status === 401) {
    return "correct x_api_key (or rw_api_key, ro_api_key) or region of [LE]: a key is valid in its own region only";
  }
  return status === 403 ? "use a key in [LE] that may read these logs" : undefined;
}

/** Takes the API's own words out of any of the bodies it is known to send. */
function whatIsSaid(text: string): string {
  const said = fromJson(text) ?? fromHtml(text) ?? text;
  const line = redact(said.replace(/[\s\p{Cc}]+/gu, " ").trim());
  return line.length > LONGEST_SAID ? `${line.slice(0, LONGEST_SAID - 1)}…` : line;
}

function fromJson(text: string): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return fromValue(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fromValue(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const { message, messages, errorMessage, error, errorCode, code } = value;
  const several = Array.isArray(messages) ? messages.filter(isText).join("; ") : "";
  const said = [message, several, errorMessage, error].find(isText);
  const number = [errorCode, code].find((each) => typeof each === "number" && each >= 1000);
  if (said === undefined) return number === undefined ? emptyOr(message) : `code ${number}`;
  return number === undefined ? said : `${said} (code ${number})`;
}

/** An empty message says nothing; a body without one is shown as it is. */
function emptyOr(message: unknown): "" | undefined {
  return message === "" ? "" : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function fromHtml(text: string): string | undefined {
  if (!text.trimStart().startsWith("<")) return undefined;
  return /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] ?? "";
}

/** `HTTP 404 Not Found` and `Unauthorized` say nothing that the status does not. */
function repeats(
  said: string,
  { status, reason }: { readonly status: number; readonly reason: string | undefined },
): boolean {
  const rest = said.toLowerCase().replace("http", "").replace(String(status), "");
  return rest.replace(reason?.toLowerCase() ?? "", "").replace(/[\s.:-]+/g, "") === "";
}
