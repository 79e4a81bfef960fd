import { fileURLToPath } from "node:url";

/** A process of its own that works on a store. */
export interface StoreProcess extends AsyncDisposable {
  readonly pid: number;
  /** The lines that it has printed, as they come. */
  readonly lines: AsyncIterableIterator<string>;
  kill(): Promise<void>;
}

const OPEN_STORE = new URL("../../src/store/open_store.ts", import.meta.url).href;

/**
 * Starts a process that opens a store and goes on with `code`, which may use `store` and `openStore`.
 *
 * @param folder Where the store is.
 */
export function startStoreProcess(folder: string, code: string): StoreProcess {
  const script = `
    import { openStore } from ${JSON.stringify(OPEN_STORE)};
    const store = openStore({ kind: "folder", path: ${JSON.stringify(folder)} });
    ${code}`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--quiet",
      "--config",
      fileURLToPath(new URL("../../deno.json", import.meta.url)),
      script,
    ],
    stdout: "piped",
  }).spawn();
  const kill = async () => {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await child.status;
  };
  return { pid: child.pid, lines: linesOf(child.stdout), kill, [Symbol.asyncDispose]: kill };
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
