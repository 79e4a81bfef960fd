import { addressText, type ServedAddress } from "../config/status_address.ts";
import { UnderWay } from "../engine/under_way.ts";
import { within } from "../bounded_wait.ts";
import { LeexportError } from "../errors.ts";
import { reasonOf } from "../process/reason_of.ts";
import { createStatusApp, type StatusAppOptions } from "./app.ts";
import { clearSocket } from "./clear_socket.ts";

/** How long answers under way may take once the end was asked for, milliseconds. */
const GRACE_MS = 500;
/** A socket is for its owner and its group. */
const SOCKET_UMASK = 0o117;

/** The status page while it is served; disposing of it ends that, whoever looks at it. */
export interface StatusServer extends AsyncDisposable {
  /** The address, with the port that was free if the config says 0. */
  readonly address: ServedAddress;
}

/**
 * Serves the status page.
 *
 * @param address Where; port 0 takes a free one.
 * @throws {LeexportError} If the address cannot be had. Searches need not wait for it.
 */
export async function serveStatus(
  address: ServedAddress,
  options: Omit<StatusAppOptions, "reachedBy">,
): Promise<StatusServer> {
  const app = createStatusApp({ ...options, reachedBy: address.kind });
  const cutting = new AbortController();
  const underWay = new UnderWay();
  const answer = (request: Request, { completed }: Deno.ServeHandlerInfo) => {
    underWay.track(completed).catch(() => {});
    return app.answer(request);
  };
  const server = await listen(address, { answer, signal: cutting.signal });
  const { addr } = server;
  const isTcp = address.kind === "tcp" && addr.transport === "tcp";
  return {
    address: isTcp ? { ...address, port: addr.port } : address,
    async [Symbol.asyncDispose]() {
      app.end();
      await within(GRACE_MS, underWay.over());
      // A shutdown would wait for readers that do not read.
      cutting.abort();
      await server.finished;
    },
  };
}

interface Listening {
  readonly answer: (
    request: Request,
    info: Deno.ServeHandlerInfo<Deno.Addr>,
  ) => Promise<Response>;
  /** Ends it, and cuts every connection. */
  readonly signal: AbortSignal;
}

async function listen(
  address: ServedAddress,
  { answer, signal }: Listening,
): Promise<Deno.HttpServer> {
  try {
    if (address.kind === "unix") return await listenAtSocket(address.path, { answer, signal });
    const { hostname, port } = address;
    return Deno.serve({ hostname, port, signal, onListen() {} }, answer);
  } catch (error) {
    throw new LeexportError(
      `Cannot serve the status page at ${addressText(address)}: ${causeOf(error)}`,
      { hint: hintFor(error, address), cause: error },
    );
  }
}

async function listenAtSocket(
  path: string,
  { answer, signal }: Listening,
): Promise<Deno.HttpServer> {
  await clearSocket(path);
  // With the mask, there is no moment at which others could connect.
  const before = Deno.umask(SOCKET_UMASK);
  try {
    return Deno.serve({ path, signal, onListen() {} }, answer);
  } finally {
    Deno.umask(before);
  }
}

function causeOf(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) return "the address is in use";
  if (error instanceof Deno.errors.AlreadyExists) return "something is there that is no socket";
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return "this machine does not have the address";
  }
  if (error instanceof Error && error.message.includes("lookup address")) {
    return "no machine of that name is known";
  }
  if (error instanceof TypeError && error.message.includes("SUN_LEN")) {
    return "a path of a socket has at most 107 bytes";
  }
  return reasonOf(error);
}

function hintFor(error: unknown, { kind }: ServedAddress): string {
  if (kind === "unix") return "write another path in status_address, in a folder that exists";
  if (error instanceof Deno.errors.AddrInUse) {
    return "end what uses it (leexport status shows whether it is leexport), " +
      "or write another status_address";
  }
  return "write another status_address, for instance 127.0.0.1:9797";
}
