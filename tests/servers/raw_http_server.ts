import { Buffer } from "node:buffer";
import { createServer, type Server, type Socket } from "node:net";

/** One request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path and query string, exactly as requested. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  /** Which connection brought it, from 0: equal numbers mean that it was kept alive. */
  readonly connection: number;
  /** When it was complete, as `performance.now()`. */
  readonly at: number;
}

/** What is done about a request. */
export type RawAnswer =
  | { readonly kind: "reply"; readonly bytes: Uint8Array }
  | { readonly kind: "cut"; readonly bytes: Uint8Array; readonly end: "close" | "reset" }
  | { readonly kind: "drip"; readonly bytes: Uint8Array; readonly everyMs: number }
  | { readonly kind: "silence" };

/** What a reply consists of. */
export interface ReplyOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const encoder = new TextEncoder();

/** A whole reply with `content-length`; the connection is kept. */
export function reply(body: string, options: ReplyOptions = {}): RawAnswer {
  return { kind: "reply", bytes: encoder.encode(headOf(body, options) + body) };
}

/** A whole JSON reply. */
export function json(value: unknown, { status = 200, headers = {} }: ReplyOptions = {}): RawAnswer {
  return reply(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** A whole reply without a stated length, in the given pieces. */
export function chunked(
  pieces: readonly string[],
  { status = 200, headers = {} }: ReplyOptions = {},
): RawAnswer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `HTTP/1.1 ${status} Any\r\n${lines}transfer-encoding: chunked\r\n\r\n`;
  const sizeOf = (piece: string) => encoder.encode(piece).byteLength.toString(16);
  const body = pieces.map((piece) => `${sizeOf(piece)}\r\n${piece}\r\n`).join("");
  return { kind: "reply", bytes: encoder.encode(`${head}${body}0\r\n\r\n`) };
}

/** Any bytes, for instance of another protocol. */
export function raw(text: string): RawAnswer {
  return { kind: "cut", bytes: encoder.encode(text), end: "close" };
}

/** Ends the connection without a byte: `close` as a server that shuts down, `reset` as one that broke down. */
export function drop(end: "close" | "reset" = "close"): RawAnswer {
  return { kind: "cut", bytes: new Uint8Array(), end };
}

/** Sends the head and the first `bytes` bytes of the body, then ends the connection. */
export function cutOff(
  body: string,
  { bytes, end = "close", ...options }: ReplyOptions & {
    readonly bytes: number;
    readonly end?: "close" | "reset";
  },
): RawAnswer {
  const part = encoder.encode(headOf(body, options) + body.slice(0, bytes));
  return { kind: "cut", bytes: part, end };
}

/** A whole reply, a byte at a time. */
export function drip(
  body: string,
  { everyMs, ...options }: ReplyOptions & { readonly everyMs: number },
): RawAnswer {
  return { kind: "drip", bytes: encoder.encode(headOf(body, options) + body), everyMs };
}

/** Takes the request and never answers. */
export function silence(): RawAnswer {
  return { kind: "silence" };
}

function headOf(body: string, { status = 200, headers = {} }: ReplyOptions): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const length = encoder.encode(body).byteLength;
  return `HTTP/1.1 ${status} Any\r\n${lines}content-length: ${length}\r\n\r\n`;
}

/** An HTTP/1.1 server on a free loopback port that can misbehave on the wire. */
export interface RawHttpServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Refuses connections from now on; those there are ended in good order, behind an answer under way. */
  leave(): void;
}

/**
 * Starts a server.
 *
 * @param answer Says what is done about each request.
 * @param options.port That of an earlier server, to come back at its address; default a free one.
 */
export async function startRawHttpServer(
  answer: (request: RawRequest) => RawAnswer | Promise<RawAnswer>,
  { port = 0 }: { readonly port?: number } = {},
): Promise<RawHttpServer> {
  const sockets = new Set<Socket>();
  const answering = new Set<Socket>();
  let isLeaving = false;
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    serve(socket, {
      connection: connections++,
      answer(request) {
        answering.add(socket);
        return answer(request);
      },
      onSent() {
        answering.delete(socket);
        if (isLeaving) socket.end();
      },
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const host = `127.0.0.1:${portOf(server)}`;
  return {
    url: `http://${host}`,
    host,
    leave() {
      isLeaving = true;
      server.close();
      for (const socket of sockets) if (!answering.has(socket)) socket.end();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  return address.port;
}

/** Reads the requests of one connection, one after another. */
function serve(
  socket: Socket,
  { connection, answer, onSent }: {
    readonly connection: number;
    readonly answer: (request: RawRequest) => RawAnswer | Promise<RawAnswer>;
    readonly onSent: () => void;
  },
): void {
  let received = Buffer.alloc(0);
  socket.on("data", async (bytes: Buffer) => {
    // What crossed the end of the connection on its way was never received.
    if (socket.writableEnded) return;
    received = Buffer.concat([received, bytes]);
    const request = parse(received, connection);
    if (request === undefined) return;
    received = Buffer.alloc(0);
    send(socket, await answer(request));
    onSent();
  });
}

/** Reads a request once it is complete. `fetch` sends one at a time and states the length of its body. */
function parse(received: Buffer, connection: number): RawRequest | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = received.subarray(0, end).toString().split("\r\n");
  const headers = new Headers(lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  }));
  const body = received.subarray(end + 4);
  if (body.byteLength < Number(headers.get("content-length") ?? 0)) return undefined;
  const [method = "", path = ""] = first.split(" ");
  return { method, path, headers, body: body.toString(), connection, at: performance.now() };
}

function send(socket: Socket, answer: RawAnswer): void {
  switch (answer.kind) {
    case "reply":
      socket.write(answer.bytes);
      return;
    case "cut":
      if (answer.bytes.byteLength === 0) end(socket, answer.end);
      else socket.write(answer.bytes, () => end(socket, answer.end));
      return;
    case "drip":
      sendSlowly(socket, answer);
      return;
    case "silence":
  }
}

function end(socket: Socket, how: "close" | "reset"): void {
  if (how === "close") socket.end();
  else socket.resetAndDestroy();
}

function sendSlowly(
  socket: Socket,
  { bytes, everyMs }: { readonly bytes: Uint8Array; readonly everyMs: number },
): void {
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(bytes.subarray(sent, sent + 1));
    if (++sent >= bytes.byteLength) clearInterval(timer);
  }, everyMs);
  socket.on("close", () => clearInterval(timer));
}
