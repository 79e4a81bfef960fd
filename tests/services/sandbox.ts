/** What a sandbox is asked: to transform a body and push the payload. */
export interface Request {
  readonly call: number;
  readonly service: "dummy" | "geckoboard" | "hosted_graphite" | "kafka";
  readonly options: Readonly<Record<string, unknown>>;
  readonly apiKey: string;
  /** The API's JSON. */
  readonly body: string;
  readonly deliveryId: string;
  readonly deadlineMs: number;
}

/** How a push ended. */
export interface Verdict {
  readonly outcome: "accepted" | "retry" | "unknown" | "reject" | "skipped" | "failed";
  readonly message?: string;
  readonly hint?: string | undefined;
}

/** What comes out of a sandbox. */
export type Reply =
  | { readonly type: "pushed"; readonly call: number; readonly verdict: Verdict }
  | { readonly type: "log"; readonly level: string; readonly line: string }
  | { readonly type: "closed" };

/** What a push needs besides its body. */
export type PushOptions =
  & Pick<Request, "service" | "options" | "deliveryId">
  & Partial<Pick<Request, "apiKey" | "deadlineMs">>;

/** A Worker that holds the shipped services, and may do what the daemon's Workers may. */
export interface Sandbox extends AsyncDisposable {
  /** Lines of its log, `level: line`. */
  readonly log: readonly string[];
  push(body: string, options: PushOptions): Promise<Verdict>;
  /** Lets the services close their connections. */
  close(): Promise<void>;
}

/** The names that kafkajs insists on reading when it is loaded. */
export const KAFKA_ENV: readonly string[] = [
  "NODE_ENV",
  "KAFKAJS_DEBUG_PROTOCOL_BUFFERS",
  "KAFKAJS_DEBUG_EXTENDED_PROTOCOL_BUFFERS",
  "KAFKAJS_NO_PARTITIONER_WARNING",
  "KAFKAJS_LOG_LEVEL",
];

/**
 * Starts a sandbox.
 *
 * @param options.net `host:port` it may reach.
 * @param options.read Files it may read.
 */
export function startSandbox(
  { net, read = [] }: { readonly net: readonly string[]; readonly read?: readonly string[] },
): Sandbox {
  const worker = new Worker(import.meta.resolve("./sandbox_worker.ts"), {
    type: "module",
    deno: {
      permissions: {
        net: net.length === 0 ? false : [...net],
        read: read.length === 0 ? false : [...read],
        env: [...KAFKA_ENV],
        write: false,
        run: false,
        ffi: false,
        sys: false,
        import: false,
      },
    },
  });
  const log: string[] = [];
  const calls = new Map<number, PromiseWithResolvers<Verdict>>();
  const closed = Promise.withResolvers<void>();
  let last = 0;
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    const error = new Error(`the sandbox broke down: ${event.message}`);
    for (const { reject } of calls.values()) reject(error);
    closed.reject(error);
  });
  worker.addEventListener("message", ({ data: reply }: MessageEvent<Reply>) => {
    if (reply.type === "log") log.push(`${reply.level}: ${reply.line}`);
    else if (reply.type === "closed") closed.resolve();
    else calls.get(reply.call)?.resolve(reply.verdict);
  });
  closed.promise.catch(() => {});
  const close = async (): Promise<void> => {
    worker.postMessage("close");
    await closed.promise;
  };
  return {
    log,
    push(body, { service, options, deliveryId, apiKey = "", deadlineMs = 60_000 }) {
      const call = ++last;
      const pending = Promise.withResolvers<Verdict>();
      calls.set(call, pending);
      const request = { call, service, options, deliveryId, apiKey, body, deadlineMs };
      worker.postMessage(request satisfies Request);
      return pending.promise;
    },
    close,
    async [Symbol.asyncDispose]() {
      await close().catch(() => {});
      worker.terminate();
    },
  };
}
