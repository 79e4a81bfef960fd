import { deepEqual, equal, match } from "node:assert/strict";
import { configText, GECKOBOARD_KEY, writeConfig } from "../config_text.ts";
import { closedHost } from "../servers/closed_host.ts";
import { runProgram, startProgram } from "../program.ts";
import { askedQueries, finishedAnswer } from "../servers/answers.ts";
import { type Receiver, startReceiver } from "../../src/testing.ts";

async function runTwo(
  names: readonly string[],
  answer?: Parameters<typeof startReceiver>[0],
): Promise<{ result: Awaited<ReturnType<typeof runProgram>>; statements: readonly string[] }> {
  await using api = startReceiver({
    answer: ({ body }) => finishedAnswer(JSON.parse(body)),
  });
  await using geckoboard: Receiver = startReceiver(answer);
  const pushUrl = `${geckoboard.url}/v1/send/1`;
  await using file = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl }, { name: "visits", pushUrl }]),
  );
  const result = await runProgram(["run", "-c", file.path, ...names]);
  return { result, statements: askedQueries(api).map(({ leql }) => leql.statement).sort() };
}

Deno.test("leexport run runs every search once and exits 0", async () => {
  const { result, statements } = await runTwo([]);
  deepEqual([result.code, result.stderr], [0, ""]);
  match(result.stdout, /search "errors" ran in [\d.]+ s: accepted by geckoboard\n/);
  match(result.stdout, /search "visits" ran in [\d.]+ s: accepted by geckoboard\n/);
  deepEqual(statements, ["where(errors) calculate(count)", "where(visits) calculate(count)"]);
});

Deno.test("leexport run runs only the named searches", async () => {
  const { result, statements } = await runTwo(["visits"]);
  equal(result.code, 0);
  deepEqual(statements, ["where(visits) calculate(count)"]);
});

Deno.test("leexport run refuses an unknown name and says what was meant", async () => {
  const { result, statements } = await runTwo(["vists"]);
  deepEqual([result.code, result.stdout], [2, ""]);
  match(
    result.stderr,
    /^Cannot run "vists": .*config\.ini has no such search\n {2}hint: did you mean "visits"\?\n$/,
  );
  deepEqual(statements, []);
});

Deno.test("leexport run exits 1 when a destination refuses, naming its line", async () => {
  const { result } = await runTwo(["errors"], {
    answer: () => Response.json({ message: "no such widget" }, { status: 404 }),
  });
  equal(result.code, 1);
  match(
    result.stdout,
    /config\.ini:14: Cannot push search "errors" to "geckoboard": 127\.0\.0\.1:\d+ answered 404: .*\n {2}hint: correct push_url/,
  );
});

Deno.test("leexport run says what becomes of a payload that nobody takes", async () => {
  await using api = startReceiver({
    answer: ({ body }) => finishedAnswer(JSON.parse(body)),
  });
  const pushUrl = `http://${closedHost()}/v1/send/1`;
  const text = configText(api.url, [{ name: "errors", pushUrl }]);
  await using file = await writeConfig(text.replace("query_period = 3600", "query_period = 1"));
  const { code, stdout } = await runProgram(["run", "-c", file.path]);
  equal(code, 1);
  match(
    stdout,
    /Cannot push search "errors" .*\n {2}hint: run keeps nothing: run it again; leexport start keeps payloads and repeats the push\n$/,
  );
});

Deno.test("leexport run never shows a key that a destination repeats", async () => {
  const { result } = await runTwo(["errors"], {
    answer: ({ body }) => new Response(`not ${JSON.parse(body).api_key}`, { status: 422 }),
  });
  equal(result.code, 1);
  match(result.stdout, /answered 422: not \[secret\]\n/);
  equal(result.stdout.includes(GECKOBOARD_KEY), false);
});

Deno.test("leexport run ends quietly with 1 when it is interrupted", async () => {
  const never = Promise.withResolvers<Response>();
  await using api = startReceiver({ answer: () => never.promise });
  await using file = await writeConfig(
    configText(api.url, [{ name: "errors", pushUrl: "http://127.0.0.1:9/v1/send/1" }]),
  );
  await using program = startProgram(["run", "-c", file.path]);
  await api.received(1);
  program.signal("SIGINT");
  deepEqual(await program.ended, {
    code: 1,
    stdout: "interrupted: what was under way is given up\n",
    stderr: "",
  });
  never.resolve(new Response());
});

Deno.test("leexport run tells of an answer that does not fit and exits 0", async () => {
  await using api = startReceiver({
    answer: ({ body }) => finishedAnswer(JSON.parse(body)),
  });
  await using geckoboard = startReceiver();
  const text = configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }]);
  await using file = await writeConfig(
    text.replace("line_chart", "pie_chart").replace("calculate(count)", "groupby(x)"),
  );
  const { code, stdout } = await runProgram(["run", "-c", file.path]);
  equal(code, 0);
  match(stdout, /config\.ini:14: Cannot make a payload of search "errors" to "geckoboard": /);
  equal(geckoboard.requests.length, 0);
});

Deno.test("leexport run shows no part of a key that stands where a long answer is cut off", async () => {
  for (const before of [270, 280, 290]) {
    const { result } = await runTwo(["errors"], {
      answer: ({ body }) =>
        new Response("x".repeat(before) + JSON.parse(body).api_key, { status: 422 }),
    });
    equal(result.stdout.includes(GECKOBOARD_KEY.slice(0, 4)), false);
  }
});
