import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { typedName } from "../../scripts/program_command.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";
import { runProgram } from "../program.ts";
import { closedHost } from "../servers/closed_host.ts";

interface Folder extends AsyncDisposable {
  readonly path: string;
}

async function makeFolder(): Promise<Folder> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Nobody listens there, so that no test gets out of this machine. */
const DEAD_PROXY = "http://127.0.0.1:9";

async function namesIn(folder: string): Promise<string[]> {
  return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
}

Deno.test("leexport init --yes writes a starter that check passes once the key is set", async () => {
  await using folder = await makeFolder();
  const cwd = folder.path;
  deepEqual(await runProgram(["init", "x.ini", "--yes"], { cwd }), {
    code: 0,
    stdout: `Wrote x.ini, for your eyes only: x.ini holds the status page's password
No API was asked for its logs; Production/nginx is a placeholder, correct logs

Next:

    export LOG_SEARCH_API_KEY=…
    ${typedName()} check -c x.ini --online
    ${typedName()} preview -c x.ini "Events per minute"
    ${typedName()} start -c x.ini

`,
    stderr: "",
  });
  equal((await Deno.stat(`${cwd}/x.ini`)).mode! & 0o777, 0o600);
  const env = { LOG_SEARCH_API_KEY: "0a1b2c3d-key" };
  const check = await runProgram(["check", "-c", "x.ini"], { cwd, env });
  deepEqual([check.stdout, check.code], ["x.ini is good: 1 search\n", 0]);
});

Deno.test("leexport init --yes takes key and log from a simulator, so that preview draws the log", async () => {
  await using folder = await makeFolder();
  const cwd = folder.path;
  const file = fileURLToPath(new URL("../../examples/access.log", import.meta.url));
  await using simulator = await startSimulator({ logs: [{ name: "Shop/access", file }] });
  equal((await runProgram(["init", "--yes", "--url", simulator.url], { cwd })).code, 0);
  const run = await runProgram(["run", "-c", "config.ini"], { cwd });
  equal(run.code, 0, run.stdout + run.stderr);
  match(run.stdout, /Would push/);
  const preview = await runProgram(["preview", "-c", "config.ini"], { cwd });
  match(preview.stdout, /\[\[\[destination\]\]\] dummy\n— count\n[^]*\n +└─+\n/);
});

Deno.test("leexport init never overwrites a file", async () => {
  await using folder = await makeFolder();
  const file = `${folder.path}/config.ini`;
  await Deno.writeTextFile(file, "mine");
  const { code, stderr } = await runProgram(["init", file, "--yes"]);
  equal(code, 1);
  equal(
    stderr,
    `Cannot write ${file}: it is there already\n  hint: name another file, or move that one away\n`,
  );
  equal(await Deno.readTextFile(file), "mine");
});

Deno.test("leexport init takes a key from a file, named from the config's folder", async () => {
  await using folder = await makeFolder();
  const cwd = folder.path;
  await Deno.mkdir(`${cwd}/etc`);
  await Deno.writeTextFile(`${cwd}/etc/le.key`, "0a1b2c3d-key\n");
  const args = ["init", "etc/x.ini", "--yes", "--key-file", "etc/le.key", "--region", "us2"];
  const { code, stdout } = await runProgram(args, { cwd, env: { HTTPS_PROXY: DEAD_PROXY } });
  equal(code, 0);
  match(
    stdout,
    /\nCannot list the logs: us2\..*; Production\/nginx is a placeholder, correct logs\n/,
  );
  match(await Deno.readTextFile(`${cwd}/etc/x.ini`), /^ {4}x_api_key = \$\{file:le\.key\}$/m);
  equal((await runProgram(["check", "-c", "etc/x.ini"], { cwd })).code, 0);
});

const LOGS = ["Own/access", "App/json", "App/text"];
const FOUND: readonly (readonly [
  what: string,
  logs: readonly string[],
  args: readonly string[],
  told: RegExp,
])[] = [
  ["one log", LOGS.slice(0, 1), [], /^\S+ has 1 log, Own\/access is asked about$/],
  ["logs", LOGS, [], /^\S+ has 3 logs, Own\/access is asked about; --log names another$/],
  ["the log", LOGS, ["--log", "App/text"], /^\S+ has 3 logs, App\/text is asked about$/],
  [
    "a log of nearly that name",
    LOGS,
    ["--log", "App/jsn"],
    /^warning: \S+ knows no log "App\/jsn"\n {2}hint: write App\/json if that is meant, else the key of the log$/,
  ],
  [
    "no log of that key",
    LOGS,
    ["--log", "0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d"],
    /^warning: the account has no log with the key 0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d$/,
  ],
];
for (const [what, logs, args, told] of FOUND) {
  Deno.test(`leexport init --yes says that a simulator has ${what}`, async () => {
    await using folder = await makeFolder();
    const file = fileURLToPath(new URL("../../examples/access.log", import.meta.url));
    await using simulator = await startSimulator({ logs: logs.map((name) => ({ name, file })) });
    const all = ["init", "--yes", "--url", simulator.url, ...args];
    const { code, stdout } = await runProgram(all, { cwd: folder.path });
    equal(code, 0);
    match(stdout, /^Wrote config\.ini/);
    match(toldIn(stdout), told);
    deepEqual(await namesIn(folder.path), ["config.ini"]);
  });
}

