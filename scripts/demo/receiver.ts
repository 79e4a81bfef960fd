/** A push that arrived. */
export interface Arrival {
  /** Path of the request, as in `push_url`. */
  readonly path: string;
  /** What was pushed: an object for JSON, text for everything else. Keys are taken out. */
  readonly payload: unknown;
  /** Unix milliseconds. */
  readonly at: number;
}

/** What stands in for Geckoboard and Hosted Graphite. */
export interface Receiver extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

/**
 * Starts an HTTP server on a free port of this machine that takes every push.
 *
 * @param onArrival Called with each push.
 */
export function startReceiver(onArrival: (arrival: Arrival) => void): Receiver {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname: path } = new URL(request.url);
    const payload = readPayload(await request.text());
    onArrival({ path, payload, at: Date.now() });
    return typeof payload === "string"
      ? new Response(null, { status: 202 })
      : Response.json({ success: true });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
    },
  };
}

function readPayload(body: string): unknown {
  try {
    return JSON.parse(body, (name, value) => name === "api_key" ? undefined : value);
  } catch {
    return body;
  }
}
