import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { Status } from "../../src/status/status.ts";
import { API_KEY, type ConfigFile, configText, writeConfig } from "../config_text.ts";
import { type Program, runProgram, startProgram } from "../program.ts";
import { startReceiver } from "../../src/testing.ts";
import { statusOf } from "../status/document.ts";
import { contiguousText, startApi, stop } from "./contiguous_config.ts";

const TOKEN = "0123456789abcdef0123";
const DEAD_PROXY = { HTTP_PROXY: "http://127.0.0.1:9", http_proxy: "http://127.0.0.1:9" };

/** A config whose status is served at a socket beside it, and whose store is there, too. */
function served(text: string, { token = TOKEN }: { readonly token?: string } = {}): string {
  const keys = ["status_address = unix:status.sock"];
  if (!text.includes("state_dir")) keys.push("state_dir = state");
  if (token !== "") keys.push(`status_token = ${token}`);
  return text.replace("status_address = none", keys.join("\n    "));
}

async function startServed(file: ConfigFile): Promise<Program> {
  const program = startProgram(["start", "-c", file.path]);
  await program.output(/status page at /);
  return program;
}

Deno.test("leexport status tells of the one that runs, and ends with 0 while all is well", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = served(configText(api.url, [{ name: "errors", pushUrl: sink.url }]));
  await using file = await writeConfig(text);
  await using program = await startServed(file);
  await program.output(/accepted by geckoboard/);
  const shown = await runProgram(["status", "-c", file.path], { env: DEAD_PROXY });
  match(shown.stdout, /^leexport runs, 1 search is well\nleexport \S+, .*process \d+/);
  match(shown.stdout, /\n✓ errors {2}waiting {2}\d+ s ago +in \d+ min /);
  equal(shown.code, 0);
  const json = await runProgram(["status", "-c", file.path, "--json"]);
  const { program: { state, pid } }: Status = JSON.parse(json.stdout);
  deepEqual([state, pid], ["running", program.pid]);
  ok(!json.stdout.includes(API_KEY));
  await stop(program);
});

Deno.test("leexport status in a pipe is as wide as COLUMNS says", async () => {
  const pushUrl = "http://127.0.0.1:9/v1/send/1";
  const name = "errors of every shop in every minute";
  await using file = await writeConfig(served(configText(pushUrl, [{ name, pushUrl }])));
  const widest = async (columns: string) => {
    const args = ["status", "-c", file.path];
    const { stdout } = await runProgram(args, { env: { COLUMNS: columns } });
    return Math.max(...stdout.split("\n").map((line) => line.length));
  };
  const [narrow, usual] = [await widest("40"), await widest("")];
  ok(narrow <= 40, `${narrow}`);
  ok(usual > 40 && usual <= 80, `${usual}`);
});

Deno.test("leexport status says so if the one that answers runs another config", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = served(configText(api.url, [{ name: "errors", pushUrl: sink.url }]));
  await using file = await writeConfig(text);
  const other = `${file.folder}/other.ini`;
  await Deno.copyFile(file.path, other);
  await using program = await startServed(file);
  const same = await runProgram(["status", "-c", file.path]);
  ok(!same.stdout.includes("note:"));
  const { stdout } = await runProgram(["status", "-c", other]);
  ok(stdout.startsWith(`note: the leexport that answers runs ${file.path}, not ${other}; `));
  await stop(program);
});

Deno.test("leexport status says what fails, since when and what to do, and ends with 1", async () => {
  await using api = startApi();
  await using sink = startReceiver({ answer: () => new Response("no", { status: 401 }) });
  const text = served(configText(api.url, [{ name: "errors", pushUrl: sink.url }]));
  await using file = await writeConfig(text);
  await using program = await startServed(file);
  await program.output(/nothing was accepted/);
  const { code, stdout } = await runProgram(["status", "-c", file.path]);
  match(stdout, /^leexport runs, its search fails\n/);
  match(stdout, /\n✗ Cannot push .*401/);
  match(stdout, /since \d\d:\d\d:\d\d; .*config\.ini:\d+\n {2}hint: /);
  match(stdout, /\n✗ errors .* 1 refused\n$/);
  equal(code, 1);
  await stop(program);
});

