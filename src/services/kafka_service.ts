import {
  choice,
  type Delivery,
  file,
  hosts,
  type KeyTable,
  optional,
  type QueryResponse,
  secret,
  Service,
  text,
} from "../service.ts";
import { connectionOptions } from "./kafka/connection_options.ts";
import { batchesOf, type KafkaValue } from "./kafka/messages.ts";
import { releaseProducers, sharedProducer } from "./kafka/producers.ts";

const keys = {
  brokers: hosts("Brokers, host:port; every address that the cluster gives out is needed"),
  topic: text("Topic that takes the values"),
  client_id: text("Name that the brokers' logs show", { default: "leexport" }),
  ssl: optional(choice("Whether to speak TLS; a named certificate asks for it as well", [
    { value: "on", help: "Speak TLS" },
    { value: "off", help: "Speak plain text" },
  ])),
  ssl_ca: optional(file("PEM file with the certificate of the cluster's authority")),
  ssl_cert: optional(file("PEM file with the certificate to show to the cluster")),
  ssl_key: optional(file("PEM file with the key of ssl_cert")),
  sasl_mechanism: optional(choice("How to log in", [
    { value: "plain", help: "User and password as they are; use TLS with it" },
    { value: "scram-sha-256", help: "Proves the password without sending it" },
    { value: "scram-sha-512", help: "Proves the password without sending it" },
  ])),
  sasl_username: optional(text("User to log in as")),
  sasl_password: optional(secret(text("Password; left out, api_key of the service is taken"))),
  push_url: optional(text("Not used; older files may have it")),
} satisfies KeyTable;

/** One message for each group or slice, its value in decimal. */
export class KafkaService extends Service<readonly KafkaValue[], typeof keys> {
  static override readonly summary = "Appends each value to a topic of Apache Kafka";
  static override readonly keys = keys;

  override transform({ groups, series }: QueryResponse): readonly KafkaValue[] | undefined {
    const values = groups.length > 0
      ? groups.filter(isFinite).map(({ text = "", label }) => ({ text, label }))
      : series.filter(isFinite).map(({ text = "", start }) => ({ text, start }));
    return values.length > 0 ? values : this.skip("The answer holds no values");
  }

  override async push(values: readonly KafkaValue[], { id, signal }: Delivery): Promise<void> {
    const connection = connectionOptions(this.destination, { apiKey: this.apiKey });
    const producer = sharedProducer(connection, { user: this, log: this.log });
    await producer.send(batchesOf(values, { deliveryId: id }), {
      topic: this.destination.topic,
      signal,
    });
  }

  override async close(): Promise<void> {
    await releaseProducers(this);
  }
}

function isFinite({ value }: { readonly value: number | undefined }): boolean {
  return Number.isFinite(value);
}
