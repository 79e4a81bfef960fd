/** An answer as it came over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** What is sent. */
export interface HttpQuestion {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends a request byte for byte, with the headers that are given and no others.
 *
 * @param address What to connect to.
 */
export async function ask(
  address: Deno.ConnectOptions | Deno.UnixConnectOptions,
  { method = "GET", path = "/", headers = {}, body = "" }: HttpQuestion,
): Promise<HttpAnswer> {
  using connection = await connect(address);
  const all = { connection: "close", ...headers, "content-length": `${body.length}` };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const text = `${method} ${path} HTTP/1.1\r\n${lines}\r\n${body}`;
  await connection.write(new TextEncoder().encode(text));
  return read(await new Response(connection.readable).text());
}

/** Opens a connection, over TCP or at a socket. */
export async function connect(
  address: Deno.ConnectOptions | Deno.UnixConnectOptions,
): Promise<Deno.Conn> {
  return "path" in address ? await Deno.connect(address) : await Deno.connect(address);
}

function read(text: string): HttpAnswer {
  const end = text.indexOf("\r\n\r\n");
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Headers(lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  }));
  return { status: Number(first.split(" ")[1]), headers, body: text.slice(end + 4) };
}
