import { CallFailure } from "./call_failure.ts";

const decoder = new TextDecoder();

/**
 * Reads a body as UTF-8 text, never holding more than the limit. A body whose length the server has stated is read in
 * one go, which costs about half; a compressed or chunked one is counted as it comes.
 *
 * @param response Its body is read or cancelled.
 * @param options.maxBytes Most bytes, after decompression.
 * @throws {CallFailure} `large` past the limit.
 */
export async function readText(
  response: Response,
  { maxBytes }: { readonly maxBytes: number },
): Promise<string> {
  const { headers, body } = response;
  if (body === null) return "";
  const length = headers.get("content-length");
  const isExact = length !== null && !headers.has("content-encoding");
  if (isExact && Number(length) <= maxBytes) return await response.text();
  if (length !== null && Number(length) > maxBytes) {
    await body.cancel();
    throw tooLarge(maxBytes);
  }
  return decoder.decode(await readCounted(body, maxBytes));
}

async function readCounted(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(read.value);
  }
  const [first] = chunks;
  return first !== undefined && chunks.length === 1 ? first : join(chunks, size);
}

function join(chunks: readonly Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

function tooLarge(maxBytes: number): CallFailure {
  const limit = maxBytes < 2 ** 20 ? `${maxBytes} bytes` : `${Math.floor(maxBytes / 2 ** 20)} MiB`;
  return new CallFailure("large", `answered with more than ${limit}`, {
    hint: "ask for fewer groups or slices: limit() and timeslice() of the statement",
  });
}
