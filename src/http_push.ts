import { type Delivery, DELIVERY_HEADER } from "./delivery.ts";
import { PushError, type PushOutcome } from "./errors.ts";
import { retryAfterMs } from "./retry_after.ts";
import { redact } from "./secret.ts";
import { USER_AGENT } from "./version.ts";

/** Statuses that say: the request was not taken, come again. */
const NOT_TAKEN = new Set([408, 425, 429, 503]);
/** More of an answer than this says nothing that a person would read. */
const LONGEST_ANSWER_BYTES = 65_536;
const LONGEST_QUOTE = 300;

/** What {@linkcode sendPayload} sends. */
export interface PayloadRequest {
  readonly method: "POST" | "PUT";
  /** Header names and values, besides `User-Agent`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** As `push()` got it: its id goes along as a header, its signal ends the sending. */
  readonly delivery: Delivery;
}

/**
 * Sends a payload to an HTTP destination and reads its verdict. The header `leexport-delivery-id` carries the delivery's
 * id, so that the destination can tell a repeat; what a header cannot hold is percent-encoded as `encodeURI()` does it,
 * and `decodeURIComponent()` gives the id back. Redirects are not followed: they would turn a POST into a GET without its
 * payload, and carry the key to a host that nobody named.
 *
 * @param url Where the payload goes.
 * @returns The body of the acceptance as text, for destinations that answer 200 and complain inside it.
 * @throws {PushError} As {@linkcode assertAccepted}.
 * @throws {TypeError} What `fetch` throws if the destination cannot be reached.
 */
export async function sendPayload(
  url: string,
  { method, headers: given, body, delivery: { id, signal, onUnknown } }: PayloadRequest,
): Promise<string> {
  // Over a kept connection that is lost, the runtime sends a request once more by itself.
  using client = onUnknown === "drop" ? Deno.createHttpClient({ poolMaxIdlePerHost: 0 }) : null;
  const headers = new Headers(given);
  headers.set("user-agent", USER_AGENT);
  headers.set(DELIVERY_HEADER, encodeURI(id.toWellFormed()));
  return await assertAccepted(
    await fetch(url, {
      method,
      headers,
      body,
      signal,
      redirect: "manual",
      ...(client !== null && { client }),
    }),
  );
}

/**
 * Reads an HTTP destination's verdict from its status: 2xx is acceptance; 408, 425, 429 and 503 say that the payload was
 * not taken and ask for another try; after any other 5xx nobody can tell whether it was taken; everything else refuses
 * it for good. The body is read to its end, so that the connection can be used again,
 * but no further than 64 KiB.
 *
 * @param response The destination's answer.
 * @param options.now Unix milliseconds, for a `Retry-After` that is a date.
 * @returns The body as text, for destinations that answer 200 and complain inside it.
 * @throws {PushError} `retry` or `unknown` with the wait the destination asked for, or `reject`.
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
  const outcome = outcomeOf(response.status);
  throw outcome === "reject"
    ? new PushError(message, { outcome, hint: hintFor(response.status) })
    : new PushError(message, { outcome, retryAfterMs: retryAfterMs(response.headers, { now }) });
}

function outcomeOf(status: number): PushOutcome {
  if (NOT_TAKEN.has(status)) return "retry";
  return status >= 500 ? "unknown" : "reject";
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
