import { CallFailure } from "./call_failure.ts";

/** Room for the first bytes of a body of unknown length; a usual answer fits. */
const FIRST_ROOM = 16_384;

const decoder = new TextDecoder();

/**
 * Reads a body as UTF-8 text, never holding more than the limit. A body whose length is stated is read in one go. A
 * compressed or chunked one is read into a buffer of our own, for the limit's sake; that also costs less than
 * `Response.text()`.
 *
 * @param response Its body is read or cancelled.
 * @param options.maxBytes Most bytes, after decompression.
 * @throws {CallFailure} `large` past the limit.
 */
export function readText(
  response: Response,
  { maxBytes }: { readonly maxBytes: number },
): Promise<string> {
  const { headers } = response;
  const length = headers.get("content-length");
  const isStated = length !== null && !headers.has("content-encoding");
  return isStated && Number(length) <= maxBytes ? response.text() : readCounted(response, maxBytes);
}

async function readCounted({ headers, body }: Response, maxBytes: number): Promise<string> {
  if (body === null) return "";
  if (Number(headers.get("content-length")) > maxBytes) {
    await body.cancel();
    throw tooLarge(maxBytes);
  }
  const reader = body.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(Math.min(FIRST_ROOM, maxBytes + 1));
  let size = 0;
  while (true) {
    const { done, value } = await reader.read(new Uint8Array(buffer, size));
    if (value === undefined) return "";
    buffer = value.buffer;
    if (done) return decoder.decode(new Uint8Array(buffer, 0, size));
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    if (size === buffer.byteLength) buffer = buffer.transfer(Math.min(size * 2, maxBytes + 1));
  }
}

function tooLarge(maxBytes: number): CallFailure {
  const limit = maxBytes < 2 ** 20 ? `${maxBytes} bytes` : `${Math.floor(maxBytes / 2 ** 20)} MiB`;
  return new CallFailure("large", `answered with more than ${limit}`, {
    hint: "ask for fewer groups or slices: limit() and timeslice() of the statement",
  });
}
