import { type RawAnswer, type RawRequest, startRawHttpServer } from "../servers/raw_http_server.ts";

/** An HTTP server that can refuse connections for a while and come back at its address. */
export interface ClosableServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Refuses connections; those there are ended in good order, so that no answer under way is lost. */
  close(): void;
  /** Listens again, at the same port. */
  open(): Promise<void>;
  /** Closes for a while. */
  closeFor(ms: number): void;
  /** When it closed, milliseconds of `performance.now()`: a request that was on its way then was read by nobody. */
  readonly closings: readonly number[];
  /** Aborted when the server is disposed of: ends what answers still wait for. */
  readonly ending: AbortSignal;
}

/** Starts a server on a free loopback port. */
export async function startClosableServer(
  answer: (request: RawRequest) => RawAnswer | Promise<RawAnswer>,
): Promise<ClosableServer> {
  const ending = new AbortController();
  const servers = [await startRawHttpServer(answer)];
  const url = servers[0]?.url ?? "";
  const port = Number(new URL(url).port);
  let isOpen = true;
  let opening = Promise.resolve();
  const closings: number[] = [];
  const close = () => {
    if (!isOpen) return;
    servers.at(-1)?.leave();
    closings.push(performance.now());
    isOpen = false;
  };
  const open = () =>
    opening = opening.then(async () => {
      if (isOpen || ending.signal.aborted) return;
      servers.push(await startRawHttpServer(answer, { port }));
      isOpen = true;
    });
  return {
    url,
    closings,
    ending: ending.signal,
    close,
    open,
    closeFor(ms) {
      close();
      pause(ms, ending.signal).then(open);
    },
    async [Symbol.asyncDispose]() {
      ending.abort();
      await opening;
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    },
  };
}

/** Waits; resolves early when aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const stop = () => resolve();
  signal.addEventListener("abort", stop, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  });
}