Deno.test("leexport status tells what the store knows while leexport does not run, and ends with 3", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = served(configText(api.url, [{ name: "errors", pushUrl: sink.url }]));
  await using file = await writeConfig(text);
  const before = await runProgram(["status", "-c", file.path]);
  match(before.stdout, /^leexport does not run\n/);
  equal(before.code, 3);
  {
    await using program = await startServed(file);
    await program.output(/accepted by geckoboard/);
    await stop(program);
  }
  const after = await runProgram(["status", "-c", file.path]);
  match(after.stdout, /^leexport does not run\n/);
  match(
    after.stdout,
    /✗ leexport does not run, and nothing has been pushed\n {2}for \d+ s, since /,
  );
  match(after.stdout, /hint: leexport start -c /);
  const json = await runProgram(["status", "-c", file.path, "--json"]);
  const { program: { health }, searches: [errors] }: Status = JSON.parse(json.stdout);
  deepEqual([health, errors?.health], ["failing", "failing"]);
  equal(after.code, 3);
  await file.replace(text.replace("query_period = 3600", "query_period = five"));
  const broken = await runProgram(["status", "-c", file.path]);
  match(broken.stdout, /✗ Cannot read query_period of search "errors": "five"/);
  match(broken.stdout, /\n✗ errors/);
  equal(broken.code, 3);
});

Deno.test("leexport status says that leexport runs although its status is not served", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = served(configText(api.url, [{ name: "errors", pushUrl: sink.url }]));
  await using file = await writeConfig(text.replace("unix:status.sock", "none"));
  await using program = startProgram(["start", "-c", file.path]);
  await program.output(/accepted by geckoboard/);
  const asWanted = await runProgram(["status", "-c", file.path]);
  match(asWanted.stdout, /^leexport runs, 1 search is well\n/);
  equal(asWanted.code, 0);
  await file.replace(text);
  const { code, stdout } = await runProgram(["status", "-c", file.path]);
  match(stdout, /^leexport runs, 1 search is well, but not all is well\n/);
  ok(
    stdout.replaceAll(/\n +/g, " ").includes(
      `✗ Cannot ask leexport: it runs as process ${program.pid}, but does not serve its status`,
    ),
    stdout,
  );
  equal(code, 1);
  await stop(program);
});

Deno.test("leexport status --watch --json prints a document a line, on each change", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = served(configText(api.url, [{ name: "errors", period: 1, pushUrl: sink.url }]));
  await using file = await writeConfig(text);
  await using watch = startProgram(["status", "-c", file.path, "--watch", "--json"]);
  await watch.output(/^\{.*"state":"not running".*\}\n/);
  await using program = await startServed(file);
  await watch.output(/\n\{.*"state":"running".*"outcome":"ok".*\}\n/);
  await stop(program);
  await watch.output(/"state":"running".*\}\n\{.*"state":"not running".*\}\n$/);
  watch.signal("SIGINT");
  const { code, stdout } = await watch.ended;
  equal(code, 3);
  for (const line of stdout.trimEnd().split("\n")) JSON.parse(line);
});

Deno.test("leexport status --watch lets a second pass before it connects again", async () => {
  const connectedAt: number[] = [];
  const event = `event: status\ndata: ${JSON.stringify(statusOf([]))}\n\n`;
  await using ending = startReceiver({
    answer() {
      connectedAt.push(performance.now());
      return new Response(event, { headers: { "content-type": "text/event-stream" } });
    },
  });
  const text = configText("http://127.0.0.1:9", [{ name: "errors", pushUrl: ending.url }]);
  await using file = await writeConfig(
    text.replace("status_address = none", `status_address = ${new URL(ending.url).host}`),
  );
  await using watch = startProgram(["status", "-c", file.path, "--watch", "--json"]);
  await ending.received(3);
  watch.signal("SIGINT");
  await watch.ended;
  const [first = 0, second = 0, third = 0] = connectedAt;
  ok(Math.min(second - first, third - second) >= 1000, connectedAt.join(", "));
});

