import { deepEqual, equal, match, ok } from "node:assert/strict";
import { configText, type SearchText, writeConfig } from "../config_text.ts";
import { API_KEY, GECKOBOARD_KEY } from "../config_text.ts";
import { programCommand } from "../../scripts/program_command.ts";
import { startProgram } from "../program.ts";

import { askedQueries, finishedAnswer } from "../servers/answers.ts";
import { startReceiver } from "../../src/testing.ts";

function startApi() {
  return startReceiver({ answer: ({ body }) => finishedAnswer(JSON.parse(body)) });
}

Deno.test("leexport start asks for the last query_range and pushes the payload, key inside", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver();
  const search: SearchText = { name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` };
  await using file = await writeConfig(configText(api.url, [search]));
  await using program = startProgram(["start", "-c", file.path]);
  await geckoboard.received(1);
  const [query] = askedQueries(api);
  equal(query!.leql.statement, "where(errors) calculate(count)");
  const { from, to } = query!.leql.during;
  equal(to - from, 600_000);
  ok(Math.abs(Date.now() - to) < 60_000);
  const payload = JSON.parse(geckoboard.requests[0]!.body);
  equal(payload.api_key, GECKOBOARD_KEY);
  const [series] = payload.data.series;
  equal(series.name, "errors");
  deepEqual(series.data[9], [
    new Date(Math.floor((from + 540_000) / 1000) * 1000).toISOString().replace(".000", ""),
    10,
  ]);
  await program.output(/search "errors" ran in .*: accepted by geckoboard/);
});

Deno.test("leexport start ends with 0 on SIGTERM, after the push under way", async () => {
  const pushed = Promise.withResolvers<Response>();
  await using api = startApi();
  await using geckoboard = startReceiver({ answer: () => pushed.promise });
  await using file = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }]),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await geckoboard.received(1);
  program.signal("SIGTERM");
  await program.output(/stops because of SIGTERM/);
  pushed.resolve(Response.json({ success: true }));
  const { code, stdout } = await program.ended;
  equal(code, 0);
  match(stdout, /accepted by geckoboard\n.* info {4}engine: stopped\n$/);
});

Deno.test("leexport start gives up what is under way at the second signal", async () => {
  const never = Promise.withResolvers<Response>();
  await using api = startReceiver({ answer: () => never.promise });
  await using file = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl: "http://127.0.0.1:9/v1/send/1" }]),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await api.received(1);
  program.signal("SIGINT");
  await program.output(/stops because of SIGINT/);
  program.signal("SIGINT");
  equal((await program.ended).code, 0);
  never.resolve(new Response());
});

Deno.test("leexport start restarts only the search that changed when the file changes", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver();
  const pushUrl = `${geckoboard.url}/v1/send/1`;
  const [kept, changed] = [{ name: "kept", pushUrl }, { name: "changed", pushUrl }];
  await using file = await writeConfig(configText(api.url, [kept, changed]));
  await using program = startProgram(["start", "-c", file.path]);
  await geckoboard.received(2);
  await file.replace(
    configText(api.url, [kept, { ...changed, statement: "where(new) calculate(count)" }]),
  );
  await program.output(/1 search started, 1 ended, 1 went on/);
  await geckoboard.received(3);
  deepEqual(askedQueries(api).map(({ leql }) => leql.statement), [
    "where(kept) calculate(count)",
    "where(changed) calculate(count)",
    "where(new) calculate(count)",
  ]);
});

Deno.test("leexport start reads the file again on SIGHUP", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver();
  const pushUrl = `${geckoboard.url}/v1/send/1`;
  await using file = await writeConfig(configText(api.url, [{ name: "first", pushUrl }]));
  await using secret = await writeConfig("one\n");
  await file.replace(
    configText(api.url, [{ name: "first", pushUrl }])
      .replace(GECKOBOARD_KEY, `\${file:${secret.path}}`),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await geckoboard.received(1);
  await Deno.writeTextFile(secret.path, "two\n");
  program.signal("SIGHUP");
  await geckoboard.received(2);
  deepEqual(geckoboard.requests.map(({ body }) => JSON.parse(body).api_key), ["one", "two"]);
});

Deno.test("leexport start goes on with the old config when the new one is broken, and says so", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver();
  const search = { name: "errors", period: 1, pushUrl: `${geckoboard.url}/v1/send/1` };
  const text = configText(api.url, [search]);
  await using file = await writeConfig(text);
  await using program = startProgram(["start", "-c", file.path]);
  await geckoboard.received(1);
  await file.replace(text.replace("query_period = 1", "query_period = soon"));
  await program.output(/Cannot take over .*config\.ini; the config before goes on\n/);
  await program.output(/config\.ini:12:\d+: Cannot /);
  const before = geckoboard.requests.length;
  await geckoboard.received(before + 1);
});

Deno.test("leexport start stops a search that the API refuses, naming its line, until the file changes", async () => {
  await using api = startReceiver({
    answer({ body }) {
      const query = JSON.parse(body);
      if (!query.leql.statement.includes("bad")) return finishedAnswer(query);
      return Response.json({ message: "no viable alternative" }, { status: 400 });
    },
  });
  await using geckoboard = startReceiver();
  const pushUrl = `${geckoboard.url}/v1/send/1`;
  const good = { name: "good", period: 1, pushUrl };
  const bad = { name: "bad", period: 1, pushUrl };
  await using file = await writeConfig(configText(api.url, [bad, good]));
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(/config\.ini:11: Cannot run search "bad": .*no viable alternative/);
  await geckoboard.received(3);
  const asked = askedQueries(api).filter(({ leql }) => leql.statement.includes("bad"));
  equal(asked.length, 1);
  await file.replace(
    configText(api.url, [{ ...bad, statement: "where(mended) calculate(count)" }, good]),
  );
  await program.output(/search "bad" ran in .*accepted by geckoboard/);
});

Deno.test("leexport start lets no search wait for a slow one", async () => {
  const never = Promise.withResolvers<Response>();
  await using api = startReceiver({
    answer({ body }) {
      const query = JSON.parse(body);
      if (query.leql.statement.includes("slow")) return never.promise;
      return finishedAnswer(query);
    },
  });
  await using geckoboard = startReceiver();
  const pushUrl = `${geckoboard.url}/v1/send/1`;
  await using file = await writeConfig(
    configText(api.url, [{ name: "slow", pushUrl }, { name: "quick", period: 1, pushUrl }]),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await geckoboard.received(3);
  ok(!program.stdout.includes('"slow" ran'));
  never.resolve(new Response());
});

Deno.test("leexport start pushes a payload again that the destination could not take", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver({
    answer: (_request, index) =>
      index === 0 ? new Response("later", { status: 503 }) : Response.json({ success: true }),
  });
  await using file = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }]),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(
    /config\.ini:14: Cannot push search "errors" to "geckoboard": 127\.0\.0\.1:\d+ answered 503: later; it waits and is tried again in 1 s\n/,
  );
  await program.output(/search "errors" ran in .*: waits for geckoboard/);
  await program.output(/search "errors": geckoboard takes payloads again, after 1 try that failed/);
  equal(geckoboard.requests.length, 2);
  equal(geckoboard.requests[0]!.body, geckoboard.requests[1]!.body);
  equal(askedQueries(api).length, 1);
});

Deno.test("leexport start says once and clearly when a destination refuses a payload", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver({
    answer: () => Response.json({ message: "Bad key" }, { status: 401 }),
  });
  await using file = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }]),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(
    /config\.ini:14: Cannot push search "errors" to "geckoboard": 127\.0\.0\.1:\d+ answered 401: .*\n {2}hint: correct api_key/,
  );
  equal(geckoboard.requests.length, 1);
});

Deno.test("leexport start refuses a broken config with every problem and exit code 2", async () => {
  await using file = await writeConfig(
    configText("http://127.0.0.1:9", [{ name: "errors", pushUrl: "http://127.0.0.1:9/v1" }])
      .replace("query_period = 3600", "query_period = five")
      .replace("geckoboard\n            push_url", "gekoboard\n            push_url"),
  );
  await using program = startProgram(["start", "-c", file.path]);
  const { code, stdout, stderr } = await program.ended;
  deepEqual([code, stdout], [2, ""]);
  match(stderr, /config\.ini:12:\d+: Cannot .*"five"/);
  match(stderr, /config\.ini:15:\d+: Cannot .*"gekoboard"/);
  match(stderr, /did you mean "geckoboard"\?/i);
});

Deno.test("leexport start never shows a key, whatever its log_level", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver({
    answer: ({ body }) => new Response(`you sent ${body}`, { status: 422 }),
  });
  await using file = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }])
      .replace("[Leexport]\n", "[Leexport]\n    log_level = debug\n"),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(/Cannot push search "errors"/);
  const commandLine = await commandLineOf(program.pid);
  program.signal("SIGTERM");
  const { stdout, stderr } = await program.ended;
  for (const text of [stdout, stderr, commandLine]) {
    ok(!text.includes(API_KEY) && !text.includes(GECKOBOARD_KEY));
  }
});

/** As every user of the machine can read it. */
async function commandLineOf(pid: number): Promise<string> {
  const { stdout } = await new Deno.Command("ps", { args: ["-ww", "-o", "args=", "-p", `${pid}`] })
    .output();
  const text = new TextDecoder().decode(stdout);
  match(text, / start -c /);
  return text;
}

Deno.test("leexport start names the lines that a kept search has now", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver({
    answer: () => Response.json({ message: "Bad key" }, { status: 401 }),
  });
  const text = configText(api.url, [
    { name: "errors", period: 1, pushUrl: `${geckoboard.url}/v1/send/1` },
    { name: "other", pushUrl: `${geckoboard.url}/v1/send/2` },
  ]);
  await using file = await writeConfig(text);
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(/config\.ini:14: Cannot push search "errors"/);
  await file.replace(`# a\n# b\n${text.replace("where(other)", "where(changed)")}`);
  await program.output(/config\.ini:16: Cannot push search "errors"/);
});

