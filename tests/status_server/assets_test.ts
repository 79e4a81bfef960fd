import { deepEqual, equal, match, ok } from "node:assert/strict";
import { followed } from "./followed.ts";
import { serve } from "./served.ts";

Deno.test("every file that the page links to is served, without a type in it", async () => {
  await using served = await serve();
  const seen: string[] = [];
  for await (
    const { path, status, headers, body } of followed((path) => served.ask({ path }), "/")
  ) {
    equal(status, 200, path);
    equal(headers.get("cache-control"), "no-cache", path);
    match(headers.get("etag") ?? "", /^(?:W\/)?"[\w-]{22}"$/);
    seen.push(path);
    if (!path.endsWith(".ts")) continue;
    equal(headers.get("content-type"), "text/javascript; charset=utf-8");
    ok(!/^import type|^export interface/m.test(body), path);
  }
  ok(seen.includes("/page/main.ts"));
  ok(seen.includes("/page/lit-html/lit-html.js"));
});

Deno.test("a file that a browser has is not sent again, though a proxy has compressed it", async () => {
  await using served = await serve();
  const { headers, body } = await served.ask({ path: "/" });
  equal(headers.get("content-type"), "text/html; charset=utf-8");
  ok(body.length > 0);
  const etag = headers.get("etag") ?? "";
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await served.ask({ path: "/", headers: { "if-none-match": known } });
    deepEqual([again.status, again.body], [304, ""]);
  }
  equal((await served.ask({ path: "/", headers: { "if-none-match": '"other"' } })).status, 200);
});

const NO_FILES = [
  "/page/nothing.ts",
  "/page/deno.json",
  "/page/../status_server/app.ts",
  "/page/%2e%2e/status_server/app.ts",
  "/page/..%2fstatus_server%2fapp.ts",
  "/page/....//app.ts",
  "/page//etc/passwd",
  "/page/lit-html/package.json",
  "/page/lit-html/development/lit-html.js",
  "/page/lit-html/../../../../etc/hosts.js",
  "/page/",
];

for (const path of NO_FILES) {
  Deno.test(`the page has no file ${path}`, async () => {
    await using served = await serve();
    equal((await served.ask({ path })).status, 404);
  });
}
