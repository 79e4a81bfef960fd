import { join } from "node:path";
import { type RawAnswer, reply, startRawHttpServer } from "../servers/raw_http_server.ts";

/** Releases as a forge serves them, on a free loopback port. */
export interface ReleaseServer extends AsyncDisposable {
  /** For `LEEXPORT_BASE_URL`. */
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
}

/** How a file is served that is not simply there. */
export type Mischief = "cut off" | "overloaded";

/**
 * Serves the folders below `folder` as releases: `/download/vVERSION/FILE`, and `/latest/download/FILE`, which leads to
 * the newest by a redirect.
 *
 * @param options.newest Version that `latest` leads to.
 * @param options.mischief By the end of a path.
 */
export async function startReleaseServer(
  folder: string,
  { newest, mischief = {} }: {
    readonly newest: string;
    readonly mischief?: Readonly<Record<string, Mischief>>;
  },
): Promise<ReleaseServer> {
  const requests: string[] = [];
  const server = await startRawHttpServer(async ({ path }) => {
    requests.push(path);
    const file = path.slice(path.lastIndexOf("/") + 1);
    if (path === `/latest/download/${file}`) {
      return reply("", { status: 302, headers: { location: `/download/v${newest}/${file}` } });
    }
    if (mischief[file] === "overloaded") return reply("", { status: 503 });
    const bytes = await Deno.readFile(join(folder, path.replace("/download", "")))
      .catch(() => undefined);
    return bytes === undefined ? reply("", { status: 404 }) : answerOf(bytes, mischief[file]);
  });
  return {
    url: server.url,
    requests,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Promises all bytes; one that is cut off hangs up after half of them. */
function answerOf(bytes: Uint8Array<ArrayBuffer>, mischief: Mischief | undefined): RawAnswer {
  const head = new TextEncoder().encode(
    `HTTP/1.1 200 OK\r\ncontent-length: ${bytes.length}\r\n\r\n`,
  );
  const length = mischief === "cut off" ? bytes.length / 2 : bytes.length;
  const whole = new Uint8Array([...head, ...bytes.subarray(0, length)]);
  return mischief === "cut off"
    ? { kind: "cut", bytes: whole, end: "close" }
    : { kind: "reply", bytes: whole };
}
