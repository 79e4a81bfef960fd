/** Who may log in to a test broker, by every mechanism. */
export const KAFKA_USER = { username: "alice", password: "alice-secret" } as const;

/** The listeners of a test broker, each with a port of its own. */
export const LISTENERS = ["plain", "sasl", "tls", "mutual", "elsewhere", "controller"] as const;
/** Port of each listener on 127.0.0.1. */
export type KafkaPorts = Readonly<Record<typeof LISTENERS[number], number>>;

const PROTOCOLS = {
  plain: "PLAINTEXT",
  sasl: "SASL_PLAINTEXT",
  tls: "SSL",
  mutual: "SSL",
  elsewhere: "PLAINTEXT",
  controller: "PLAINTEXT",
} as const;

/** One node that is broker and controller; what formatting needs to know. */
export const STORAGE_PROPERTIES = `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9093
controller.listener.names=CONTROLLER
listeners=PLAIN://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
inter.broker.listener.name=PLAIN
listener.security.protocol.map=PLAIN:PLAINTEXT,CONTROLLER:PLAINTEXT
`;

/**
 * Writes the properties of a broker.
 *
 * @param ports Where it listens. Whoever comes by `elsewhere` is told to go to `localhost`, on the same port.
 * @param options.data Its data folder, formatted.
 * @param options.tls Folder of the certificates.
 */
export function brokerProperties(
  ports: KafkaPorts,
  { data, tls }: { readonly data: string; readonly tls: string },
): string {
  const at = (name: typeof LISTENERS[number], host = "127.0.0.1") =>
    `${name.toUpperCase()}://${host}:${ports[name]}`;
  const clients = LISTENERS.filter((name) => name !== "controller");
  const advertised = clients.map((name) =>
    at(name, name === "elsewhere" ? "localhost" : undefined)
  );
  const { username, password } = KAFKA_USER;
  const login = "org.apache.kafka.common.security";
  return Object.entries({
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@127.0.0.1:${ports.controller}`,
    "controller.listener.names": "CONTROLLER",
    listeners: LISTENERS.map((name) => at(name)).join(),
    "advertised.listeners": advertised.join(),
    "inter.broker.listener.name": "PLAIN",
    "listener.security.protocol.map": LISTENERS
      .map((name) => `${name.toUpperCase()}:${PROTOCOLS[name]}`).join(),
    "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
    "listener.name.sasl.plain.sasl.jaas.config":
      `${login}.plain.PlainLoginModule required user_${username}="${password}";`,
    "listener.name.sasl.scram-sha-256.sasl.jaas.config":
      `${login}.scram.ScramLoginModule required;`,
    "listener.name.sasl.scram-sha-512.sasl.jaas.config":
      `${login}.scram.ScramLoginModule required;`,
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": `${tls}/server.pem`,
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": `${tls}/ca.pem`,
    "listener.name.mutual.ssl.client.auth": "required",
    "log.dirs": data,
    "num.partitions": 1,
    "offsets.topic.num.partitions": 1,
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.num.partitions": 1,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    "log.cleaner.dedupe.buffer.size": 1_048_577,
    // A restarted broker waits until its former self has expired.
    "broker.session.timeout.ms": 3_000,
    "broker.heartbeat.interval.ms": 500,
  }).map(([name, value]) => `${name}=${value}\n`).join("");
}
