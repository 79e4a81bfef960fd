import { LeexportError } from "../errors.ts";
import type { Secret } from "../secret.ts";
import type { Status } from "../status/status.ts";
import { addressText, type ServedAddress } from "../config/status_address.ts";
import { changed } from "./change.ts";
import { readEvents } from "./events.ts";
import { exchange } from "./exchange.ts";
import { readChange, readOutcome, readStatus, stranger } from "./read_answer.ts";

/** How long a document may take, milliseconds. */
const STATUS_MS = 10_000;
/** How long an action may take, milliseconds: a reload reads every module anew. */
const ACTION_MS = 60_000;

/**
 * Asks a running leexport for its document.
 *
 * @returns `undefined` if nobody listens at the address.
 * @throws {LeexportError} If the address cannot be reached, or something else answers.
 */
export async function fetchStatus(address: ServedAddress): Promise<Status | undefined> {
  const signal = AbortSignal.timeout(STATUS_MS);
  using answer = await exchange(address, { path: "/api/status", method: "GET", signal });
  if (answer === undefined) return undefined;
  return readStatus(await answer.response.text(), address);
}

/**
 * Follows a running leexport: its document now, and again with every change, until it ends or the signal is aborted.
 * Nothing is given if nobody listens at the address, or what listens there ends.
 *
 * @throws As {@linkcode fetchStatus}.
 */
export async function* followStatus(
  address: ServedAddress,
  signal: AbortSignal,
): AsyncGenerator<Status> {
  using answer = await exchange(address, { path: "/api/events", method: "GET", signal });
  if (answer === undefined) return;
  const { body, ok, status: code } = answer.response;
  // It ends: soon nobody listens there.
  if (code === 503) return await body?.cancel();
  if (body === null || !ok) throw await refusalOf(answer.response, address);
  let status: Status | undefined;
  for await (const { name, data } of readEvents(ReadableStream.from(untilCut(body)))) {
    if (name === "status") status = readStatus(data, address);
    else if (name === "change" && status !== undefined) {
      status = changed(status, readChange(data, address));
    }
    if (status !== undefined) yield status;
  }
  if (status === undefined && !signal.aborted) throw stranger(address);
}

/** The end of leexport, and that of the watching, cut the connection: then the stream is over. */
async function* untilCut(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
    if (done || value === undefined) return;
    yield value;
  }
}

async function refusalOf(response: Response, address: ServedAddress): Promise<LeexportError> {
  try {
    readOutcome(await response.text(), address);
    return stranger(address);
  } catch (error) {
    return error instanceof LeexportError ? error : stranger(address);
  }
}

/**
 * Asks a running leexport to do something.
 *
 * @param path `/api/reload`
 * @returns A sentence that says what was done, without a full stop.
 * @throws {LeexportError} If nobody listens there, or it is refused; as leexport words it.
 */
export async function act(
  address: ServedAddress,
  { path, token }: { readonly path: string; readonly token: Secret },
): Promise<string> {
  const signal = AbortSignal.timeout(ACTION_MS);
  using answer = await exchange(address, { path, method: "POST", token, signal });
  if (answer === undefined) {
    throw new LeexportError(
      `Cannot ask leexport at ${addressText(address)}: nobody listens there`,
      { hint: "start leexport, or name the config that it runs" },
    );
  }
  return readOutcome(await answer.response.text(), address);
}
