import { type PrintedLines, printedLines } from "./printed_lines.ts";
import { canRun } from "./requirement.ts";

/** Debian's Graphite: `carbon-cache` with a Whisper store of its own, which keeps a day of one-minute points. */
export interface Carbon extends AsyncDisposable {
  /** Sends lines to its plaintext port. */
  send(lines: string): Promise<void>;
  /**
   * Reads points back with `whisper-fetch`, once that many have been written.
   *
   * @param metric Name of the metric.
   * @param options.count How many points to wait for, since the start.
   * @returns Epoch seconds and values, without the gaps.
   */
  read(metric: string, options: { readonly count: number }): Promise<[number, number][]>;
}

const CONFIG = `[cache]
USER =
MAX_UPDATES_PER_SECOND = inf
MAX_CREATES_PER_MINUTE = inf
ENABLE_UDP_LISTENER = False
ENABLE_TAGS = False
LOG_UPDATES = True
`;
const SCHEMAS = "[all]\npattern = .*\nretentions = 1m:1d\n";
const WROTE_REGEXP = /wrote (\d+) datapoints for (\S+) /;
/** Below the ports that systems give to outgoing connections. */
const LOWEST_PORT = 20_000;
const PORT_RANGE = 10_000;
const TRIES = 3;

/** Says what a machine lacks for {@linkcode startCarbon}. */
export async function missingForCarbon(): Promise<string | undefined> {
  for (const tool of ["carbon-cache", "whisper-fetch"]) {
    if (await canRun(tool, ["--help"])) continue;
    return "Graphite needs carbon: install it (apt-get install graphite-carbon)";
  }
  return undefined;
}

/** Starts a node on free loopback ports. */
export async function startCarbon(): Promise<Carbon> {
  for (let tries = 1;; tries++) {
    const folder = await Deno.makeTempDir({ prefix: "leexport-carbon-" });
    const port = freePort();
    await writeConfig(folder, port);
    const child = launch(folder);
    const printed = printedLines(child.stdout);
    const complained = printedLines(child.stderr);
    const carbon = carbonOf({ child, folder, port, printed, complained });
    try {
      await printed.until((line) => line.endsWith(`CarbonReceiverFactory starting on ${port}`));
      return carbon;
    } catch (error) {
      await carbon[Symbol.asyncDispose]();
      if (tries === TRIES) throw error;
    }
  }
}

function launch(folder: string): Deno.ChildProcess {
  return new Deno.Command("carbon-cache", {
    args: [
      `--config=${folder}/carbon.conf`,
      `--pidfile=${folder}/carbon.pid`,
      `--logdir=${folder}`,
      "--nodaemon",
      "start",
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function writeConfig(folder: string, port: number): Promise<void> {
  const folders = ["STORAGE_DIR", "CONF_DIR", "LOG_DIR", "PID_DIR"].map((key) =>
    `${key} = ${folder}`
  );
  const receivers = [["LINE_RECEIVER", port], ["PICKLE_RECEIVER", 0], ["CACHE_QUERY", 0]]
    .map(([name, port]) => `${name}_INTERFACE = 127.0.0.1\n${name}_PORT = ${port}`);
  const lines = [...folders, `LOCAL_DATA_DIR = ${folder}/whisper`, ...receivers];
  await Deno.writeTextFile(`${folder}/carbon.conf`, `${CONFIG}${lines.join("\n")}\n`);
  await Deno.writeTextFile(`${folder}/storage-schemas.conf`, SCHEMAS);
}

function carbonOf({ child, folder, port, printed, complained }: {
  readonly child: Deno.ChildProcess;
  readonly folder: string;
  readonly port: number;
  readonly printed: PrintedLines;
  readonly complained: PrintedLines;
}): Carbon {
  return {
    async send(lines) {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      const writer = connection.writable.getWriter();
      await writer.write(new TextEncoder().encode(lines));
      await writer.close();
    },
    async read(metric, { count }) {
      let written = 0;
      await printed.until((line) => {
        const [, points, name] = WROTE_REGEXP.exec(line) ?? [];
        if (name === metric) written += Number(points);
        return written >= count;
      });
      return await fetchPoints(`${folder}/whisper/${metric.replaceAll(".", "/")}.wsp`);
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await Promise.all([printed.ended, complained.ended]);
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function fetchPoints(file: string): Promise<[number, number][]> {
  const command = new Deno.Command("whisper-fetch", { args: [file] });
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n")
    .map((line) => line.split("\t"))
    .filter(([, value]) => value !== "None")
    .map(([time, value]) => [Number(time), Number(value)]);
}

function freePort(): number {
  for (;;) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORT_RANGE);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch {
      // Taken: try another.
    }
  }
}
