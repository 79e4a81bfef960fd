/** Name of the header, of HTTP and of Kafka, that carries {@linkcode Delivery.id}. */
export const DELIVERY_HEADER = "leexport-delivery-id";

/** One handing over of a payload. */
export interface Delivery {
  /**
   * The same for every push of the same payload, by a later life of the program as well; different for every other
   * payload: `search/destination/from-to`, the times in Unix milliseconds. Whoever gets it can tell a repeat: make it
   * the key of a message, an idempotency key, or the unique column of a row that is inserted or else updated.
   *
   * The names of search and destination are the config's and may hold any character: a header of HTTP takes
   * `encodeURI(id)`, which is what `sendPayload()` sends.
   */
  readonly id: string;
  /** Aborted when the time for this push is over; hand it to `fetch`. */
  readonly signal: AbortSignal;
  /**
   * What the config wants when nobody can tell whether a push was taken. With `drop` it must not be sent twice, not even
   * by a client that helps itself when a connection is lost; `sendPayload()` takes care of that. Default `repeat`.
   */
  readonly onUnknown?: "repeat" | "drop";
}
