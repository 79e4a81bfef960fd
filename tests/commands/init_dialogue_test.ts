import { deepEqual, equal, match, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { loadConfig } from "../../src/config/load_config.ts";
import { openCatalog } from "../../src/service_host/catalog.ts";
import { type Simulator, startSimulator } from "../../src/simulator/simulator.ts";
import { runProgram } from "../program.ts";
import { closedHost } from "../servers/closed_host.ts";
import { startMuteServer } from "../servers/mute_server.ts";
import { KEY, startInTerminal, type Terminal, type TerminalOptions } from "../terminal.ts";

interface Place extends AsyncDisposable {
  readonly folder: string;
  readonly simulator: Simulator;
  init(args: readonly string[], options?: TerminalOptions): Terminal;
}

/** A folder of its own, and a simulator over some logs of the same lines. */
async function prepare(
  { logs = ["Shop/access"], apiKey }: {
    readonly logs?: readonly string[];
    readonly apiKey?: string;
  } = {},
): Promise<Place> {
  const folder = await Deno.makeTempDir();
  const file = fileURLToPath(new URL("../../examples/access.log", import.meta.url));
  const simulator = await startSimulator({ logs: logs.map((name) => ({ name, file })), apiKey });
  return {
    folder,
    simulator,
    init: (args, options) => startInTerminal(["init", ...args], { cwd: folder, ...options }),
    async [Symbol.asyncDispose]() {
      await simulator[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function pick(terminal: Terminal, question: RegExp, keys = ""): Promise<void> {
  await terminal.shows(question);
  if (keys !== "") await terminal.type(keys);
  await terminal.type(KEY.enter);
}

async function read(path: string): Promise<string> {
  return await Deno.readTextFile(path);
}

Deno.test("a dialogue against a simulator ends in a config that check passes and run runs", async () => {
  await using place = await prepare();
  await using terminal = place.init(["--url", place.simulator.url]);
  await pick(terminal, /Which log is asked\?/);
  await pick(terminal, /What is asked\?/);
  await pick(terminal, /What is the search called\?/);
  await pick(terminal, /Every how many seconds is it asked\?/);
  await pick(terminal, /About how many seconds before\?/);
  await pick(terminal, /Where does the answer go\?/);
  equal(await terminal.ended, 0, terminal.shown);
  match(terminal.shown, /leexport preview -c config\.ini "Events per minute"/);
  match(terminal.shown, /\[terminal restored\]/);
  const file = `${place.folder}/config.ini`;
  equal((await Deno.stat(file)).mode! & 0o777, 0o600);
  const check = await runProgram(["check", "-c", file]);
  deepEqual([check.stdout, check.code], [`${file} is good: 1 search\n`, 0]);
  const run = await runProgram(["run", "-c", file]);
  equal(run.code, 0, run.stdout + run.stderr);
  match(run.stdout, /Would push/);
});

Deno.test("a dialogue from nothing asks for address, key, statement and widget", async () => {
  const apiKey = "a-key-of-its-own-0001";
  await using place = await prepare({ apiKey });
  await using terminal = place.init(["mine.ini"]);
  await pick(terminal, /Which region/, KEY.up);
  await pick(terminal, /At which address/, place.simulator.url);
  await pick(terminal, /Where does the log search API key come from\?/);
  await pick(terminal, /The log search API key/, apiKey);
  await pick(terminal, /There is 1 log[^]*Which log is asked\?/);
  await pick(terminal, /What is asked\?/, KEY.up);
  await pick(terminal, /Which statement\?/, "groupby(status) calculate(cont)");
  await terminal.shows(/there is no such function; did you mean count/);
  await pick(terminal, /there is no/, "\x7f\x7f\x7f\x7fount)");
  await pick(terminal, /What is the search called\?/, " by status");
  await pick(terminal, /Every how many/);
  await pick(terminal, /About how many/);
  await pick(terminal, /Where does the answer go\?[^]*dummy[^]*geckoboard[^]*kafka/, KEY.down);
  await pick(terminal, /Push address of the widget/, "https://push.geckoboard.com/v1/send/1");
  await pick(terminal, /Kind of the widget[^]*bar_chart[^]*pie_chart/, KEY.down);
  await pick(terminal, /Where does the API key of geckoboard come from\?/, KEY.down);
  equal(await terminal.ended, 0, terminal.shown);
  match(terminal.shown, /export GECKOBOARD_API_KEY=…/);
  ok(!terminal.shown.includes(apiKey));
  equal(await read(`${place.folder}/log-search.key`), `${apiKey}\n`);
  equal((await Deno.stat(`${place.folder}/log-search.key`)).mode! & 0o777, 0o600);
  const { config, problems } = await loadConfig(`${place.folder}/mine.ini`, {
    openCatalog,
    env: () => "geckoboard-key",
  });
  deepEqual(problems, []);
  equal(config?.logSearch.apiKey.reveal(), apiKey);
  const [search] = config.searches;
  equal(search?.name, "First search by status");
  equal(search.statement, "groupby(status) calculate(count)");
  equal(search.destinations[0]?.options.widget_type, "pie_chart");
});

Deno.test("a key that is refused can be corrected, and the logs are then found by typing", async () => {
  const apiKey = "the-right-key-0002";
  const logs = Array.from({ length: 30 }, (_, index) => `Set/log-${index}`);
  await using place = await prepare({ apiKey, logs });
  const args = ["--url", place.simulator.url, "--statement", "calculate(count)", "--name", "N"];
  const rest = ["--period", "60", "--range", "600", "--service", "dummy"];
  await using terminal = place.init([...args, ...rest], {
    env: { LOG_SEARCH_API_KEY: "wrong-key-0003" },
  });
  await pick(terminal, /come from\?[^]*LOG_SEARCH_API_KEY \(it is set\)/);
  await terminal.shows(/Cannot list the logs: 127\.0\.0\.1:\d+ answered 401/);
  await pick(terminal, /What now\?/);
  await pick(terminal, /come from\?/, KEY.down);
  await pick(terminal, /The log search API key/, apiKey);
  await pick(terminal, /There are 30 logs[^]*Which log is asked\?/, "og-27");
  equal(await terminal.ended, 0, terminal.shown);
  match(await read(`${place.folder}/config.ini`), /^ +logs = Set\/log-27$/m);
});

Deno.test("a refused key does not keep a person from going on", async () => {
  await using place = await prepare({ apiKey: "the-right-key-0004" });
  const args = ["--url", place.simulator.url, "--statement", "calculate(count)", "--name", "N"];
  const rest = ["--period", "60", "--range", "600", "--service", "dummy"];
  await using terminal = place.init([...args, ...rest, "--key-env", "MINE"], {
    env: { MINE: "wrong-key-0005" },
  });
  await pick(terminal, /What now\?/, KEY.up);
  await pick(terminal, /Which log is asked\?/, "Shop/access");
  equal(await terminal.ended, 0, terminal.shown);
  match(await read(`${place.folder}/config.ini`), /^ +x_api_key = \$\{env:MINE\}$/m);
});

Deno.test("an address where nobody answers can be corrected before a key is asked for", async () => {
  await using place = await prepare();
  const url = `http://${closedHost()}`;
  const args = ["--url", url, "--statement", "calculate(count)", "--name", "N"];
  const rest = ["--period", "60", "--range", "600", "--service", "dummy"];
  await using terminal = place.init([...args, ...rest]);
  await terminal.shows(/Cannot list the logs: 127\.0\.0\.1:\d+ refused the connection/);
  await pick(terminal, /What now\?/);
  await pick(terminal, /Which region/, KEY.up);
  await pick(terminal, /At which address/, place.simulator.url);
  await pick(terminal, /A simulator answers there[^]*Which log is asked\?/);
  equal(await terminal.ended, 0, terminal.shown);
  ok(!terminal.shown.includes("come from?"));
});

Deno.test("where nobody answers with a key, another address is proposed first", async () => {
  await using place = await prepare();
  const args = ["--region", "eu", "--statement", "calculate(count)", "--name", "N"];
  const rest = ["--period", "60", "--range", "600", "--service", "dummy", "--key-env", "MINE"];
  const proxy = "http://127.0.0.1:9";
  await using terminal = place.init([...args, ...rest], {
    env: { MINE: "a-key-0006", HTTPS_PROXY: proxy, https_proxy: proxy },
  });
  await pick(terminal, /What now\?/);
  await pick(terminal, /Which region/, KEY.up);
  await pick(terminal, /At which address/, place.simulator.url);
  await terminal.shows(/answered 401[^]*What now\?/);
  ok(!terminal.shown.includes("Try the key in every region"));
  await terminal.type(KEY.controlC);
  equal(await terminal.ended, 1, terminal.shown);
});

for (const [name, key] of [["Ctrl-C", KEY.controlC], ["Escape", KEY.escape]] as const) {
  Deno.test(`${name} ends the dialogue with one sentence, and nothing is written`, async () => {
    await using place = await prepare();
    await using terminal = place.init(["--url", place.simulator.url]);
    await pick(terminal, /Which log is asked\?/);
    await terminal.shows(/What is asked\?/);
    await terminal.type(key);
    equal(await terminal.ended, 1, terminal.shown);
    match(
      terminal.shown,
      /\nCannot finish: the dialogue was ended, and nothing was written\r\n\n\[terminal restored\]/,
    );
    const left = await Array.fromAsync(Deno.readDir(place.folder), ({ name }) => name);
    deepEqual(left, []);
  });
}

Deno.test("Ctrl-C ends the dialogue also while the API does not answer", async () => {
  await using place = await prepare();
  await using server = startMuteServer();
  await using terminal = place.init(["--url", `http://${server.host}`, "--key-env", "MINE"], {
    env: { MINE: "a-key" },
  });
  await terminal.shows(/Asking 127\.0\.0\.1:\d+ for its logs/);
  await terminal.type(KEY.controlC);
  equal(await terminal.ended, 1, terminal.shown);
  match(terminal.shown, /nothing was written\r\n\n\[terminal restored\]/);
});

for (const columns of [40, 200]) {
  Deno.test(`the dialogue can be held in a terminal of ${columns} columns`, async () => {
    await using place = await prepare();
    await using terminal = place.init(["--url", place.simulator.url], { columns });
    await pick(terminal, /Which log is asked\?/);
    await pick(terminal, /What is asked\?/, KEY.down);
    await pick(terminal, /Which field\?/, "status");
    await pick(terminal, /What is the search called\?/);
    await pick(terminal, /Every how many seconds is it asked\?/);
    await pick(terminal, /About how many seconds before\?/, "0");
    await pick(terminal, /Where does the answer go\?/);
    equal(await terminal.ended, 0, terminal.shown);
    const text = await read(`${place.folder}/config.ini`);
    match(text, /^ +\[\[Events by status\]\]$/m);
    match(text, /^ +statement = groupby\(status\) calculate\(count\)$/m);
    match(text, /^ +query_range = 36000$/m);
  });
}

Deno.test("SIGTERM ends the dialogue as Ctrl-C does", async () => {
  await using place = await prepare();
  await using terminal = place.init(["--url", place.simulator.url]);
  await terminal.shows(/Which log is asked\?/);
  terminal.terminate();
  equal(await terminal.ended, 1, terminal.shown);
  match(terminal.shown, /nothing was written\r\n\n\[terminal restored\]/);
});

Deno.test("what options say is not asked, and a log that is known is not listed", async () => {
  await using place = await prepare();
  await using server = startMuteServer();
  const args = ["--url", `http://${server.host}`, "--key-env", "MINE", "--log", "Shop/access"];
  const rest = ["--statement", "calculate(count)", "--name", "N", "--period", "60"];
  await using terminal = place.init([...args, ...rest, "--service", "dummy"]);
  await pick(terminal, /leexport init[^?]*About how many seconds before\?/);
  equal(await terminal.ended, 0, terminal.shown);
  equal(server.connections, 0);
  match(terminal.shown, /export MINE=…/);
});
