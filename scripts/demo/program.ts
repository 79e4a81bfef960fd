import { fileURLToPath } from "node:url";
import { programCommand } from "../program_command.ts";

/** One line of the program's log: `2026-11-24T02:05:09.123Z info    engine: message`. */
export interface LogLine {
  readonly level: string;
  /** The part of the program that wrote it. */
  readonly area: string;
  readonly message: string;
}

/** The real program, running in a process of its own. */
export interface Program extends AsyncDisposable {
  /** Resolves with the exit code when the process has ended. */
  readonly ended: Promise<number>;
  /** What it wrote last, oldest first. */
  readonly lastLines: readonly string[];
}

const LOG_LINE_REGEXP = /^\S+Z (\w+) +([\w.]+): (.*)$/;
const KEPT_LINES = 12;
/** How long the program may take to drain before it is ended for good. */
const DRAIN_MS = 15_000;

/**
 * Starts `leexport start` on a config file.
 *
 * @param configFile Path of the file.
 * @param options.env What the config takes from the environment.
 * @param options.onLine Called with each line of the log.
 */
export function startProgram(
  configFile: string,
  { env, onLine }: {
    readonly env: Readonly<Record<string, string>>;
    readonly onLine: (line: LogLine) => void;
  },
): Program {
  const program = programCommand(["start", "-c", configFile]);
  const child = new Deno.Command(program.command, {
    args: program.args,
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lastLines: string[] = [];
  const take = (line: string) => {
    lastLines.push(line);
    if (lastLines.length > KEPT_LINES) lastLines.shift();
    const match = LOG_LINE_REGEXP.exec(line);
    if (match !== null) onLine({ level: match[1]!, area: match[2]!, message: match[3]! });
  };
  const read = Promise.all([readLines(child.stdout, take), readLines(child.stderr, take)]);
  const ended = child.status.then(async ({ code }) => {
    await read;
    return code;
  });
  return { ended, lastLines, [Symbol.asyncDispose]: () => end(child, ended) };
}

async function end(child: Deno.ChildProcess, ended: Promise<number>): Promise<void> {
  const late = setTimeout(() => signal(child, "SIGKILL"), DRAIN_MS);
  signal(child, "SIGTERM");
  await ended;
  clearTimeout(late);
}

function signal(child: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    child.kill(name);
  } catch {
    // It has ended already, which is what the signal is for.
  }
}

async function readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  take: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  }
  if (rest !== "") take(rest);
}
