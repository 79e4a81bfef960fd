import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { configText, writeConfig } from "../config_text.ts";
import { runProgram, startProgram } from "../program.ts";
import { finishedAnswer } from "../servers/answers.ts";
import { startReceiver } from "../../src/testing.ts";
import { canRun, isMissing } from "../servers/requirement.ts";

const ROTATION = new URL("../../examples/leexport.logrotate", import.meta.url);

const noRotator = isMissing(
  await canRun("logrotate", ["--version"]) ? undefined : "logrotate is not there",
);

interface Files {
  readonly config: string;
  readonly pid: string;
  readonly log: string;
  readonly options: readonly string[];
}

async function withDaemonFiles(test: (files: Files) => Promise<void>): Promise<void> {
  await using api = startReceiver({
    answer: ({ body }) => finishedAnswer(JSON.parse(body)),
  });
  await using geckoboard = startReceiver();
  const text = configText(api.url, [{ name: "errors", pushUrl: `${geckoboard.url}/v1/send/1` }]);
  await using file = await writeConfig(
    text.replace("[Leexport]\n", "[Leexport]\nstate_dir = state\n"),
  );
  const [pid, log] = [`${file.folder}/state/leexport.pid`, `${file.folder}/state/leexport.log`];
  try {
    await test({ config: file.path, pid, log, options: ["--pid-file", pid, "--log-file", log] });
  } finally {
    await runProgram(["stop", "--pid-file", pid]);
  }
}

Deno.test("leexport start -d returns once the daemon is up, and leexport stop once it has ended", () =>
  withDaemonFiles(async ({ config, pid, log, options }) => {
    const started = await runProgram(["start", "-d", "-c", config, ...options]);
    deepEqual([started.code, started.stderr], [0, ""]);
    const number = (await Deno.readTextFile(pid)).trim();
    equal(
      started.stdout,
      `leexport runs as process ${number}\n  log: ${log}\n  pid: ${pid}\n`,
    );
    match(await Deno.readTextFile(log), /engine: started 1 search of /);

    const again = await runProgram(["start", "-d", "-c", config, ...options]);
    deepEqual([again.code, again.stderr], [
      1,
      `Cannot start: leexport already runs as process ${number} (${pid})\n  hint: run leexport stop first\n`,
    ]);

    const stopped = await runProgram(["stop", "--pid-file", pid]);
    deepEqual([stopped.code, stopped.stdout], [0, `leexport has stopped (process ${number})\n`]);
    await rejects(Deno.stat(pid), Deno.errors.NotFound);
    match(await Deno.readTextFile(log), /engine: stopped\n$/);
  }));

Deno.test("leexport start -d shows the problems of a config and leaves no daemon behind", () =>
  withDaemonFiles(async ({ config, pid, options }) => {
    await Deno.writeTextFile(config, "[LE]\n");
    const { code, stdout, stderr } = await runProgram(["start", "-d", "-c", config, ...options]);
    deepEqual([code, stdout], [2, ""]);
    match(stderr, /config\.ini:\d+:\d+: Cannot /);
    await rejects(Deno.stat(pid), Deno.errors.NotFound);
  }));

Deno.test("leexport start -d takes over the pid file of a daemon that was killed", () =>
  withDaemonFiles(async ({ config, pid, options }) => {
    await runProgram(["start", "-d", "-c", config, ...options]);
    const killed = Number(await Deno.readTextFile(pid));
    Deno.kill(killed, "SIGKILL");
    let started = await runProgram(["start", "-d", "-c", config, ...options]);
    while (started.stderr.includes(`already runs as process ${killed}`)) {
      started = await runProgram(["start", "-d", "-c", config, ...options]);
    }
    equal(started.code, 0);
    equal((await runProgram(["stop", "--pid-file", pid])).code, 0);
  }));

Deno.test("leexport stop leaves a process alone that only has the number in a stale pid file", () =>
  withDaemonFiles(async ({ config, pid }) => {
    await using bystander = startProgram(["start", "-c", config]);
    await bystander.output(/started 1 search/);
    await Deno.mkdir(pid.replace(/\/[^/]+$/, ""), { recursive: true });
    await Deno.writeTextFile(pid, `${bystander.pid}\n`);
    const { code, stderr } = await runProgram(["stop", "--pid-file", pid]);
    deepEqual([code, stderr], [
      1,
      `Cannot stop leexport: none runs in the background (removed ${pid}, left over from one that was killed)\n`,
    ]);
    bystander.signal("SIGTERM");
    equal((await bystander.ended).code, 0);
  }));

Deno.test("leexport start -d writes to a new log file after a rotation and SIGHUP", () =>
  withDaemonFiles(async ({ config, pid, log, options }) => {
    await runProgram(["start", "-d", "-c", config, ...options]);
    await Deno.rename(log, `${log}.1`);
    Deno.kill(Number(await Deno.readTextFile(pid)), "SIGHUP");
    await runProgram(["stop", "--pid-file", pid]);
    match(await Deno.readTextFile(log), /engine: stopped\n$/);
    match(await Deno.readTextFile(`${log}.1`), /engine: started 1 search of /);
  }));

