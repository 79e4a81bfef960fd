import type { KafkaMessage } from "kafkajs";
import { loadKafkajs } from "../../src/services/kafka/kafkajs_client.ts";

/** A message as a consumer sees it. */
export interface ReadMessage {
  readonly key: string;
  readonly value: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly headers: Readonly<Record<string, string>>;
}

const LONGEST_WAIT_MS = 60_000;

/**
 * Reads a topic of one partition from its start, with a real consumer, until it has `count` messages.
 *
 * @param broker `host:port`
 * @param topic The topic.
 * @param count How many messages to wait for.
 */
export async function readTopic(
  broker: string,
  { topic, count }: { readonly topic: string; readonly count: number },
): Promise<ReadMessage[]> {
  const { Kafka, logLevel } = (await loadKafkajs()).kafkajs;
  const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: crypto.randomUUID() });
  const messages: ReadMessage[] = [];
  const { promise: complete, resolve, reject } = Promise.withResolvers<void>();
  const late = () => reject(new Error(`only ${messages.length} of ${count} messages came`));
  const timer = setTimeout(late, LONGEST_WAIT_MS);
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ message }) => {
        messages.push(plain(message));
        if (messages.length >= count) resolve();
        return Promise.resolve();
      },
    });
    await complete;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
  return messages;
}

function plain({ key, value, timestamp, headers }: KafkaMessage): ReadMessage {
  return {
    key: String(key),
    value: String(value),
    timestamp: Number(timestamp),
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]),
    ),
  };
}
