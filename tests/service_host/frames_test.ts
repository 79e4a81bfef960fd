import assert from "node:assert/strict";
import fc from "fast-check";
import { FrameReader, FrameWriter, NO_TOKEN } from "../../src/service_host/frames.ts";

const TOKEN = new Uint8Array([1, 2, 3, 4]);
const LONGEST = { longest: 1_000_000 };

async function written(texts: readonly string[], token: Uint8Array): Promise<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = new FrameWriter(writable, token);
  for (const text of texts) writer.write(text);
  const chunks: number[] = [];
  const size = texts.reduce((sum, text) => sum + token.length + 4 + encode(text).length, 0);
  for await (const chunk of readable) {
    chunks.push(...chunk);
    if (chunks.length >= size) break;
  }
  return new Uint8Array(chunks);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)), bytes.length];
  const sorted = places.sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => bytes.slice(sorted[index], end));
}

Deno.test("texts come out of frames as they went in, however the stream is cut", async () => {
  const texts = fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(texts, fc.array(fc.nat(), { maxLength: 12 }), async (texts, places) => {
      for (const token of [TOKEN, NO_TOKEN]) {
        const reader = new FrameReader(token, LONGEST);
        const chunks = cut(await written(texts, token), places);
        assert.deepEqual(chunks.flatMap((chunk) => [...reader.read(chunk)]), texts);
      }
    }),
    { numRuns: 50 },
  );
});

Deno.test("a frame with another token spoils the stream", async () => {
  const bytes = await written(["text"], new Uint8Array([1, 2, 3, 5]));
  const reader = new FrameReader(TOKEN, LONGEST);
  assert.throws(
    () => [...reader.read(bytes)],
    new TypeError("something that is no message was written to its standard output"),
  );
});

Deno.test("a frame that is too large is refused before it has arrived", () => {
  const reader = new FrameReader(NO_TOKEN, { longest: 10 });
  assert.throws(() => [...reader.read(new Uint8Array([0, 0, 0, 11]))], TypeError);
});

Deno.test("a writer whose reader is gone swallows texts", async () => {
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = new FrameWriter(writable, NO_TOKEN);
  await readable.cancel();
  writer.write("lost");
  await writer.abort();
});
