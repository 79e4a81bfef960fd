import { LeexportError } from "../errors.ts";
import { withHint } from "../with_hint.ts";

/** One request that a receiver got. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query: `/values?at=1`. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  /** When its body was complete, Unix milliseconds. */
  readonly at: number;
}

/** A real HTTP server on a free loopback port that keeps what it receives. */
export interface Receiver extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Resolves once `count` requests have been received since the start. */
  received(count: number): Promise<void>;
}

/** How a receiver behaves. */
export interface ReceiverOptions {
  /**
   * Makes the response to each request: {@linkcode accept}, {@linkcode refuse}, {@linkcode hang} or any other. Requests
   * count from 0.
   */
  readonly answer?: (request: ReceivedRequest, index: number) => Response | Promise<Response>;
}

/** Takes a payload: 200 with `{"success":true}`. */
export function accept(): Response {
  return Response.json({ success: true });
}

/**
 * Does not take a payload.
 *
 * @param status Of HTTP: 503 and 429 ask for another try, 500 leaves open whether it was taken, 422 refuses it for good.
 * @param options.body What the receiver says to it.
 * @param options.retryAfterSeconds How long it wants to be left alone.
 */
export function refuse(
  status: number,
  { body = "", retryAfterSeconds }: {
    readonly body?: string;
    readonly retryAfterSeconds?: number;
  } = {},
): Response {
  const headers = new Headers();
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  return new Response(body, { status, headers });
}

/** Takes a request and keeps silent until the receiver is disposed of. */
export function hang(): Promise<Response> {
  return new Promise(() => {});
}

/**
 * Starts a receiver. A request that it has not answered when it is disposed of gets a 503.
 *
 * @param options.answer Makes the response to each request; default {@linkcode accept}.
 * @throws {LeexportError} If the tests may not open a port.
 */
export function startReceiver({ answer = accept }: ReceiverOptions = {}): Receiver {
  const requests: ReceivedRequest[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  const end = Promise.withResolvers<void>();
  const server = serve(async (request) => {
    const received = await receive(request);
    requests.push(received);
    waiting = waiting.filter(({ count, resolve }) => {
      if (requests.length < count) return true;
      resolve();
      return false;
    });
    // Each request gets a response of its own: the body of one can be sent once.
    const refused = end.promise.then(() => refuse(503));
    return await Promise.race([answer(received, requests.length - 1), refused]);
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
      end.resolve();
      await server.shutdown();
    },
  };
}

async function receive(request: Request): Promise<ReceivedRequest> {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    path: pathname + search,
    headers: request.headers,
    body: await request.text(),
    at: Date.now(),
  };
}

function serve(handler: (request: Request) => Promise<Response>): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    // A failed test shows the message of its error only.
    const message = "Cannot start a receiver: these tests may not open a port";
    throw new LeexportError(withHint(message, "run deno test --allow-net=127.0.0.1"));
  }
}
