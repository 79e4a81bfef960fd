import { type KafkaBroker, startBroker, untilStarted } from "../../scripts/kafka/broker.ts";
import { KAFKA_USER } from "../../scripts/kafka/properties.ts";

export { missingForKafka } from "../../scripts/kafka/installation.ts";

/** One Kafka node of a test's own. */
export interface KafkaServer extends AsyncDisposable {
  /** `127.0.0.1:PORT` of each listener; `elsewhere` sends clients to {@linkcode KafkaServer.advertised}. */
  readonly plain: string;
  readonly sasl: string;
  readonly tls: string;
  /** Wants a client's certificate. */
  readonly mutual: string;
  readonly elsewhere: string;
  /** `localhost:PORT` */
  readonly advertised: string;
  readonly user: { readonly username: string; readonly password: string };
  /** Paths of PEM files. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;

  /** Ends the broker in good order; its data stays. */
  stop(): Promise<void>;
  /** Ends it as a power cut does; what it had written stays. */
  kill(): Promise<void>;
  /** Starts it again, on the same ports. */
  start(): Promise<void>;
}

interface Running {
  readonly child: Deno.ChildProcess;
  readonly ended: Promise<unknown>;
}

/** Ends the broker when its standard input is closed: also when the tests are killed. */
const WATCHED = `log=$1; shift; exec 3<&0
"$@" >"$log" 2>&1 3<&- & java=$!
{ cat <&3 >/dev/null; kill -KILL $java; } 2>/dev/null & 
trap 'kill $java' TERM
wait $java; wait $java`;

/** Starts a node; see `missingForKafka()` for what the machine must have. */
export async function startKafka(): Promise<KafkaServer> {
  const { broker, running } = await startBroker(launch);
  return serverOf(broker, running);
}

async function launch(broker: KafkaBroker): Promise<Running> {
  await Deno.writeTextFile(broker.logFile, "");
  const child = new Deno.Command("sh", {
    args: ["-c", WATCHED, "sh", broker.logFile, ...broker.command],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const running = { child, ended: child.status };
  try {
    await untilStarted(broker, running);
  } catch (error) {
    await kill(running);
    throw error;
  }
  return running;
}

async function kill({ child, ended }: Running): Promise<void> {
  await child.stdin.close().catch(() => {});
  await ended;
}

function serverOf(broker: KafkaBroker, first: Running): KafkaServer {
  let running: Running | undefined = first;
  const at = (port: number) => `127.0.0.1:${port}`;
  const { plain, sasl, tls, mutual, elsewhere } = broker.ports;
  return {
    plain: at(plain),
    sasl: at(sasl),
    tls: at(tls),
    mutual: at(mutual),
    elsewhere: at(elsewhere),
    advertised: `localhost:${elsewhere}`,
    user: KAFKA_USER,
    ca: `${broker.tls}/ca.pem`,
    cert: `${broker.tls}/client.pem`,
    key: `${broker.tls}/client.key`,
    async stop() {
      const stopping = running;
      running = undefined;
      stopping?.child.kill("SIGTERM");
      await stopping?.ended;
      await stopping?.child.stdin.close().catch(() => {});
    },
    async kill() {
      const killing = running;
      running = undefined;
      if (killing !== undefined) await kill(killing);
    },
    async start() {
      running ??= await launch(broker);
    },
    async [Symbol.asyncDispose]() {
      if (running !== undefined) await kill(running);
      running = undefined;
      await Deno.remove(broker.folder, { recursive: true });
    },
  };
}
