/**
 * Loads kafkajs and the sockets it needs when they are first needed, and mends its clock: on a connection that has
 * nothing to send it starts a timer again every millisecond, for as long as the connection lives, and Deno warns of a
 * negative delay.
 *
 * @module
 * @see kafkajs issue 1751
 */

/** What a connection to a cluster is made with. */
export interface KafkaClient {
  readonly kafkajs: typeof import("kafkajs");
  readonly net: typeof import("node:net");
  readonly tls: typeof import("node:tls");
}

/** What the mending touches; kafkajs has no types for its inside. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  /** Unix milliseconds, -1 if not throttled. */
  readonly throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

let loading: Promise<KafkaClient> | undefined;

/** Loads kafkajs, mended; the same for every call. */
export function loadKafkajs(): Promise<KafkaClient> {
  return loading ??= load();
}

async function load(): Promise<KafkaClient> {
  const [kafkajs, queue, net, tls] = await Promise.all([
    import("kafkajs"),
    import("kafkajs/src/network/requestQueue/index.js"),
    import("node:net"),
    import("node:tls"),
  ]);
  mendTimer(queue.default);
  return { kafkajs: kafkajs.default, net: net.default, tls: tls.default };
}

function mendTimer({ prototype }: { readonly prototype: RequestQueue }): void {
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
