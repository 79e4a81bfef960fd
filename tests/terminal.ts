import { programCommand } from "../scripts/program_command.ts";

/** The real program in a pseudo-terminal, as a person at a keyboard has it. */

const LONGEST_WAIT_MS = 60_000;
/** Control sequences of a terminal: colours, movements of the cursor, its visibility. */
// deno-lint-ignore no-control-regex -- the escape character is what they begin with
const CONTROL_REGEXP = /\x1b\[[0-9;?]*[A-Za-z]/g;
// deno-lint-ignore no-control-regex -- as above
const UNFINISHED_REGEXP = /\x1b[^A-Za-z]*$/;
/** Runs a program in a pseudo-terminal of some columns, and prints at the end what it has left the terminal like. */
const DRIVER = `
import fcntl, os, pty, select, signal, struct, sys, termios
columns, args = int(sys.argv[1]), sys.argv[2:]
pid, master = pty.fork()
if pid == 0:
    os.execvp(args[0], args)
signal.signal(signal.SIGTERM, lambda *_: os.kill(pid, signal.SIGTERM))
fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
sources = [0, master]
while True:
    ready, _, _ = select.select(sources, [], [])
    if 0 in ready:
        typed = os.read(0, 4096)
        if typed: os.write(master, typed)
        else: sources.remove(0)
    if master in ready:
        try: shown = os.read(master, 4096)
        except OSError: break
        if not shown: break
        os.write(1, shown)
kept = termios.tcgetattr(master)[3] & (termios.ECHO | termios.ICANON)
os.write(1, b"\\n[terminal %s]\\n" % (b"restored" if kept == termios.ECHO | termios.ICANON else b"left raw"))
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(status if status >= 0 else 128 - status)
`;

/** A program in a terminal. */
export interface Terminal extends AsyncDisposable {
  /** What it has shown so far, without control sequences; `[terminal restored]` is last if it was left as found. */
  readonly shown: string;
  /** Resolves once something has been shown since the last key was typed. Rejects if the program ends without it. */
  shows(pattern: RegExp): Promise<void>;
  /** Types keys; whatever is waited for next must be shown after that. */
  type(keys: string): Promise<void>;
  /** Has the program told to end, as a service manager does. */
  terminate(): void;
  /** The exit code. */
  readonly ended: Promise<number>;
}

/** Keys that have no letter. */
export const KEY = {
  enter: "\r",
  tab: "\t",
  down: "\x1b[B",
  up: "\x1b[A",
  controlC: "\x03",
  escape: "\x1b",
} as const;

/** What a program has besides its arguments. */
export interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly columns?: number;
}

/** Starts the program in a terminal; it is killed when disposed of. */
export function startInTerminal(
  args: readonly string[],
  options: TerminalOptions = {},
): Terminal {
  return openTerminal(programCommand(args), options);
}

/** Starts any command in a terminal; it is killed when disposed of. */
export function openTerminal(
  { command, args }: { readonly command: string; readonly args: readonly string[] },
  { env = {}, cwd = Deno.cwd(), columns = 100 }: TerminalOptions = {},
): Terminal {
  const child = new Deno.Command("python3", {
    args: ["-c", DRIVER, String(columns), command, ...args],
    cwd,
    env: { NO_COLOR: "1", TERM: "xterm-256color", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const keyboard = child.stdin.getWriter();
  let shown = "";
  let rest = "";
  let seen = 0;
  let closed = false;
  let more = Promise.withResolvers<void>();
  const wake = () => {
    more.resolve();
    more = Promise.withResolvers<void>();
  };
  const reading = (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      const text = (rest + chunk).replaceAll(CONTROL_REGEXP, "");
      rest = UNFINISHED_REGEXP.exec(text)?.[0] ?? "";
      shown += text.slice(0, text.length - rest.length);
      wake();
    }
    closed = true;
    wake();
  })();
  const ended = (async () => {
    const [{ code }] = await Promise.all([child.status, reading]);
    await keyboard.close().catch(() => {});
    return code;
  })();
  return {
    get shown() {
      return shown;
    },
    async shows(pattern) {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        wake();
      }, LONGEST_WAIT_MS);
      try {
        while (!pattern.test(shown.slice(seen))) {
          if (closed || late) throw new Error(`there is no ${pattern}:\n${shown}`);
          await more.promise;
        }
      } finally {
        clearTimeout(timer);
      }
    },
    async type(keys) {
      seen = shown.length;
      await keyboard.write(new TextEncoder().encode(keys));
    },
    terminate: () => child.kill("SIGTERM"),
    ended,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
      await ended;
    },
  };
}
