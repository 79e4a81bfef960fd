import { deepEqual, equal, match, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { programCommand } from "../scripts/program_command.ts";
import { configText, writeConfig } from "./config_text.ts";
import { finishedAnswer } from "./servers/answers.ts";
import { startReceiver } from "../src/testing.ts";
import { openNotifySocket } from "./servers/notify_socket.ts";
import { canRun, isMissing } from "./servers/requirement.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const UNIT = await Deno.readTextFile(`${ROOT}examples/leexport.service`);
const EXECUTABLE = "/usr/local/bin/leexport";

const ignore = isMissing(
  await canRun("systemd-analyze", ["--version"])
    ? undefined
    : "systemd-analyze is not there (package systemd)",
);

/** Runs `systemd-analyze` on the unit, as it is on a machine that has the program. */
async function analyze(args: readonly string[]) {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/leexport.service`;
    await Deno.writeTextFile(file, UNIT.replace(EXECUTABLE, "/bin/true"));
    return await outputOf("systemd-analyze", [...args, file]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function outputOf(command: string, args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The values of a setting, in the order of the unit. */
function settings(name: string): string[] {
  return Array.from(UNIT.matchAll(new RegExp(`^${name}=(.*)$`, "gm")), ([, value = ""]) => value);
}

Deno.test({
  name: "systemd accepts examples/leexport.service",
  ignore,
  async fn() {
    const { code, stderr } = await analyze(["verify", "--man=no"]);
    equal(code, 0);
    const complaints = stderr.split("\n").filter((line) => line.includes("leexport"));
    deepEqual(complaints, []);
  },
});

Deno.test({
  name: "systemd rates the exposure of examples/leexport.service 2.0 or better",
  ignore,
  async fn() {
    const { code, stdout } = await analyze(
      ["security", "--offline=yes", "--threshold=20", "--no-pager"],
    );
    equal(code, 0, stdout);
    match(stdout, /Overall exposure level for leexport\.service: [01]\.\d|: 2\.0/);
  },
});

Deno.test("no key that examples/leexport.service hands over has to be there", () => {
  const names = settings("LoadCredential").map((value) => value.split(":")[0]);
  deepEqual(settings("SetCredential"), names.map((name) => `${name}:\\n`));
});

/** The system calls that the filter of the unit leaves, by name. */
async function allowedCalls(): Promise<Set<string>> {
  const { stdout } = await outputOf("systemd-analyze", ["syscall-filter", "--no-pager"]);
  const groups = new Map<string, string[]>();
  let members: string[] = [];
  for (const line of stdout.split("\n")) {
    if (line.startsWith("@")) groups.set(line, members = []);
    else if (/^ +[^ #]/.test(line)) members.push(line.trim());
  }
  const callsOf = (name: string): string[] =>
    name.startsWith("@") ? (groups.get(name) ?? []).flatMap(callsOf) : [name];
  const allowed = new Set<string>();
  for (const filter of settings("SystemCallFilter")) {
    const names = filter.replace(/^~/, "").split(" ").flatMap(callsOf);
    for (const name of names) filter.startsWith("~") ? allowed.delete(name) : allowed.add(name);
  }
  return allowed;
}

function underFilter(calls: ReadonlySet<string>, command: readonly string[]): string[] {
  return [`${ROOT}tests/servers/seccomp.py`, ...calls, "--", ...command];
}

/** One search that goes to a module of one's own, which runs in a process. */
function configOfModule(api: string, pushUrl: string): string {
  return configText(api, [{ name: "errors", pushUrl }])
    .replace("[[geckoboard]]", "[[my_application]]")
    .replace("service = geckoboard", "service = my_application")
    .replace("widget_type = line_chart", "metric_name = shop.errors")
    .replace("            name = errors\n", "")
    .replace("[Leexport]\n", `[Leexport]\nservices_dir = ${ROOT}examples\n`);
}

Deno.test({
  name: "the program works with the system calls that examples/leexport.service leaves it",
  ignore,
  async fn() {
    const calls = await allowedCalls();
    ok(calls.size > 200 && !calls.has("mount") && !calls.has("setgroups"));
    await using manager = await openNotifySocket();
    await using api = startReceiver({
      answer: ({ body }) => finishedAnswer(JSON.parse(body)),
    });
    await using destination = startReceiver();
    await using config = await writeConfig("");
    await config.replace(
      configOfModule(api.url, `${destination.url}/totals`)
        .replace("status_address = none", `status_address = unix:${config.folder}/status`),
    );
    const program = programCommand(["start", "-c", config.path]);
    const child = new Deno.Command("/usr/bin/python3", {
      args: underFilter(calls, [program.command, ...program.args]),
      env: { NO_COLOR: "1", STATE_DIRECTORY: config.folder, NOTIFY_SOCKET: manager.name },
      stdout: "piped",
    }).spawn();
    const stdout = new Response(child.stdout).text();
    const life = async () => {
      await manager.told(/^READY=1/);
      await destination.received(1);
      await using client = Deno.createHttpClient({
        proxy: { transport: "unix", path: `${config.folder}/status` },
      });
      match(await (await fetch("http://localhost/metrics", { client })).text(), /^# EOF$/m);
      child.kill("SIGHUP");
      const { index } = await manager.told(/^RELOADING=1/);
      await manager.told(/^READY=1/, index);
      child.kill("SIGTERM");
      await manager.told(/^STOPPING=1/);
    };
    await Promise.race([life(), child.status]);
    equal((await child.status).code, 0);
    match(await stdout, /search "errors" ran in .*: accepted by my_application/);
  },
});

Deno.test({
  name: "a call that examples/leexport.service does not leave fails",
  ignore,
  async fn() {
    const calls = await allowedCalls();
    const file = await Deno.makeTempFile();
    try {
      const args = underFilter(calls, ["/bin/chown", String(Deno.uid() ?? 0), file]);
      const { code, stderr } = await outputOf("/usr/bin/python3", args);
      equal(code, 1);
      match(stderr, /Operation not permitted/);
    } finally {
      await Deno.remove(file);
    }
  },
});
