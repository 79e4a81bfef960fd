/**
 * One Apache Kafka node (KRaft) on free loopback ports, with a data folder of its own.
 *
 * @module
 */

import { kafkaInstallation } from "./installation.ts";
import { brokerProperties, type KafkaPorts, LISTENERS } from "./properties.ts";
import { JAVA_FLAGS } from "./tools.ts";

/** Where a broker's files are, and how it is started. */
export interface KafkaBroker {
  readonly ports: KafkaPorts;
  /** Folder of everything that belongs to this broker alone. */
  readonly folder: string;
  /** What it prints. */
  readonly logFile: string;
  /** Folder with `ca.pem`, `client.pem` and `client.key`. */
  readonly tls: string;
  /** The command that is the broker. */
  readonly command: readonly [string, ...string[]];
}

const STARTED = "Kafka Server started";
const TRIES = 3;
const LONGEST_START_MS = 120_000;
/** Below the ports that systems give to outgoing connections. */
const LOWEST_PORT = 20_000;
const PORT_RANGE = 10_000;

/**
 * Prepares a node and has it started. One that ends at once, as when another program has taken one of its ports, is
 * prepared anew.
 *
 * @param launch Starts the broker's command; rejects when it does not come up, and has ended it then.
 * @throws {Error} What the last of three launches threw.
 */
export async function startBroker<Running>(
  launch: (broker: KafkaBroker) => Promise<Running>,
): Promise<{ readonly broker: KafkaBroker; readonly running: Running }> {
  for (let tries = 1;; tries++) {
    const broker = await prepareBroker();
    try {
      return { broker, running: await launch(broker) };
    } catch (error) {
      await Deno.remove(broker.folder, { recursive: true });
      if (tries === TRIES) throw error;
    }
  }
}

/** Lays out a broker's files; nothing is started. */
async function prepareBroker(): Promise<KafkaBroker> {
  const { lib, data, tls } = await kafkaInstallation();
  const folder = await Deno.makeTempDir({ prefix: "leexport-kafka-" });
  const ports = freePorts();
  await copyFolder(data, `${folder}/data`);
  const properties = brokerProperties(ports, { data: `${folder}/data`, tls });
  await Deno.writeTextFile(`${folder}/server.properties`, properties);
  await Deno.writeTextFile(`${folder}/kafka.log`, "");
  return {
    ports,
    folder,
    tls,
    logFile: `${folder}/kafka.log`,
    command: [
      "java",
      ...JAVA_FLAGS,
      "-cp",
      `${lib}/*`,
      "kafka.Kafka",
      `${folder}/server.properties`,
    ],
  };
}

/**
 * Waits until a broker says in its log that it takes connections.
 *
 * @param broker The broker; its log holds nothing of an earlier start.
 * @param options.ended Settles when its process ends.
 * @throws {Error} If it ends before, or takes too long; the message holds the end of its log.
 */
export async function untilStarted(
  { logFile }: KafkaBroker,
  { ended }: { readonly ended: Promise<unknown> },
): Promise<void> {
  const over = Promise.withResolvers<"over">();
  const timer = setTimeout(() => over.resolve("over"), LONGEST_START_MS);
  ended.then(() => over.resolve("over"));
  const watcher = Deno.watchFs(logFile)[Symbol.asyncIterator]();
  try {
    while (!(await Deno.readTextFile(logFile)).includes(STARTED)) {
      if (await Promise.race([watcher.next(), over.promise]) !== "over") continue;
      const log = await Deno.readTextFile(logFile);
      throw new Error(`Cannot start Kafka: ${log.trim().slice(-2000)}`);
    }
  } finally {
    clearTimeout(timer);
    await watcher.return?.();
  }
}

/** Ports that nobody listened on a moment ago; a broker that finds one taken ends, and is prepared anew. */
function freePorts(): KafkaPorts {
  const ports = new Set<number>();
  while (ports.size < LISTENERS.length) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORT_RANGE);
    if (!ports.has(port) && isFree(port)) ports.add(port);
  }
  const [plain = 0, sasl = 0, tls = 0, mutual = 0, elsewhere = 0, controller = 0] = ports;
  return { plain, sasl, tls, mutual, elsewhere, controller };
}

function isFree(port: number): boolean {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
    return true;
  } catch {
    return false;
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}
