/** A server that takes connections and never says anything. */
export interface MuteServer extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Connections so far, also those that have ended. */
  readonly connections: number;
  /**
   * Waits until every connection has been ended by its client.
   *
   * @throws {Error} If that does not happen.
   */
  allEnded(): Promise<void>;
}

const LONGEST_WAIT_MS = 30_000;

/** Starts a server on a free loopback port. */
export function startMuteServer(): MuteServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const ends: Promise<void>[] = [];
  const connections: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) {
      connections.push(connection);
      ends.push(ended(connection));
    }
  })();
  return {
    host: `127.0.0.1:${listener.addr.port}`,
    get connections() {
      return connections.length;
    },
    async allEnded() {
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => reject(new Error("a connection is still open")),
        LONGEST_WAIT_MS,
      );
      try {
        await Promise.race([Promise.all(ends), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      for (const connection of connections) connection.close();
      await Promise.all(ends);
    },
  };
}

async function ended(connection: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(4096);
  try {
    while (await connection.read(buffer) !== null);
  } catch {
    // Reset by the client, or closed here.
  }
}
