import { configure, reset } from "@logtape/logtape";

/** What the client logs from now on. */
export interface CollectedLog extends AsyncDisposable {
  /** `warning some.host answered …` for each line. */
  readonly lines: readonly string[];
  /** Resolves with the first line, at once if there is one. */
  readonly first: Promise<string>;
}

/** Collects the client's log until it is disposed of. */
export async function collectLog(): Promise<CollectedLog> {
  const lines: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  await configure({
    sinks: {
      memory: ({ level, message }) => {
        lines.push(`${level} ${message.join("")}`);
        resolve(lines[0] ?? "");
      },
    },
    loggers: [
      { category: ["leexport", "log_search"], sinks: ["memory"] },
      { category: ["logtape", "meta"], sinks: [], lowestLevel: "error" },
    ],
  });
  return { lines, first: promise, [Symbol.asyncDispose]: reset };
}
