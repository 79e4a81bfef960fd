/**
 * Loads kafkajs when it is first needed, and mends its clock: on a connection that has nothing to send it starts a timer
 * again every millisecond, for as long as the connection lives, and Deno warns of a negative delay.
 *
 * @module
 * @see kafkajs issue 1751
 */

/** What the mending touches; kafkajs has no types for its inside. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  /** Unix milliseconds, -1 if not throttled. */
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

let loading: Promise<typeof import("kafkajs")> | undefined;

/** Loads kafkajs, mended; the same for every call. */
export function loadKafkajs(): Promise<typeof import("kafkajs")> {
  return loading ??= load();
}

async function load(): Promise<typeof import("kafkajs")> {
  const [kafkajs, { default: queue }] = await Promise.all([
    import("kafkajs"),
    import("kafkajs/src/network/requestQueue/index.js"),
  ]);
  mendTimer(queue);
  return kafkajs.default;
}

function mendTimer({ prototype }: { readonly prototype: RequestQueue }): void {
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
