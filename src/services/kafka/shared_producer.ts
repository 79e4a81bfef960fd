import type { Socket } from "node:net";
import type { ISocketFactory, Kafka, Message, Producer } from "kafkajs";
import { PushError, type ServiceLog } from "../../service.ts";
import { type ConnectionOptions, readTls } from "./connection_options.ts";
import { type KafkaClient, loadKafkajs } from "./kafkajs_client.ts";
import { pushFailure, type PushProgress, refusesNumbering } from "./push_failure.ts";

const CONNECT_MS = 5_000;
/** The longest one call of kafkajs may take, whatever the time for the push. */
const CALL_MS = 30_000;
const CLOSE_MS = 500;
const KEEP_ALIVE_MS = 60_000;
/** Some 3 s in all: a broker that is away for longer is the matter of a later try. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 };

/** How many producers there have been, so that each starts at another of the listed brokers. */
let opened = 0;

/** Where messages go, and how long that may take. */
export interface SendOptions {
  readonly topic: string;
  readonly signal: AbortSignal;
}

/**
 * A connection to a cluster that several destinations use, kept open between runs: idle, it has no timer. It is opened
 * by the first {@linkcode SharedProducer.send} and given up by a failure that is not about the messages alone; whoever
 * needs one then opens another, while sends under way on the old one may still end.
 */
export class SharedProducer {
  readonly #options: ConnectionOptions;
  readonly #log: ServiceLog;
  readonly #sockets = new Set<Socket>();
  readonly #denied = new Set<string>();
  /** Bytes that were written to connections which are closed by now. */
  #closedBytes = 0;
  #producer: Promise<Producer> | undefined;
  #sending = 0;
  #state: "open" | "given up" | "ended" = "open";

  constructor(options: ConnectionOptions, log: ServiceLog) {
    this.#options = options;
    this.#log = log;
  }

  /** Whether the producer has been given up: send with another. */
  get givenUp(): boolean {
    return this.#state !== "open";
  }

  /**
   * Sends messages, batch after batch, and waits until every in-sync replica has them.
   *
   * @param batches Each becomes one request to each leader.
   * @throws {PushError} The cluster's verdict.
   */
  async send(batches: readonly Message[][], { topic, signal }: SendOptions): Promise<void> {
    this.#sending++;
    let progress: PushProgress = "nothing sent";
    let writtenBefore = Infinity;
    try {
      const producer = await within(this.#producer ??= this.#connect(), signal);
      for (const messages of batches) {
        writtenBefore = this.#bytesWritten();
        await within(sendBatch(producer, { topic, messages }), signal);
        progress = "partly taken";
      }
    } catch (thrown) {
      if (progress === "nothing sent" && this.#bytesWritten() > writtenBefore) progress = "sent";
      const { brokers } = this.#options;
      const place = { topic, brokers, denied: [...this.#denied], progress };
      const { error, connection } = pushFailure(thrown, place);
      if (connection === "given up") this.giveUp();
      throw error;
    } finally {
      this.#sending--;
      this.#endIfUnused();
    }
  }

  /** Of all connections there have been: kafkajs does not say whether it has written a request. */
  #bytesWritten(): number {
    return [...this.#sockets].reduce(
      (sum, { bytesWritten }) => sum + bytesWritten,
      this.#closedBytes,
    );
  }

  /** Takes no more sends from now on, and ends with the last one under way. */
  giveUp(): void {
    if (this.#state === "open") this.#state = "given up";
    this.#endIfUnused();
  }

  /** Ends the connections in good order if the cluster lets it, within half a second. */
  async close(): Promise<void> {
    this.giveUp();
    const closing = this.#producer?.then((producer) => producer.disconnect());
    if (closing !== undefined) {
      await within(closing, new AbortController().signal, CLOSE_MS).catch(() => {});
    }
    this.#end();
  }

  #endIfUnused(): void {
    if (this.#state === "given up" && this.#sending === 0) this.#end();
  }

  #end(): void {
    this.#state = "ended";
    for (const socket of this.#sockets) socket.destroy(new Error("the connection was given up"));
  }

  async #connect(): Promise<Producer> {
    const client = await loadKafkajs();
    const { Kafka, Partitioners, logLevel } = client.kafkajs;
    const { brokers, clientId, sasl, tls } = this.#options;
    const first = opened++ % brokers.length;
    const kafka = new Kafka({
      brokers: [...brokers.slice(first), ...brokers.slice(0, first)],
      clientId,
      ...(tls !== undefined && { ssl: await readTls(tls) }),
      ...(sasl !== undefined && { sasl }),
      connectionTimeout: CONNECT_MS,
      enforceRequestTimeout: false,
      retry: RETRY,
      socketFactory: this.#socketFactory(client),
      logLevel: logLevel.WARN,
      logCreator: () => ({ namespace, log }) => this.#log.debug(`${namespace}: ${log.message}`),
    });
    const common = {
      createPartitioner: Partitioners.DefaultPartitioner,
      maxInFlightRequests: 1,
    };
    return await this.#connectNumbering(kafka, common);
  }

  /** A cluster that numbers a producer's messages drops what kafkajs sends twice. */
  async #connectNumbering(
    kafka: Kafka,
    common: NonNullable<Parameters<Kafka["producer"]>[0]>,
  ): Promise<Producer> {
    const numbering = kafka.producer({ ...common, idempotent: true });
    try {
      await numbering.connect();
      return numbering;
    } catch (error) {
      if (!refusesNumbering(error)) throw error;
      await numbering.disconnect();
    }
    this.#log.info("The cluster does not number messages: a lost answer may double some");
    const plain = kafka.producer(common);
    await plain.connect();
    return plain;
  }

  #socketFactory({ net, tls }: KafkaClient): ISocketFactory {
    return ({ host, port, ssl, onConnect }) => {
      if (this.#state === "ended") throw new Error("the connection was given up");
      const address = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
      if (!mayReach(address)) {
        this.#denied.add(address);
        throw new Error(`${address} may not be reached`);
      }
      const name = net.isIP(host) === 0 ? { servername: host } : {};
      const socket = ssl
        ? tls.connect({ host, port, ...name, ...ssl }, onConnect)
        : net.connect({ host, port }, onConnect);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      this.#sockets.add(socket);
      socket.once("close", () => {
        this.#sockets.delete(socket);
        this.#closedBytes += socket.bytesWritten;
      });
      return socket;
    };
  }
}

async function sendBatch(
  producer: Producer,
  { topic, messages }: { readonly topic: string; readonly messages: Message[] },
): Promise<void> {
  const results = await producer.send({ topic, messages, acks: -1, timeout: CALL_MS });
  const refused = results.find(({ errorCode }) => errorCode !== 0);
  if (refused === undefined && results.length > 0) return;
  throw new PushError(`topic "${topic}": ${verdict(refused?.errorCode)}`, { outcome: "unknown" });
}

function verdict(errorCode: number | undefined): string {
  return errorCode === undefined ? "no broker answered" : `a broker answered error ${errorCode}`;
}

/** Asks before the attempt: a refusal by the runtime says what to type on a command line. */
function mayReach(host: string): boolean {
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

/** Gives up waiting, not the work: whoever gives up must end its connection. */
async function within<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
  ms: number = CALL_MS,
): Promise<Result> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new DOMException("the time is over", "TimeoutError"));
  const timer = setTimeout(giveUp, ms);
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}
