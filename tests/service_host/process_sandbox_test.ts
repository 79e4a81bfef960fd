import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { startHostile } from "./hostile_module.ts";
import { processesGone, serviceProcesses } from "./service_processes.ts";

const DAEMON = fileURLToPath(import.meta.resolve("./sandboxed_daemon.ts"));
const LINUX = Deno.build.os === "linux";
/** What `deno task leexport` permits. */
const RIGHTS = ["net", "read", "write", "env", "run", "sys"].map((kind) => `--allow-${kind}`);
const SECRET = "log-search-key-of-the-daemon";

function daemonArgs(args: readonly string[]): string[] {
  return ["run", "--quiet", "--no-prompt", ...RIGHTS, DAEMON, ...args];
}

Deno.test({
  name: "a service's process has no secret in its environment or its arguments",
  ignore: !LINUX,
  async fn() {
    Deno.env.set("LEEXPORT_TEST_SECRET", SECRET);
    await using hostile = await startHostile({ push: "await fetch(allowed);" });
    assert.deepEqual(await hostile.attempt(), { outcome: "accepted" });
    const [pid] = await serviceProcesses(hostile.allowed.host);
    const environment = await Deno.readTextFile(`/proc/${pid}/environ`);
    const names = environment.split("\0").filter(Boolean).map((entry) => entry.split("=")[0]);
    assert(!environment.includes(SECRET));
    assert(!names.includes("PATH") && names.includes("NO_COLOR"), names.join());
    const args = await Deno.readTextFile(`/proc/${pid}/cmdline`);
    const flags = args.split("\0").filter((arg) => arg.startsWith("--"));
    assert.deepEqual(flags.map((flag) => flag.split("=")[0]), [
      "--quiet",
      "--no-prompt",
      "--cached-only",
      "--no-remote",
      "--v8-flags",
      "--allow-net",
      "--allow-read",
    ]);
    Deno.env.delete("LEEXPORT_TEST_SECRET");
  },
});

Deno.test({
  name: "a service's process is in a session of its own, so that Ctrl-C does not reach it",
  ignore: !LINUX,
  async fn() {
    await using hostile = await startHostile({});
    await hostile.attempt();
    const [pid] = await serviceProcesses(hostile.allowed.host);
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    const [, , group, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    assert.deepEqual([group, session], [String(pid), String(pid)]);
  },
});

Deno.test({
  name: "a service's process ends with a daemon that is killed, even while its module loops",
  ignore: !LINUX,
  async fn() {
    const daemon = new Deno.Command(Deno.execPath(), {
      args: daemonArgs(["process", "text", "for (;;);"]),
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = daemon.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    while (!said.includes("\n")) said += (await reader.read()).value;
    const host = said.trim().replace("ALLOWED ", "");
    while ((await serviceProcesses(host)).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    daemon.kill("SIGKILL");
    await daemon.status;
    await reader.cancel();
    await processesGone(host);
  },
});

for (const isolation of ["worker", "process"] as const) {
  Deno.test({
    name: `a module in a ${isolation} cannot have the operator prompted on a terminal`,
    ignore: !LINUX,
    async fn() {
      const push =
        "const read = await Deno.permissions.request({ name: 'read', path: '/etc/passwd' }); throw new PushError('permission ' + read.state, { outcome: 'reject' });";
      const said = await onTerminal([isolation, "import", push]);
      assert.match(said, /RESULT \{"outcome":"reject","reason":"permission denied"\}\r?\n$/);
      assert(!/Allow\?|requests read access/.test(said), said);
    },
  });
}

/** Runs the daemon on a terminal of its own and gives back all that appeared there. */
async function onTerminal(args: readonly string[]): Promise<string> {
  const quoted = [Deno.execPath(), ...daemonArgs(args)].map((arg) =>
    `'${arg.replaceAll("'", `'\\''`)}'`
  );
  const { stdout } = await new Deno.Command("script", {
    args: ["-qec", quoted.join(" "), "/dev/null"],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("a module in a process reaches its host with the permissions of deno task leexport", async () => {
  for (const isolation of ["worker", "process"]) {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: daemonArgs([isolation, "text", "await fetch(allowed);"]),
      stderr: "inherit",
    }).output();
    assert.match(new TextDecoder().decode(stdout), /RESULT \{"outcome":"accepted"\}\n$/);
  }
});