/** Runs logrotate with the example, on other files. */
async function rotate({ pid, log }: Pick<Files, "pid" | "log">): Promise<void> {
  const conf = `${log}.conf`;
  const text = await Deno.readTextFile(ROTATION);
  await Deno.writeTextFile(
    conf,
    text.replaceAll("/var/log/leexport.log", log).replaceAll("/var/run/leexport.pid", pid),
  );
  const { code, stderr } = await new Deno.Command("logrotate", {
    args: ["--force", "--state", `${log}.state`, conf],
  }).output();
  deepEqual([code, new TextDecoder().decode(stderr)], [0, ""]);
}

Deno.test({
  name: "logrotate with examples/leexport.logrotate gives a running daemon a new log file",
  ignore: noRotator,
  fn: () =>
    withDaemonFiles(async ({ config, pid, log, options }) => {
      await runProgram(["start", "-d", "-c", config, ...options]);
      await rotate({ pid, log });
      await runProgram(["stop", "--pid-file", pid]);
      match(await Deno.readTextFile(`${log}.1`), /engine: started 1 search of /);
      match(await Deno.readTextFile(log), /engine: stopped\n$/);
    }),
});

Deno.test({
  name: "logrotate with examples/leexport.logrotate spares who has the number in a stale pid file",
  ignore: noRotator,
  fn: () =>
    withDaemonFiles(async ({ pid, log }) => {
      const bystander = new Deno.Command("sleep", { args: ["60"] }).spawn();
      await Deno.mkdir(pid.replace(/\/[^/]+$/, ""), { recursive: true });
      await Deno.writeTextFile(pid, `${bystander.pid}\n`);
      await Deno.writeTextFile(log, "the last line\n");
      await rotate({ pid, log });
      bystander.kill("SIGTERM");
      equal((await bystander.status).signal, "SIGTERM");
      equal(await Deno.readTextFile(`${log}.1`), "the last line\n");
    }),
});

Deno.test("leexport start -d begins its log file anew at log_file_mib", () =>
  withDaemonFiles(async ({ config, pid, log, options }) => {
    const text = await Deno.readTextFile(config);
    await Deno.writeTextFile(
      config,
      text.replace("[Leexport]\n", "[Leexport]\nlog_file_mib = 1\n"),
    );
    await Deno.mkdir(log.replace(/\/[^/]+$/, ""), { recursive: true });
    const before = "x".repeat(1024 * 1024 - 1) + "\n";
    await Deno.writeTextFile(log, before);
    await runProgram(["start", "-d", "-c", config, ...options]);
    equal((await runProgram(["stop", "--pid-file", pid])).code, 0);
    equal(await Deno.readTextFile(`${log}.1`), before);
    match(await Deno.readTextFile(log), /^\S+ info {4}engine: started 1 search of /);
  }));

Deno.test("leexport start -d goes on when the log file cannot be opened again", () =>
  withDaemonFiles(async ({ config, pid, log, options }) => {
    await runProgram(["start", "-d", "-c", config, ...options]);
    await Deno.rename(log, `${log}.1`);
    await Deno.mkdir(log);
    Deno.kill(Number(await Deno.readTextFile(pid)), "SIGHUP");
    const stopped = await runProgram(["stop", "--pid-file", pid]);
    equal(stopped.code, 0);
    const lines = await Deno.readTextFile(`${log}.1`);
    match(
      lines,
      /error {3}engine: Cannot write log file .*; the log goes on in the file that is open/,
    );
    match(lines, /engine: stopped\n$/);
  }));

Deno.test("leexport start -d refuses a log file that is the config, and leaves it alone", () =>
  withDaemonFiles(async ({ config, pid }) => {
    const before = await Deno.readTextFile(config);
    const { code, stderr } = await runProgram(
      ["start", "-d", "-c", config, "--pid-file", pid, "--log-file", config],
    );
    deepEqual([code, stderr], [
      2,
      `Cannot start: ${config} is named twice, as config, pid file or log file\n  hint: give each a file of its own\n`,
    ]);
    equal(await Deno.readTextFile(config), before);
  }));

const NO_DEVICE = { ignore: !await Deno.stat("/dev/full").then(() => true, () => false) };

Deno.test(
  "leexport start -d says in a sentence that a device is no log file",
  NO_DEVICE,
  () =>
    withDaemonFiles(async ({ config, pid }) => {
      const { code, stderr } = await runProgram(
        ["start", "-d", "-c", config, "--pid-file", pid, "--log-file", "/dev/full"],
      );
      deepEqual([code, stderr], [
        1,
        "Cannot write log file /dev/full: the program may not use devices and system files\n" +
        "  hint: name another place with --log-file\n",
      ]);
    }),
);
