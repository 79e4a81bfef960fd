/**
 * Starts and stops one Apache Kafka node for trying the kafka service by hand; needs Java 17 and, the first time, Maven.
 *
 *     deno run -A scripts/kafka.ts start
 *     deno run -A scripts/kafka.ts stop
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is its purpose

import { spawn } from "node:child_process";
import { once } from "node:events";
import { type KafkaBroker, startBroker, untilStarted } from "./kafka/broker.ts";
import { missingForKafka } from "./kafka/installation.ts";

interface Running {
  readonly pid: number;
  readonly folder: string;
  readonly broker: string;
}

const LOOK_MS = 100;
const LONGEST_STOP_MS = 30_000;
const STATE_FILE = `${
  Deno.env.get("XDG_RUNTIME_DIR") ?? Deno.env.get("TMPDIR") ?? "/tmp"
}/leexport-kafka.json`;

async function readRunning(): Promise<Running | undefined> {
  const text = await Deno.readTextFile(STATE_FILE).catch(() => undefined);
  if (text === undefined) return undefined;
  const running: Running = JSON.parse(text);
  return await isBroker(running) ? running : undefined;
}

/** A number alone may have been given to another process since. */
async function isBroker({ pid, folder }: Running): Promise<boolean> {
  const command = new Deno.Command("ps", { args: ["-o", "args=", "-p", String(pid)] });
  return new TextDecoder().decode((await command.output()).stdout).includes(folder);
}

/** The command that prints into the broker's log and outlives this one. */
async function launch(broker: KafkaBroker): Promise<Running> {
  const [command, ...args] = broker.command;
  const script = 'log=$1; shift; exec "$@" >"$log" 2>&1';
  const child = spawn("sh", ["-c", script, "sh", broker.logFile, command, ...args], {
    detached: true,
    stdio: "ignore",
  });
  await untilStarted(broker, { ended: once(child, "exit") });
  child.unref();
  return { pid: child.pid ?? 0, folder: broker.folder, broker: `127.0.0.1:${broker.ports.plain}` };
}

async function start(): Promise<number> {
  const missing = await missingForKafka();
  if (missing !== undefined) {
    console.error(missing);
    return 1;
  }
  const known = await readRunning();
  if (known !== undefined) {
    console.log(`Kafka runs already at ${known.broker}`);
    return 0;
  }
  const { running } = await startBroker(launch);
  await Deno.writeTextFile(STATE_FILE, JSON.stringify(running));
  console.log(`Kafka runs at ${running.broker}, with its files in ${running.folder}`);
  return 0;
}

async function stop(): Promise<number> {
  const running = await readRunning();
  if (running === undefined) {
    console.log("Kafka does not run");
    return 0;
  }
  Deno.kill(running.pid, "SIGTERM");
  await untilEnded(running);
  await Deno.remove(running.folder, { recursive: true });
  await Deno.remove(STATE_FILE);
  console.log("Kafka has stopped");
  return 0;
}

/** A process that is not a child ends without an event, so it is looked for; one that does not end is killed. */
async function untilEnded(running: Running): Promise<void> {
  for (let looks = 0; await isBroker(running); looks++) {
    if (looks * LOOK_MS >= LONGEST_STOP_MS) Deno.kill(running.pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

if (import.meta.main) {
  const [command] = Deno.args;
  if (command === "start") Deno.exit(await start());
  if (command === "stop") Deno.exit(await stop());
  console.error("Usage: scripts/kafka.ts start|stop");
  Deno.exit(2);
}
