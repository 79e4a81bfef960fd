import { deepEqual, equal, match, ok } from "node:assert/strict";
import { configText, writeConfig } from "../config_text.ts";
import { startProgram } from "../program.ts";
import { startReceiver } from "../../src/testing.ts";
import { contiguousText, startApi, stop, windowsOf } from "./contiguous_config.ts";
import { openStatusPage, withStatusPage } from "./status_page.ts";

Deno.test("leexport start runs a search at once when it is told to, and keeps to its plan", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const search = { name: "errors", period: 3600, pushUrl: `${sink.url}/v1` };
  await using file = await writeConfig(withStatusPage(configText(api.url, [search])));
  await using program = startProgram(["start", "-c", file.path]);
  const page = await openStatusPage(program);
  await sink.received(1);
  const before = await page.until(({ searches: [errors] }) => errors?.state === "waiting");
  deepEqual(await page.act("searches/errors/run"), {
    code: 200,
    said: 'search "errors" runs now',
  });
  await sink.received(2);
  const after = await page.until(({ searches: [errors] }) => errors?.history.length === 2);
  const plans = [before, after].map(({ searches: [errors] }) => errors?.nextRunAt ?? 0);
  ok(Math.abs(plans[0]! - plans[1]!) < 1000);
  await stop(program);
});

Deno.test("a search that was paused asks nothing, also in the next life, until it is resumed", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const searches = ["still", "going"].map((name) => {
    return { name, period: 1, pushUrl: `${sink.url}/${name}` };
  });
  const text = withStatusPage(configText(api.url, searches));
  await using file = await writeConfig(text.replace("[Leexport]\n", "[Leexport]\nstate_dir = s\n"));
  const pushesOf = (name: string) => sink.requests.filter(({ path }) => path === `/${name}`).length;
  {
    await using program = startProgram(["start", "-c", file.path]);
    const page = await openStatusPage(program);
    await page.act("searches/still/pause");
    await page.until(({ searches }) => searches[0]?.state === "paused");
    await stop(program);
  }
  const before = pushesOf("still");
  await using program = startProgram(["start", "-c", file.path]);
  const page = await openStatusPage(program);
  const goal = pushesOf("going") + 3;
  await page.until(() => pushesOf("going") >= goal);
  equal(pushesOf("still"), before);
  match((await page.act("searches/still/run")).said, /Cannot run search "still": it is paused/);
  await page.act("searches/still/resume");
  await page.until(() => pushesOf("still") > before);
  await stop(program);
});

Deno.test("rejected payloads are pushed again when somebody wants that", async () => {
  let isStrict = true;
  await using api = startApi();
  await using sink = startReceiver({
    answer: () => isStrict ? new Response("no", { status: 400 }) : new Response("ok"),
  });
  const destinations = { destination: { url: sink.url } };
  const text = withStatusPage(contiguousText({ api: api.url, destinations }));
  await using file = await writeConfig(text);
  await using program = startProgram(["start", "-c", file.path]);
  const page = await openStatusPage(program);
  const refused = await page.until(({ searches: [hits] }) => hits!.destinations[0]!.rejected >= 2);
  const [trouble] = refused.searches[0]!.destinations[0]!.troubles;
  match(trouble!.message, /Cannot push to hosted_graphite: .* answered 400/);
  isStrict = false;
  match(
    (await page.act("searches/hits/retry")).said,
    /^pushes again what was rejected: \d+ payloads?/,
  );
  await page.until(({ program: { health }, searches: [hits] }) =>
    health === "ok" && hits!.destinations[0]!.rejected === 0
  );
  await stop(program);
  const windows = windowsOf(sink.requests).map(([from]) => from);
  ok(windows.length > new Set(windows).size);
});

Deno.test("a payload that waits is tried at once when somebody wants that", async () => {
  let isDown = true;
  await using api = startApi();
  await using sink = startReceiver({
    answer: () =>
      isDown
        ? new Response("later", { status: 503, headers: { "retry-after": "3600" } })
        : new Response("ok"),
  });
  const search = { name: "errors", period: 3600, pushUrl: sink.url };
  await using file = await writeConfig(withStatusPage(configText(api.url, [search])));
  await using program = startProgram(["start", "-c", file.path]);
  const page = await openStatusPage(program);
  await page.until(({ searches: [errors] }) => errors!.destinations[0]!.health === "failing");
  isDown = false;
  match((await page.act("searches/errors/retry")).said, /^tries at once what waits: 1 payload$/);
  await page.until(({ program: { health } }) => health === "ok");
  await stop(program);
});

Deno.test("a reload from outside says what it changed, or what is wrong with the file", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const first = withStatusPage(configText(api.url, [{ name: "one", pushUrl: sink.url }]));
  await using file = await writeConfig(first);
  await using program = startProgram(["start", "-c", file.path]);
  const page = await openStatusPage(program);
  match((await page.act("reload")).said, /^nothing to change: 1 search/);
  await file.replace(first.replace("query_period = 3600", "query_period = five"));
  const refused = await page.act("reload");
  equal(refused.code, 409);
  match(refused.said, /Cannot take over .*\n.*config\.ini:\d+:\d+: Cannot .*"five"/);
  const { program: { troubles } } = await page.until(({ program: { health } }) => health !== "ok");
  match(troubles[0]!.message, /"five"/);
  await file.replace(first.replace("query_period = 3600", "query_period = 1800"));
  await page.until(({ program: { health } }) => health === "ok");
  await stop(program);
});

Deno.test("leexport start goes on without a status page where its address is in use", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = configText(api.url, [{ name: "errors", pushUrl: sink.url }]);
  await using file = await writeConfig(
    text.replace("status_address = none", `status_address = ${sink.host}`),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(
    /error +status: Cannot serve the status page at 127.*: the address is in use; .*\n {2}hint: /,
  );
  await program.output(/accepted by geckoboard/);
  await stop(program);
});

Deno.test("leexport start says that it is ready once its searches are scheduled", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = withStatusPage(configText(api.url, [{ name: "errors", pushUrl: sink.url }]));
  await using file = await writeConfig(text);
  await using program = startProgram(["start", "-c", file.path]);
  const { url } = await openStatusPage(program);
  for (const path of ["/healthz", "/readyz", "/metrics", "/"]) {
    const response = await fetch(url + path);
    equal(response.status, 200, path);
    const body = await response.text();
    ok(!body.includes("0a1b2c3d-log-search-key"));
  }
  await stop(program);
});
