import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  type Listening,
  openServiceManager,
  takeListening,
} from "../../src/process/service_manager.ts";
import { Secret } from "../../src/secret.ts";
import { configText, writeConfig } from "../config_text.ts";
import { type Program, startProgram } from "../program.ts";
import { finishedAnswer } from "../servers/answers.ts";
import { startReceiver } from "../../src/testing.ts";
import { openNotifySocket } from "../servers/notify_socket.ts";

const LINUX = Deno.build.os === "linux";
const NOBODY = "http://127.0.0.1:9/v1/send/1";

function startApi() {
  return startReceiver({ answer: ({ body }) => finishedAnswer(JSON.parse(body)) });
}

function startUnder(name: string, { config, env }: {
  readonly config: string;
  readonly env?: Readonly<Record<string, string>>;
}): Program {
  return startProgram(["start", "-c", config], { env: { NOTIFY_SOCKET: name, ...env } });
}

for (const kind of ["path", "abstract"] as const) {
  const name =
    `leexport start tells a service manager of its start, reloads and end (socket: ${kind})`;
  Deno.test(name, { ignore: kind === "abstract" && !LINUX }, async () => {
    await using manager = await openNotifySocket(kind);
    await using api = startApi();
    const text = configText(api.url, ["one", "two"].map((name) => ({ name, pushUrl: NOBODY })));
    await using config = await writeConfig(text);
    await using program = startUnder(manager.name, { config: config.path });

    const ready = await manager.told(/READY/);
    equal(ready.text, `READY=1\nMAINPID=${program.pid}\nSTATUS=2 searches`);
    equal(ready.index, 0);
    await program.output(/started 2 searches/);

    program.signal("SIGHUP");
    const reloading = await manager.told(/RELOADING/, ready.index + 1);
    match(reloading.text, /^RELOADING=1\nMONOTONIC_USEC=\d+$/);
    const reloaded = await manager.told(/READY/, reloading.index + 1);
    equal(reloaded.text, ready.text);

    await config.replace(text.replace("query_period", "query_peroid"));
    const failed = await manager.told(/STATUS=2 searches; .*/, reloaded.index + 1);
    match(
      failed.text,
      /^READY=1\n.*\nSTATUS=2 searches; .*config\.ini cannot be used, the config before goes on$/s,
    );
    match(manager.messages[failed.index - 1]!, /^RELOADING=1\n/);

    program.signal("SIGTERM");
    equal((await program.ended).code, 0);
    await manager.told(/^STOPPING=1\nSTATUS=finishes what is under way$/, failed.index);
    equal(manager.messages.filter((message) => message.includes("WATCHDOG")).length, 0);
  });
}

Deno.test("leexport start is not ready under a service manager if its config cannot be used", async () => {
  await using manager = await openNotifySocket();
  await using config = await writeConfig("[LE]\n");
  await using program = startUnder(manager.name, { config: config.path });
  equal((await program.ended).code, 2);
  deepEqual(manager.messages, []);
});

Deno.test("leexport start tells a service manager how many searches fail, and that none does any more", async () => {
  await using manager = await openNotifySocket();
  await using api = startApi();
  let isDown = true;
  await using geckoboard = startReceiver({
    answer: () => new Response("{}", { status: isDown ? 503 : 200 }),
  });
  const search = { name: "one", period: 1, pushUrl: `${geckoboard.url}/v1/send/1` };
  await using config = await writeConfig(configText(api.url, [search]));
  await config.replace(
    configText(api.url, [search])
      .replace("status_address = none", `status_address = unix:${config.folder}/status`),
  );
  await using _program = startUnder(manager.name, { config: config.path });
  const { index } = await manager.told(/^STATUS=1 search, 1 fails$/);
  isDown = false;
  await manager.told(/^STATUS=1 search$/, index);
});

Deno.test("leexport start beats for the watchdog of a service manager", async () => {
  await using manager = await openNotifySocket();
  await using api = startApi();
  await using config = await writeConfig(configText(api.url, [{ name: "one", pushUrl: NOBODY }]));
  const env = { WATCHDOG_USEC: "20000" };
  await using program = startUnder(manager.name, { config: config.path, env });
  const first = await manager.told(/^WATCHDOG=1$/);
  ok(first.index > 0);
  const second = await manager.told(/^WATCHDOG=1$/, first.index + 1);
  program.signal("SIGSTOP");
  program.signal("SIGCONT");
  await manager.told(/^WATCHDOG=1$/, second.index + 1);
});

