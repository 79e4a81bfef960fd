import { programCommand } from "../scripts/program_command.ts";

/** The real program as a process of its own: its source, or the executable under test. */

/** How a run of the program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** What it has written to standard output so far. */
  readonly stdout: string;
  /** Resolves with the first match in standard output, past or future. Rejects if the program ends without it. */
  output(pattern: RegExp): Promise<RegExpMatchArray>;
  signal(name: Deno.Signal): void;
  readonly ended: Promise<Ended>;
}

/** What a program is run with besides its arguments. */
export interface ProgramOptions {
  /** `STATE_DIRECTORY` is a folder of its own, removed at the end, unless it is given. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts the program; it is killed when disposed of. */
export function startProgram(
  args: readonly string[],
  { env = {}, cwd = Deno.cwd() }: ProgramOptions = {},
): Program {
  const state = Deno.makeTempDirSync({ prefix: "leexport-state-" });
  const program = programCommand(args);
  const child = new Deno.Command(program.command, {
    args: program.args,
    cwd,
    env: { NO_COLOR: "1", STATE_DIRECTORY: state, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let stdout = "";
  let closed = false;
  let waiting: (() => void)[] = [];
  const wake = () => {
    for (const resolve of waiting.splice(0)) resolve();
  };
  const reading = (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      stdout += chunk;
      wake();
    }
    closed = true;
    wake();
  })();
  const errors = new Response(child.stderr).text();
  const ended = (async () => {
    const [{ code }, stderr] = await Promise.all([child.status, errors, reading]);
    await Deno.remove(state, { recursive: true });
    return { code, stdout, stderr };
  })();
  return {
    pid: child.pid,
    get stdout() {
      return stdout;
    },
    async output(pattern) {
      for (;;) {
        const match = stdout.match(pattern);
        if (match !== null) return match;
        if (closed) {
          throw new Error(`ended without ${pattern}:\n${stdout}\n${await errors}`);
        }
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    signal: (name) => child.kill(name),
    ended,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      waiting = [];
      await ended;
    },
  };
}

/** Runs the program to its end. */
export async function runProgram(
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Ended> {
  await using program = startProgram(args, options);
  return await program.ended;
}
