import type { Message } from "kafkajs";
import { DELIVERY_HEADER } from "../../delivery.ts";

/** One value of an answer: of a slice if it has a `start`, of a group if it has a `label`. */
export interface KafkaValue {
  /** The number in decimal. */
  readonly text: string;
  /** Unix milliseconds. */
  readonly start?: number;
  readonly label?: string;
}

/** Brokers take 1 MiB at once unless told otherwise. */
const LARGEST_BATCH_BYTES = 524_288;
/** What a message weighs besides its texts, generously. */
const FRAME_BYTES = 64;

/**
 * Makes one message of each value, in order. A repeat of the delivery gives the same keys again.
 *
 * @param values What `transform()` made.
 * @param options.deliveryId The same for every try of these values.
 * @returns Batches, each small enough for one request to a broker with default limits.
 */
export function batchesOf(
  values: readonly KafkaValue[],
  { deliveryId }: { readonly deliveryId: string },
): Message[][] {
  const batches: Message[][] = [];
  let batch: Message[] = [];
  let size = 0;
  for (const { text, start, label } of values) {
    const key = `${deliveryId}/${start ?? label}`;
    const headers = { [DELIVERY_HEADER]: deliveryId };
    const bytes = text.length + 3 * (key.length + deliveryId.length) + FRAME_BYTES;
    if (batch.length === 0 || size + bytes > LARGEST_BATCH_BYTES) {
      batch = [];
      size = 0;
      batches.push(batch);
    }
    batch.push({
      key,
      value: text,
      headers,
      ...(start !== undefined && { timestamp: `${start}` }),
    });
    size += bytes;
  }
  return batches;
}
