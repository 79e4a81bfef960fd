import { PushError } from "./errors.ts";
import { retryAfterMs } from "./retry_after.ts";
import { redact } from "./secret.ts";
import { USER_AGENT } from "./version.ts";

const RETRIED = new Set([408, 425, 429]);
/** More of an answer than this says nothing that a person would read. */
const LONGEST_ANSWER_BYTES = 65_536;
const LONGEST_QUOTE = 300;

/** What {@linkcode sendPayload} sends. */
export interface PayloadRequest {
  readonly method: "POST" | "PUT";
  /** Header names and values, besides `User-Agent`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Gives up when aborted: `delivery.signal`. */
  readonly signal: AbortSignal;
}

/**
 * Sends a payload to an HTTP destination and reads its verdict. Redirects are not followed: they would turn a POST into
 * a GET without its payload, and carry the key to a host that nobody named.
 *
 * @param url Where the payload goes.
 * @returns The body of the acceptance as text, for destinations that answer 200 and complain inside it.
 * @throws {PushError} As {@linkcode assertAccepted}.
 * @throws {TypeError} What `fetch` throws if the destination cannot be reached.
 */
export async function sendPayload(url: string, request: PayloadRequest): Promise<string> {
  const headers = { ...request.headers, "user-agent": USER_AGENT };
  return await assertAccepted(await fetch(url, { ...request, headers, redirect: "manual" }));
}

/**
 * Reads an HTTP destination's verdict from its status: 2xx is acceptance; 408, 425, 429 and 5xx ask for another try;
 * everything else refuses the payload for good. The body is read to its end, so that the connection can be used again,
 * but no further than 64 KiB.
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
  const body = await readStart(response);
  if (response.ok) return body;
  const host = response.url === "" ? "The destination" : new URL(response.url).host;
  // Secrets go first: half of one would not be recognised later.
  const said = redact(body.replace(/\s+/g, " ").trim()).slice(0, LONGEST_QUOTE);
  const message = `${host} answered ${response.status}${said === "" ? "" : `: ${said}`}`;
  if (RETRIED.has(response.status) || response.status >= 500) {
    throw new PushError(message, {
      outcome: "retry",
      retryAfterMs: retryAfterMs(response.headers, { now }),
    });
  }
  throw new PushError(message, { outcome: "reject", hint: hintFor(response.status) });
}

async function readStart(response: Response): Promise<string> {
  if (isShort(response)) return await response.text();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    size += chunk.length;
    if (size >= LONGEST_ANSWER_BYTES) break;
  }
  return text;
}

/** What nearly every answer is, and then read whole for a fraction of what reading chunk by chunk costs. */
function isShort({ headers }: Response): boolean {
  const announced = Number(headers.get("content-length") ?? Infinity);
  return announced <= LONGEST_ANSWER_BYTES && !headers.has("content-encoding");
}

function hintFor(status: number): string | undefined {
  if (status >= 300 && status < 400) {
    return "write the address that it redirects to into push_url of the destination";
  }
  if (status === 401 || status === 403) {
    return "correct api_key in the service's section of [Services]";
  }
  if (status === 404 || status === 410) return "correct push_url of the destination";
  if (status === 413) return "ask for fewer slices or groups: the payload is too large";
  return undefined;
}
