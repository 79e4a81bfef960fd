import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { serve, TOKEN } from "./served.ts";

const ACTIONS: readonly (readonly [path: string, asked: string])[] = [
  ["/api/reload", "reload"],
  ["/api/retry", "retry all"],
  ["/api/searches/errors/run", "run errors"],
  ["/api/searches/errors/pause", "pause errors"],
  ["/api/searches/errors/resume", "resume errors"],
  ["/api/searches/errors/retry", "retry errors"],
];

const headers = { authorization: `Bearer ${TOKEN}` };

for (const [path, asked] of ACTIONS) {
  Deno.test(`POST ${path} with the token asks for ${asked}, and says what was done`, async () => {
    await using served = await serve();
    const { status, body } = await served.ask({ method: "POST", path, headers });
    equal(status, 200);
    deepEqual(JSON.parse(body), { done: `Did ${asked}` });
    deepEqual(served.controls.asked, [asked]);
  });
}

Deno.test("an action that cannot be done says why, and what to do", async () => {
  await using served = await serve();
  const path = "/api/searches/visits/run";
  const { status, body } = await served.ask({ method: "POST", path, headers });
  equal(status, 409);
  deepEqual(JSON.parse(body), { error: "Cannot run it: it runs", hint: "wait for its end" });
});

Deno.test("a fault of the program is answered with a sentence and no stack", async () => {
  await using served = await serve({
    metrics: () => Promise.reject(new TypeError("x is not a function")),
  });
  const { status, body } = await served.ask({ path: "/metrics" });
  equal(status, 500);
  deepEqual(JSON.parse(body), { error: "Cannot answer: leexport has a fault; its log says more" });
});

Deno.test("a search can have any name in an address", async () => {
  await using served = await serve();
  // Browsers take a path of dots for a folder, however it is written.
  const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) =>
    !/^\.{1,2}$/.test(text)
  );
  await fc.assert(
    fc.asyncProperty(name, async (search) => {
      const path = `/api/searches/${encodeURIComponent(search)}/pause`;
      const { body } = await served.ask({ method: "POST", path, headers });
      equal(JSON.parse(body).done, `Did pause ${search}`);
    }),
    {
      examples: [["a/b"], ["100 %"], ["%2F"], ["%25"], ["Köln"], ["😀"], ["a?b#c"], ["a\\b"], [
        "__proto__",
      ]],
    },
  );
});
