import { CallClock } from "./call_clock.ts";
import { CallFailure, callFailureOf } from "./call_failure.ts";
import { readText } from "./read_text.ts";

/** Bytes of a refusal's body that are looked at. */
const MAX_REFUSAL_BYTES = 65_536;

const clock = new CallClock();

/** Names and values, the form that `fetch` takes over fastest. */
export type HeaderPairs = [name: string, value: string][];

/** One HTTP request. */
export interface ApiRequest {
  readonly method: "GET" | "POST";
  /** Absolute; requested as it is. */
  readonly url: string;
  readonly headers: HeaderPairs;
  /** JSON text; absent for `GET`. */
  readonly body?: string;
}

/** What came back, whatever its status. */
export interface ApiReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Limits of one call. */
export interface CallOptions {
  /** Gives up when aborted. */
  readonly signal: AbortSignal;
  /** For the whole call, its body included. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
}

/**
 * Does one HTTP request and reads its whole body. Redirects are not followed: the key would go along.
 *
 * @returns The reply; for a status other than 2xx whose body cannot be read, with an empty text.
 * @throws {CallFailure} If nothing usable came back in time.
 * @throws The signal's reason, if aborted.
 */
export async function call(request: ApiRequest, options: CallOptions): Promise<ApiReply> {
  const { signal, timeoutMs, maxBodyBytes } = options;
  signal.throwIfAborted();
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  signal.addEventListener("abort", giveUp);
  clock.start(controller, timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      redirect: "manual",
      signal: controller.signal,
    });
    const { status, headers, ok } = response;
    const text = ok
      ? await readText(response, { maxBytes: maxBodyBytes })
      : await readText(response, { maxBytes: MAX_REFUSAL_BYTES }).catch(() => "");
    signal.throwIfAborted();
    return { status, headers, text };
  } catch (error) {
    signal.throwIfAborted();
    if (controller.signal.aborted) {
      throw new CallFailure("timeout", `did not answer within ${timeoutMs / 1000} s`);
    }
    throw callFailureOf(error);
  } finally {
    clock.stop(controller);
    signal.removeEventListener("abort", giveUp);
  }
}