Deno.test("leexport pause, resume, reload and retry say what they did", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = served(
    configText(api.url, [{
      name: "errors, all",
      statement: "calculate(count)",
      pushUrl: sink.url,
    }]),
  );
  await using file = await writeConfig(text);
  await using program = await startServed(file);
  await program.output(/accepted by geckoboard/);
  const said = async (...args: string[]) => (await runProgram([...args, "-c", file.path])).stdout;
  equal(await said("pause", "errors, all"), 'search "errors, all" is paused\n');
  match(await said("status"), /1 search is paused\n[^]*\n= errors, all +paused/);
  equal(await said("resume", "errors, all"), 'search "errors, all" goes on\n');
  match(await said("reload"), /^nothing to change: 1 search/);
  equal(await said("retry"), "nothing waits and nothing is kept rejected\n");
  deepEqual(await runProgram(["pause", "erors, all", "-c", file.path]), {
    code: 1,
    stdout: "",
    stderr: 'Cannot pause search "erors, all": the config has no such search\n' +
      '  hint: did you mean "errors, all"?\n',
  });
  await stop(program);
});

Deno.test("leexport retry pushes again what was refused", async () => {
  let isStrict = true;
  await using api = startApi();
  await using sink = startReceiver({
    answer: () => isStrict ? new Response("no", { status: 400 }) : new Response("ok"),
  });
  const destinations = { destination: { url: sink.url } };
  await using file = await writeConfig(served(contiguousText({ api: api.url, destinations })));
  await using program = await startServed(file);
  await program.output(/answered 400/);
  isStrict = false;
  const { stdout } = await runProgram(["retry", "hits", "-c", file.path]);
  match(stdout, /^pushes again what was rejected: \d+ payloads?(; tries at once .*)?\n$/);
  await stop(program);
});

Deno.test("an action needs a running leexport", async () => {
  await using file = await writeConfig(
    served(configText("http://127.0.0.1:9", [{ name: "errors", pushUrl: "http://127.0.0.1:9" }])),
  );
  const { code, stderr } = await runProgram(["reload", "-c", file.path]);
  match(
    stderr,
    /^Cannot ask leexport at unix:.*status\.sock: nobody listens there\n {2}hint: start/,
  );
  equal(code, 1);
});

Deno.test("an action without a token says what to add", async () => {
  const text = configText("http://127.0.0.1:9", [{
    name: "errors",
    pushUrl: "http://127.0.0.1:9",
  }]);
  await using file = await writeConfig(served(text, { token: "" }));
  const reload = await runProgram(["reload", "-c", file.path]);
  ok(
    reload.stderr.startsWith(
      `Cannot reload: [Leexport] of ${file.path} holds no status_token\n  hint: add status_token = `,
    ),
    reload.stderr,
  );
  match(
    reload.stderr,
    /; or send SIGHUP: systemctl reload leexport, or kill -HUP and the process that leexport status tells\n$/,
  );
  equal(reload.code, 1);
  const pause = await runProgram(["pause", "errors", "-c", file.path]);
  match(pause.stderr, /^Cannot pause: [^]*as soon as the file is read again\n$/);
});

Deno.test("LEEXPORT_STATUS_TOKEN takes the place of a token that only the service can read", async () => {
  await using api = startApi();
  await using sink = startReceiver();
  const text = configText(api.url, [{ name: "errors", pushUrl: sink.url }]);
  await using file = await writeConfig(served(text, { token: "${credential:status}" }));
  await Deno.writeTextFile(`${file.folder}/status`, TOKEN);
  await using program = startProgram(["start", "-c", file.path], {
    env: { CREDENTIALS_DIRECTORY: file.folder },
  });
  await program.output(/status page at /);
  const refused = await runProgram(["reload", "-c", file.path]);
  match(refused.stderr, /credential status is out of reach/);
  match(refused.stderr, /\nCannot reload: .*LEEXPORT_STATUS_TOKEN in the environment/);
  equal(refused.code, 2);
  equal((await runProgram(["status", "-c", file.path])).code, 0);
  const env = { LEEXPORT_STATUS_TOKEN: TOKEN };
  const { stdout } = await runProgram(["reload", "-c", file.path], { env });
  match(stdout, /^nothing to change/);
  await stop(program);
});
