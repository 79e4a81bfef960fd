import assert from "node:assert/strict";
import fc from "fast-check";
import { readText } from "../../src/log_search/read_text.ts";

/** Serves the text that the query string asks for, without stating its length. */
async function withServer(test: (url: (size: number) => string) => Promise<void>): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const size = Number(new URL(request.url).searchParams.get("size"));
    return new Response(new Blob([textOf(size)]).stream());
  });
  try {
    await test((size) => `http://127.0.0.1:${server.addr.port}/?size=${size}`);
  } finally {
    await server.shutdown();
  }
}

function textOf(size: number): string {
  return Array.from({ length: size }, (_, i) => String.fromCharCode(97 + i % 26)).join("");
}

Deno.test("readText() gives exactly what came, whatever its size, up to the limit", async () => {
  await withServer(async (url) => {
    const size = fc.oneof(
      fc.constantFrom(0, 1, 16_383, 16_384, 16_385, 32_768, 65_536, 131_073),
      fc.nat(150_000),
    );
    await fc.assert(
      fc.asyncProperty(size, fc.integer({ min: -2, max: 2 }), async (size, room) => {
        const maxBytes = Math.max(size + room, 0);
        const read = readText(await fetch(url(size)), { maxBytes });
        if (size <= maxBytes) return assert.equal(await read, textOf(size));
        await assert.rejects(read, {
          kind: "large",
          message: `answered with more than ${maxBytes} bytes`,
        });
      }),
      { numRuns: 60 },
    );
  });
});