/** What stands between the first line and what is next. */
function toldIn(stdout: string): string {
  return /^Wrote .*\n([^]*)\n\nNext:/.exec(stdout)?.[1] ?? "";
}

Deno.test("leexport init --yes says that the API does not answer, and writes the file all the same", async () => {
  await using folder = await makeFolder();
  const cwd = folder.path;
  const host = closedHost();
  const args = ["init", "--yes", "--url", `http://${host}`];
  const first = await runProgram(args, { cwd });
  equal(first.code, 0);
  equal(
    toldIn(first.stdout),
    `Cannot list the logs: ${host} refused the connection; Production/nginx is a placeholder, correct logs
  hint: start what is to answer there, move the new file away, and run leexport init again`,
  );
  const named = await runProgram([...args, "--log", "Own/access", "x.ini"], { cwd });
  match(
    toldIn(named.stdout),
    /^Cannot list the logs: 127\.0\.0\.1:\d+ refused the connection; Own\/access was not looked up\n/,
  );
  deepEqual((await namesIn(cwd)).sort(), ["config.ini", "x.ini"]);
});

Deno.test("leexport init --yes asks with the key that is named, and says that it is refused", async () => {
  await using folder = await makeFolder();
  const cwd = folder.path;
  const file = fileURLToPath(new URL("../../examples/access.log", import.meta.url));
  const [apiKey, logs] = ["a-key-of-its-own-0007", [{ name: "Own/access", file }]];
  await using simulator = await startSimulator({ logs, apiKey });
  const ask = async (name: string, key: string) => {
    const args = ["init", `${name}.ini`, "--yes", "--url", simulator.url, "--key-env", "MINE"];
    return toldIn((await runProgram(args, { cwd, env: { MINE: key } })).stdout);
  };
  match(await ask("taken", apiKey), /^\S+ has 1 log, Own\/access is asked about$/);
  match(await Deno.readTextFile(`${cwd}/taken.ini`), /^ +x_api_key = \$\{env:MINE\}$/m);
  const refused = await ask("refused", "another-key-0008");
  match(refused, /^Cannot list the logs: \S+ answered 401 /);
  doesNotMatch(refused, /start what is to answer there/);
});

for (const named of ["-c", "--config-file"]) {
  Deno.test(`leexport init takes the file behind ${named} as well`, async () => {
    await using folder = await makeFolder();
    const cwd = folder.path;
    const { code, stdout } = await runProgram(["init", "--yes", named, "x.ini"], { cwd });
    equal(code, 0);
    match(stdout, /^Wrote x\.ini/);
    deepEqual(await namesIn(cwd), ["x.ini"]);
  });
}

const REFUSALS: readonly (readonly [args: readonly string[], code: number, stderr: string])[] = [
  [
    [],
    1,
    "Cannot ask: standard input is no terminal\n" +
    "  hint: add --yes to write a starter without being asked, with options for what you know\n",
  ],
  [
    ["none/x.ini"],
    1,
    "Cannot write none/x.ini: there is no such folder\n  hint: make the folder first\n",
  ],
  [
    ["--yes", "x.ini", "-c", "y.ini"],
    2,
    "Cannot write both x.ini and y.ini: a config is one file\n" +
    "  hint: leave one of the two away\n",
  ],
  [
    ["--yes", "--region", "eu", "--url", "http://127.0.0.1:9"],
    2,
    "Cannot use --region and --url together: each names an address\n" +
    "  hint: leave one of the two away\n",
  ],
  [
    ["--yes", "--service", "geckobord"],
    2,
    'Cannot push to "geckobord": there is no such service\n  hint: did you mean geckoboard?\n',
  ],
  [
    ["--yes", "--service", "hosted_graphite", "--set", "metric_name=a"],
    2,
    'Cannot write a destination for "hosted_graphite": it needs more\n' +
    "  hint: add --set push_url=…\n",
  ],
  [
    ["--yes", "--service", "geckoboard", "--set", "api_key=0123"],
    2,
    "Cannot take api_key from the command line: others can read it there\n" +
    "  hint: write --set 'api_key=${env:NAME}' or --set 'api_key=${file:PATH}'\n",
  ],
  [
    ["--yes", "--statement", "calculate(cont)"],
    2,
    'Cannot calculate "cont": there is no such function\n  hint: did you mean count\n',
  ],
  [
    ["--yes", "--key-file", "missing"],
    2,
    "Cannot read x_api_key of [LE]: file missing: there is no such file\n" +
    "  hint: correct its path\n",
  ],
];
for (const [args, code, stderr] of REFUSALS) {
  Deno.test(`leexport init ${args.join(" ")} says why it writes nothing`, async () => {
    await using folder = await makeFolder();
    const cwd = folder.path;
    deepEqual(await runProgram(["init", ...args], { cwd }), { code, stdout: "", stderr });
    deepEqual(await namesIn(cwd), []);
  });
}
