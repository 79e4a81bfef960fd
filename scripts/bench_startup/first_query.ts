/** A server on loopback that is asked and pushed to by the measured program. */
export interface QueryServer extends AsyncDisposable {
  readonly url: string;
  /** Resolves with the time at which the next query arrives, milliseconds of `performance.now()`. */
  nextQuery(): Promise<number>;
}

const SLICES = 60;
const SLICE_MS = 60_000;

/** Answers every query at once, and takes every push. */
export function startQueryServer(): QueryServer {
  let arrived = (_: number) => {};
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      if (!new URL(request.url).pathname.startsWith("/query/")) return new Response("{}");
      arrived(performance.now());
      return Response.json(answer());
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    nextQuery() {
      const { promise, resolve } = Promise.withResolvers<number>();
      arrived = resolve;
      return promise;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function answer() {
  const to = Date.now();
  const timeseries = Array.from({ length: SLICES }, (_, count) => ({ count }));
  return {
    logs: [],
    statistics: {
      from: to - SLICES * SLICE_MS,
      to,
      type: "count",
      granularity: SLICE_MS,
      stats: {},
      timeseries: { global_timeseries: timeseries },
    },
  };
}
