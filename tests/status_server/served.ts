import type { StatusConfig } from "../../src/config/config.ts";
import type { ServedAddress } from "../../src/config/status_address.ts";
import { LeexportError } from "../../src/errors.ts";
import { Secret } from "../../src/secret.ts";
import type { Controls } from "../../src/status/source.ts";
import type { StatusAppOptions } from "../../src/status_server/app.ts";
import { serveStatus, type StatusServer } from "../../src/status_server/serve.ts";
import { ask, type HttpAnswer, type HttpQuestion } from "./http_exchange.ts";
import { FedBoard } from "./fed_board.ts";

export const TOKEN = "right-token-0123456789";
export const LOOPBACK: ServedAddress = { kind: "tcp", hostname: "127.0.0.1", port: 0 };

/** A config that lets the token act. */
export function statusConfig(changed: Partial<StatusConfig> = {}): StatusConfig {
  return { address: LOOPBACK, line: undefined, token: new Secret(TOKEN), hosts: [], ...changed };
}

/** Controls that keep what they were asked for, and refuse the search `visits`. */
export class KeptControls implements Controls {
  readonly asked: string[] = [];
  runNow = (search: string): Promise<string> => this.#take(`run ${search}`);
  pause = (search: string): Promise<string> => this.#take(`pause ${search}`);
  resume = (search: string): Promise<string> => this.#take(`resume ${search}`);
  retry = (search: string | undefined): Promise<string> => this.#take(`retry ${search ?? "all"}`);
  reload = (): Promise<string> => this.#take("reload");

  #take(what: string): Promise<string> {
    this.asked.push(what);
    if (what.endsWith(" visits")) {
      const hint = "wait for its end";
      return Promise.reject(new LeexportError("Cannot run it: it runs", { hint }));
    }
    return Promise.resolve(`Did ${what}`);
  }
}

/** A status page that is served. */
export interface Served extends AsyncDisposable {
  readonly server: StatusServer;
  readonly board: FedBoard;
  readonly controls: KeptControls;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Sends a request with these headers and no others but `Host`. */
  ask(question: HttpQuestion): Promise<HttpAnswer>;
}

/** Serves the status of a board on a free port. */
export async function serve(changed: Partial<StatusAppOptions> = {}): Promise<Served> {
  await using stack = new AsyncDisposableStack();
  const board = stack.use(await FedBoard.open());
  const controls = new KeptControls();
  const server = stack.use(
    await serveStatus(LOOPBACK, {
      source: board,
      controls,
      draw: (payload, { scheme }) => Promise.resolve(`<svg>${payload} ${scheme}</svg>`),
      metrics: () => Promise.resolve("# EOF\n"),
      config: () => statusConfig(),
      ready: () => true,
      ...changed,
    }),
  );
  if (server.address.kind !== "tcp") throw new TypeError("no port");
  const { hostname, port } = server.address;
  const host = `${hostname}:${port}`;
  const opened = stack.move();
  return {
    server,
    board,
    controls,
    url: `http://${host}`,
    host,
    ask: ({ headers, ...rest }) => {
      return ask({ hostname, port }, { ...rest, headers: { host, ...headers } });
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
