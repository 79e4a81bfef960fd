import { equal, match } from "node:assert/strict";
import { startReceiver } from "../../src/testing.ts";
import { configText, writeConfig } from "../config_text.ts";
import { startProgram } from "../program.ts";
import { finishedAnswer } from "../servers/answers.ts";
import { withStatusPage } from "./status_page.ts";

/** An API that keeps the first query waiting: until it answers, the status page is not loaded for a while. */
function startHeldApi() {
  const held = Promise.withResolvers<void>();
  const api = startReceiver({
    async answer({ body }) {
      await held.promise;
      return finishedAnswer(JSON.parse(body));
    },
  });
  return Object.assign(api, { letGo: held.resolve });
}

Deno.test("leexport start serves its status where it began, though the file changes meanwhile", async () => {
  await using api = startHeldApi();
  await using sink = startReceiver();
  const text = configText(api.url, [{ name: "errors", pushUrl: `${sink.url}/v1` }]);
  await using file = await writeConfig(withStatusPage(text));
  await using program = startProgram(["start", "-c", file.path]);
  await api.received(1);
  await file.replace(text);
  program.signal("SIGHUP");
  await program.output(/status_address of \[Leexport\] changed: that counts from the next start/);
  api.letGo();
  await sink.received(1);
  program.signal("SIGTERM");
  const { code, stdout } = await program.ended;
  equal(code, 0);
  match(stdout, /status page at http:/);
});

Deno.test("leexport start ends in good order before its status page is loaded", async () => {
  await using api = startHeldApi();
  await using sink = startReceiver();
  const search = { name: "errors", pushUrl: `${sink.url}/v1` };
  await using file = await writeConfig(withStatusPage(configText(api.url, [search])));
  await using program = startProgram(["start", "-c", file.path]);
  await api.received(1);
  program.signal("SIGTERM");
  await program.output(/stops because of SIGTERM/);
  api.letGo();
  const { code, stdout, stderr } = await program.ended;
  equal(code, 0);
  equal(stderr, "");
  match(stdout, /accepted by geckoboard\n.* info {4}engine: stopped\n$/);
});
