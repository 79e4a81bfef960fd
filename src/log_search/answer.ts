import { CallFailure } from "./call_failure.ts";

/**
 * What an answer says about its query:
 * - `running`: ask again at `href`
 * - `finished`: it holds `statistics`
 * - `events`: finished, but the statement calculates nothing
 * - `failed`: finished, but the calculation itself ended with an error
 */
export type Answer =
  | { readonly kind: "running"; readonly href: string; readonly progress: number | undefined }
  | { readonly kind: "finished" }
  | { readonly kind: "events" }
  | { readonly kind: "failed"; readonly status: number };

/**
 * Reads where a query stands. A query is done only when no link has rel `Self`, whatever the status, `progress` or
 * `partial` say; a `Next` link would start another query.
 *
 * @param text The API's JSON.
 * @throws {CallFailure} `unreadable` if the text is not such an answer.
 * @see the API's description: `links`, `partial` and `statistics` of a query
 */
export function readAnswer(text: string): Answer {
  const body = readObject(text);
  const self = findSelf(body.links);
  if (self !== undefined) return readRunning(self, body.progress);
  const { statistics } = body;
  if (isObject(statistics)) {
    const { status } = statistics;
    if (typeof status === "number" && status >= 400) return { kind: "failed", status };
    return { kind: "finished" };
  }
  if (Array.isArray(body.events)) return { kind: "events" };
  throw unreadable("answered without statistics");
}

/**
 * Reads a JSON object.
 *
 * @throws {CallFailure} `unreadable`, saying what the text is instead.
 */
export function readObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(`answered with ${kindOfText(text)}`, error);
  }
  if (isObject(value)) return value;
  throw unreadable("answered with JSON that is not an object");
}

/** Whether a JSON value is an object, and neither `null` nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function findSelf(links: unknown): Record<string, unknown> | undefined {
  if (!Array.isArray(links)) return undefined;
  return links.find((link: unknown): link is Record<string, unknown> =>
    isObject(link) && typeof link.rel === "string" && link.rel.toLowerCase() === "self"
  );
}

function readRunning(self: Record<string, unknown>, progress: unknown): Answer {
  if (typeof self.href !== "string") throw unreadable("answered with a Self link without address");
  const known = typeof progress === "number" ? progress : undefined;
  return { kind: "running", href: self.href, progress: known };
}

function kindOfText(text: string): string {
  const start = text.trimStart().slice(0, 1);
  if (start === "") return "an empty body";
  if (start === "<") return "a web page instead of JSON";
  return start === "{" || start === "[" ? "broken JSON" : "text instead of JSON";
}

function unreadable(message: string, cause?: unknown): CallFailure {
  return new CallFailure("unreadable", message, { cause });
}