Deno.test("leexport start goes on when the socket of its service manager is gone, and says so once", async () => {
  const manager = await openNotifySocket();
  await using api = startApi();
  await using geckoboard = startReceiver();
  const search = { name: "one", period: 1, pushUrl: `${geckoboard.url}/v1/send/1` };
  await using config = await writeConfig(configText(api.url, [search]));
  const env = { WATCHDOG_USEC: "20000" };
  await using program = startUnder(manager.name, { config: config.path, env });
  await manager.told(/^WATCHDOG=1$/);
  await manager[Symbol.asyncDispose]();
  await program.output(
    /Cannot tell the service manager at .*notify how things stand: .*\n {2}hint: /,
  );
  await geckoboard.received(2);
  program.signal("SIGTERM");
  const { code, stdout } = await program.ended;
  equal(code, 0);
  equal(stdout.match(/Cannot tell the service manager/g)?.length, 1);
});

Deno.test("takeListening() leaves nothing for child processes", () => {
  const env = new Map([["NOTIFY_SOCKET", "/run/notify"], ["WATCHDOG_USEC", "30000000"]]);
  deepEqual(takeListening(env), { socket: "/run/notify", watchdogMs: 30_000 });
  deepEqual([...env.keys()], []);
});

const LISTENING: readonly (readonly [string, Record<string, string>, Listening | undefined])[] = [
  ["no socket", { WATCHDOG_USEC: "1000" }, undefined],
  ["an empty name", { NOTIFY_SOCKET: "" }, undefined],
  ["no watchdog", { NOTIFY_SOCKET: "@a" }, { socket: "@a", watchdogMs: undefined }],
  ["a watchdog of this process", {
    NOTIFY_SOCKET: "@a",
    WATCHDOG_USEC: "1000",
    WATCHDOG_PID: String(Deno.pid),
  }, { socket: "@a", watchdogMs: 1 }],
  ["a watchdog of another process", {
    NOTIFY_SOCKET: "@a",
    WATCHDOG_USEC: "1000",
    WATCHDOG_PID: "1",
  }, { socket: "@a", watchdogMs: undefined }],
  ["a watchdog that is no number", { NOTIFY_SOCKET: "@a", WATCHDOG_USEC: "soon" }, {
    socket: "@a",
    watchdogMs: undefined,
  }],
];

for (const [name, variables, expected] of LISTENING) {
  Deno.test(`takeListening() understands ${name}`, () => {
    deepEqual(takeListening(new Map(Object.entries(variables))), expected);
  });
}

const COUNTS =
  "openServiceManager() counts a reload from CLOCK_MONOTONIC, rounded up by a second at most";

Deno.test(COUNTS, { ignore: !LINUX }, async () => {
  await using socket = await openNotifySocket();
  const before = monotonicUsec();
  {
    await using manager = openServiceManager({ socket: socket.name, watchdogMs: undefined });
    manager.reloading();
  }
  const { text } = await socket.told(/RELOADING/);
  const after = monotonicUsec();
  const told = Number(text.match(/MONOTONIC_USEC=(\d+)$/)?.[1]);
  ok(told >= before, `${told} is before ${before}`);
  ok(told <= after + 1_010_000, `${told} is long after ${after}`);
});

/** As the system tells it, cut off to hundredths of a second. */
function monotonicUsec(): number {
  const uptime = Deno.readTextFileSync("/proc/uptime").split(" ")[0];
  return Number(uptime) * 1_000_000;
}

Deno.test("openServiceManager() tells a status of several lines as one", async () => {
  await using socket = await openNotifySocket();
  {
    await using manager = openServiceManager({ socket: socket.name, watchdogMs: undefined });
    manager.follow(() => "2 searches, 1 fails\n  hint: look");
    manager.ready();
  }
  match((await socket.told(/STATUS/)).text, /\nSTATUS=2 searches, 1 fails; hint: look$/);
});

Deno.test("openServiceManager() tells a status that has changed, without secrets", async () => {
  await using socket = await openNotifySocket();
  const secret = new Secret("s3cret-key-0002");
  let standing = "2 searches";
  await using manager = openServiceManager({ socket: socket.name, watchdogMs: undefined });
  manager.follow(() => standing);
  manager.ready();
  standing = `2 searches, 1 fails: ${secret.reveal()}`;
  await socket.told(/^STATUS=2 searches, 1 fails: \[secret\]$/);
});

Deno.test("openServiceManager() says nothing of a reload that outlasts the order to stop", async () => {
  await using socket = await openNotifySocket();
  {
    await using manager = openServiceManager({ socket: socket.name, watchdogMs: undefined });
    manager.ready();
    manager.stopping();
    manager.reloading();
    manager.ready();
  }
  {
    await using next = openServiceManager({ socket: socket.name, watchdogMs: undefined });
    next.follow(() => "the next one");
    next.ready();
  }
  const { index } = await socket.told(/the next one/);
  const told = socket.messages.slice(0, index).map((message) => message.split("\n")[0]);
  deepEqual(told, ["READY=1", "STOPPING=1"]);
});

Deno.test("openServiceManager() without a manager does nothing", async () => {
  await using manager = openServiceManager(undefined);
  manager.follow(() => "1 search");
  manager.ready();
  manager.reloading();
  manager.stopping();
});
