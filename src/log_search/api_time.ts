import { LogSearchError } from "../errors.ts";
import type { Address } from "./address.ts";
import { call } from "./call.ts";
import { CallFailure } from "./call_failure.ts";
import { SharedTask } from "./shared_task.ts";

const MAX_BODY_BYTES = 65_536;
/** Many searches may ask in the same moment. */
const KEPT_MS = 5_000;
/** The one form in which a date may be sent (RFC 9110, section 5.6.7). */
const DATE_REGEXP =
  /^[A-Z][a-z]{2}, \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} [0-2]\d:[0-5]\d:[0-6]\d GMT$/;

/**
 * Reads the time of a server off an answer.
 *
 * @returns Unix milliseconds in whole seconds; `undefined` if the answer does not say.
 * @see RFC 9110, section 6.6.1
 */
export function servedAt(headers: Headers): number | undefined {
  const text = headers.get("date") ?? "";
  return DATE_REGEXP.test(text) ? Date.parse(text) : undefined;
}

/** What asking for the time needs. */
export interface ApiClockOptions {
  readonly address: Address;
  readonly userAgent: string;
  readonly timeoutMs: number;
}

/** Tells what time it is at a server: any answer to any request says so, so the key is left at home. */
export class ApiClock {
  readonly #options: ApiClockOptions;
  #asking: SharedTask<number | undefined> | undefined;
  #known: { readonly at: number; readonly time: number | undefined } | undefined;

  constructor(options: ApiClockOptions) {
    this.#options = options;
  }

  /**
   * Asks for the time; those who ask within a few seconds are told the same.
   *
   * @param signal Gives up when aborted; others wait on.
   * @returns As {@linkcode servedAt}.
   * @throws {LogSearchError} `retry` if the server cannot be reached.
   * @throws The signal's reason, if aborted.
   */
  async time(signal: AbortSignal): Promise<number | undefined> {
    if (performance.now() - (this.#known?.at ?? -Infinity) < KEPT_MS) return this.#known?.time;
    if (this.#asking === undefined || this.#asking.isOver) {
      this.#asking = new SharedTask((signal) => ask(this.#options, signal));
    }
    const time = await this.#asking.join(signal);
    this.#known = { at: performance.now(), time };
    return time;
  }
}

async function ask(
  { address, userAgent, timeoutMs }: ApiClockOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const { headers } = await call(
      { method: "GET", url: address.to("/"), headers: [["user-agent", userAgent]] },
      { signal, timeoutMs, maxBodyBytes: MAX_BODY_BYTES },
    );
    return servedAt(headers);
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    const message = `${address.host} ${error.message}`;
    throw new LogSearchError(message, { failure: "retry", hint: error.hint, cause: error });
  }
}
