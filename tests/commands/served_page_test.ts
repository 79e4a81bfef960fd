import { equal, match, ok } from "node:assert/strict";
import { startReceiver } from "../../src/testing.ts";
import { configText, writeConfig } from "../config_text.ts";
import { startProgram } from "../program.ts";
import { followed } from "../status_server/followed.ts";
import { startApi, stop } from "./contiguous_config.ts";
import { openStatusPage, withStatusPage } from "./status_page.ts";

Deno.test("leexport start serves every file of its page, and a picture, also without a browser", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = withStatusPage(configText(api.url, [{ name: "errors", pushUrl: sink.url }]));
  await using file = await writeConfig(text);
  await using program = startProgram(["start", "-c", file.path]);
  const page = await openStatusPage(program);
  await program.output(/accepted by geckoboard/);
  const ask = async (path: string) => {
    const response = await fetch(`${page.url}${path}`);
    return { status: response.status, headers: response.headers, body: await response.text() };
  };
  const seen: string[] = [];
  for await (const { path, status, body } of followed(ask, "/")) {
    equal(status, 200, path);
    ok(body !== "", path);
    seen.push(path);
  }
  ok(seen.includes("/page/main.ts") && seen.includes("/page/lit-html/lit-html.js"), seen.join());
  const picture = await ask("/api/pictures/errors/destination?scheme=light");
  match(picture.body, /^<svg /);
  await stop(program);
});
