import { PushError } from "./errors.ts";
import { retryAfterMs } from "./retry_after.ts";

const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Reads an HTTP destination's verdict from its status: 2xx is acceptance; 408, 425, 429 and 5xx ask for another try;
 * everything else refuses the payload for good. The body is read to its end, so that the connection can be used again.
 *
 * @param response The destination's answer.
 * @param options.now Unix milliseconds, for a `Retry-After` that is a date.
 * @returns The body as text, for destinations that answer 200 and complain inside it.
 * @throws {PushError} `retry` with the wait the destination asked for, or `reject`.
 */
export async function assertAccepted(
  response: Response,
  { now = Date.now() }: { readonly now?: number } = {},
): Promise<string> {
  const body = await response.text();
  if (response.ok) return body;
  const host = response.url === "" ? "The destination" : new URL(response.url).host;
  const said = body.trim().slice(0, 300);
  const message = `${host} answered ${response.status}${said === "" ? "" : `: ${said}`}`;
  if (RETRIED.has(response.status) || response.status > 504) {
    throw new PushError(message, {
      outcome: "retry",
      retryAfterMs: retryAfterMs(response.headers, { now }),
    });
  }
  throw new PushError(message, { outcome: "reject", hint: hintFor(response.status) });
}

function hintFor(status: number): string | undefined {
  if (status === 401 || status === 403) {
    return "correct api_key in the service's section of [Services]";
  }
  if (status === 404 || status === 410) return "correct push_url of the destination";
  if (status === 413) return "ask for fewer slices or groups: the payload is too large";
  return undefined;
}
