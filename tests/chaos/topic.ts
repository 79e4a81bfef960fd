import { loadKafkajs } from "../../src/services/kafka/kafkajs_client.ts";
import { type ReadMessage, readTopic } from "../services/kafka_reader.ts";
import type { Window } from "./count_of.ts";

/** Reads all that a topic of one partition holds. */
export async function readWholeTopic(broker: string, topic: string): Promise<ReadMessage[]> {
  const { Kafka, logLevel } = (await loadKafkajs()).kafkajs;
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const [{ high = "0" } = {}] = await admin.fetchTopicOffsets(topic);
    return await readTopic(broker, { topic, count: Number(high) });
  } finally {
    await admin.disconnect();
  }
}

/**
 * Finds what is wrong with the messages of one search, whose windows have one value each.
 *
 * @param messages In the order of the topic.
 * @returns In words; empty if every window of `due` is there, first times in order, repeats equal to their twins.
 */
export function judgeTopic(
  messages: readonly ReadMessage[],
  { lane, due, periodMs, count }: {
    /** `search/destination` */
    readonly lane: string;
    readonly due: Window;
    readonly periodMs: number;
    readonly count: (window: Window) => number;
  },
): string[] {
  const values = new Map<string, string>();
  const expected = new Map<string, string>();
  for (let from = due.from; from < due.to; from += periodMs) {
    const window = { from, to: from + periodMs };
    expected.set(`${lane}/${from}-${window.to}/${from}`, String(count(window)));
  }
  const findings: string[] = [];
  for (const { key, value } of messages) {
    const twin = values.get(key);
    if (twin !== undefined && twin !== value) findings.push(`${key}: ${value} after ${twin}`);
    values.set(key, twin ?? value);
  }
  const came = [...values].slice(0, expected.size);
  [...expected].forEach(([key, value], index) => {
    const [otherKey, otherValue] = came[index] ?? [];
    if (key === otherKey && value === otherValue) return;
    findings.push(`${key} should be ${value}, but place ${index} has ${otherKey}: ${otherValue}`);
  });
  return findings;
}
