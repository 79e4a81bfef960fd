/** One request that a destination received. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  /** When its body was complete, Unix milliseconds. */
  readonly at: number;
}

/** A real HTTP server on a free loopback port that keeps what it receives. */
export interface HttpDestination extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly requests: readonly ReceivedRequest[];
  /** Resolves once `count` requests have been received since the start. */
  received(count: number): Promise<void>;
}

/**
 * Starts a destination.
 *
 * @param options.answer Makes the response to each request; default 200 `{"success":true}`.
 */
export function startHttpDestination(
  { answer = () => Response.json({ success: true }) }: {
    readonly answer?: (request: ReceivedRequest, index: number) => Response | Promise<Response>;
  } = {},
): HttpDestination {
  const requests: ReceivedRequest[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const url = new URL(request.url);
    const received = {
      method: request.method,
      path: url.pathname + url.search,
      headers: request.headers,
      body: await request.text(),
      at: Date.now(),
    };
    requests.push(received);
    waiting = waiting.filter(({ count, resolve }) => {
      if (requests.length < count) return true;
      resolve();
      return false;
    });
    return await answer(received, requests.length - 1);
  });
  const host = `127.0.0.1:${server.addr.port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    received(count) {
      if (requests.length >= count) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ count, resolve });
      return promise;
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
    },
  };
}
