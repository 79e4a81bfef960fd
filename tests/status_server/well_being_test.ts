import { deepEqual, equal, match } from "node:assert/strict";
import { serve } from "./served.ts";

Deno.test("/healthz says that the program lives, /readyz whether searches are scheduled", async () => {
  let isReady = false;
  await using served = await serve({ ready: () => isReady });
  const ask = async (path: string) => {
    const { status, body } = await served.ask({ path });
    return [status, body];
  };
  deepEqual(await ask("/healthz"), [200, "ok\n"]);
  deepEqual(await ask("/readyz"), [
    503,
    "Cannot call leexport ready: it has no config yet, or it is stopping\n",
  ]);
  isReady = true;
  deepEqual(await ask("/readyz"), [200, "ok\n"]);
});

const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PROMETHEUS =
  "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2";
const TYPES: readonly (readonly [accept: string | undefined, contentType: string])[] = [
  [undefined, OPEN_METRICS],
  ["*/*", OPEN_METRICS],
  [PROMETHEUS, OPEN_METRICS],
  ["text/html,application/xhtml+xml,*/*;q=0.8", "text/plain; version=0.0.4; charset=utf-8"],
  ["text/plain;version=0.0.4", "text/plain; version=0.0.4; charset=utf-8"],
];

for (const [accept, contentType] of TYPES) {
  Deno.test(`/metrics is sent as ${contentType} to who accepts ${accept}`, async () => {
    await using served = await serve();
    const headers = accept === undefined ? {} : { accept };
    const answer = await served.ask({ path: "/metrics", headers });
    deepEqual([answer.status, answer.body], [200, "# EOF\n"]);
    equal(answer.headers.get("content-type"), contentType);
  });
}

Deno.test("/api/status is the document", async () => {
  await using served = await serve();
  const { headers, body } = await served.ask({ path: "/api/status" });
  equal(headers.get("content-type"), "application/json; charset=utf-8");
  equal(headers.get("cache-control"), "no-store");
  const { program, searches } = JSON.parse(body);
  deepEqual([program.state, searches.length], ["running", 2]);
});

Deno.test("what is not there is answered with what is", async () => {
  await using served = await serve();
  const { status, body } = await served.ask({ path: "/status?x" });
  equal(status, 404);
  equal(JSON.parse(body).error, "Cannot GET /status: nothing is there");
  match(JSON.parse(body).hint, /\/api\/status/);
});