Deno.test("leexport start finishes a run whose service the new config does not use any more", async () => {
  const answer = Promise.withResolvers<void>();
  await using api = startReceiver({
    async answer({ body }) {
      const query = JSON.parse(body);
      if (query.leql.statement.includes("graphite")) await answer.promise;
      return finishedAnswer(query);
    },
  });
  await using sink = startReceiver();
  const pushUrl = `${sink.url}/v1/send/1`;
  const graphite = configText(api.url, [{ name: "graphite", pushUrl }])
    .replace("[Searches]", "[[hosted_graphite]]\napi_key = graphite-key-1\n[Searches]")
    .replace("service = geckoboard", "service = hosted_graphite\nmetric_name = m")
    .replace(/ *widget_type.*\n *name.*\n/, "");
  await using file = await writeConfig(graphite);
  await using program = startProgram(["start", "-c", file.path]);
  await api.received(1);
  await file.replace(configText(api.url, [{ name: "other", pushUrl }]));
  await program.output(/1 search started, 1 ended, 0 went on/);
  answer.resolve();
  await program.output(/search "graphite" ran in .*: accepted by hosted_graphite/);
});

Deno.test("leexport start takes over a changed log_level", async () => {
  await using api = startApi();
  await using geckoboard = startReceiver();
  const text = configText(api.url, [
    { name: "errors", period: 1, pushUrl: `${geckoboard.url}/v1/send/1` },
  ]);
  await using file = await writeConfig(
    text.replace("[Leexport]\n", "[Leexport]\n    log_level = error\n"),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await geckoboard.received(1);
  equal(program.stdout, "");
  await file.replace(text);
  await program.output(/search "errors" ran in .*: accepted by geckoboard/);
});

Deno.test("leexport start names the line of logs when a log is unknown", async () => {
  await using api = startReceiver({
    answer: () => Response.json({ message: "HTTP 404 Not Found" }, { status: 404 }),
  });
  await using file = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl: "http://127.0.0.1:9/v1/send/1" }]),
  );
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(
    /config\.ini:10: Cannot run search "errors": 127\.0\.0\.1:\d+ answered 404 \(Not Found\)\n {2}hint: correct logs/,
  );
});

Deno.test({
  name: "leexport start ends in good order when its terminal is closed",
  // Elsewhere there is no flock, and script has other options.
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using api = startApi();
    await using geckoboard = startReceiver();
    const text = configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }]);
    await using file = await writeConfig(
      text.replace("[Leexport]\n", "[Leexport]\nstate_dir = none\n"),
    );
    const lock = `${file.folder}/lock`;
    const { command, args } = programCommand(["start", "-c", file.path]);
    // The program inherits the lock, which is free again when it has ended.
    const shell = `exec 9>${lock}; flock 9; exec ${
      [command, ...args].map((word) => `'${word}'`).join(" ")
    }`;
    await using terminal = new Deno.Command("script", {
      args: ["-qfc", shell, "/dev/null"],
      stdin: "null",
      stdout: "null",
    }).spawn();
    await geckoboard.received(1);
    using held = await Deno.open(lock, { write: true });
    equal(held.tryLockSync(true), false);
    terminal.kill("SIGKILL");
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error("it runs on")), 30_000);
    await Promise.race([held.lock(true), late.promise]);
    clearTimeout(timer);
  },
});
