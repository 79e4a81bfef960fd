import { join } from "node:path";

/** Releases as a forge serves them, on a free loopback port. */
export interface ReleaseServer extends AsyncDisposable {
  /** For `LEEXPORT_BASE_URL`. */
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
}

/** How a file is served that is not simply there. */
export type Mischief = "cut off";

/**
 * Serves the folders below `folder` as releases: `/download/vVERSION/FILE`, and `/latest/download/FILE`, which leads to
 * the newest by a redirect.
 *
 * @param options.newest Version that `latest` leads to.
 * @param options.mischief By the end of a path.
 */
export function startReleaseServer(
  folder: string,
  { newest, mischief = {} }: {
    readonly newest: string;
    readonly mischief?: Readonly<Record<string, Mischief>>;
  },
): ReleaseServer {
  const requests: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname, origin } = new URL(request.url);
    requests.push(pathname);
    const file = pathname.slice(pathname.lastIndexOf("/") + 1);
    if (pathname === `/latest/download/${file}`) {
      return Response.redirect(`${origin}/download/v${newest}/${file}`);
    }
    const bytes = await Deno.readFile(join(folder, pathname.replace("/download", "")))
      .catch(() => undefined);
    if (bytes === undefined) return new Response("Not Found", { status: 404 });
    return mischief[file] === "cut off" ? cutOff(bytes) : new Response(bytes);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Promises all bytes, sends the first half, and hangs up. */
function cutOff(bytes: Uint8Array<ArrayBuffer>): Response {
  const { body } = new Response(bytes.slice(0, bytes.length / 2));
  return new Response(body, { headers: { "content-length": `${bytes.length}` } });
}
