/**
 * What is told to a service manager that listens: datagrams to the socket that `NOTIFY_SOCKET` names, see sd_notify(3).
 * Without that variable nothing happens.
 *
 * - `READY=1` once every search is scheduled, and again at the end of each reload, well or not
 * - `RELOADING=1` before the config is read again
 * - `STOPPING=1` when the end has been asked for; after that, of these only the beats of the watchdog
 * - `WATCHDOG=1` twice in the time after which the manager takes the program for hung (`WATCHDOG_USEC`)
 * - `STATUS=` a line for `systemctl status`
 *
 * @module
 */

import { within } from "../bounded_wait.ts";
import { getLog } from "../log.ts";
import { redact } from "../secret.ts";
import { reasonOf } from "./reason_of.ts";

const log = getLog("engine");

/** The variables by which a service manager says what it listens to. */
const VARIABLES = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] as const;
/** How often it is looked whether the status has changed. */
const FOLLOW_MS = 2_000;
/** How long the last words may take at the end. */
const LAST_WORDS_MS = 1000;
/** A manager takes no more than 4096 bytes at once. */
const LONGEST_STATUS = 500;

/** Where a service manager listens, and whether it watches this process. */
export interface Listening {
  /** Path of a socket, or `@name` in Linux's abstract namespace. */
  readonly socket: string;
  /** Milliseconds without a beat after which the program counts as hung; `undefined` = not watched. */
  readonly watchdogMs: number | undefined;
}

/** The service manager that runs this program; perhaps there is none. */
export interface ServiceManager extends AsyncDisposable {
  /** Tells what a person reads in `systemctl status`, one line, whenever it has changed. @param standing Gives it. */
  follow(standing: () => string): void;
  /** The program does its work: after the start, and after each reload. */
  ready(): void;
  /** The config is read again; `ready` must follow. */
  reloading(): void;
  /** Nothing new begins any more; `ready` and `reloading` have no effect from now on. */
  stopping(): void;
}

/**
 * Takes from the environment where a service manager listens. What is found is removed, so that no child process
 * inherits it and speaks in this program's name.
 *
 * @returns `undefined` if none listens.
 */
export function takeListening(env: Pick<typeof Deno.env, "get" | "delete">): Listening | undefined {
  const [socket = "", watchdogUsec, watchdogPid] = VARIABLES.map((name) => env.get(name));
  for (const name of VARIABLES) env.delete(name);
  if (socket === "") return undefined;
  const isMeant = watchdogPid === undefined || Number(watchdogPid) === Deno.pid;
  const watchdogMs = Number(watchdogUsec) / 1000;
  return { socket, watchdogMs: isMeant && watchdogMs > 0 ? watchdogMs : undefined };
}

/** Speaks to the service manager that listens, if one does. */
export function openServiceManager(listening: Listening | undefined): ServiceManager {
  return listening === undefined ? NOBODY : new ListeningManager(listening);
}

const NOBODY: ServiceManager = {
  follow() {},
  ready() {},
  reloading() {},
  stopping() {},
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

class ListeningManager implements ServiceManager {
  readonly #to: Listening;
  readonly #monotonicAhead = monotonicAheadMs();
  #socket: Deno.DatagramConn | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #following: ReturnType<typeof setInterval> | undefined;
  #standing = () => "";
  #told = "";
  #sent: Promise<void> = Promise.resolve();
  /** Messages that have not been taken yet. */
  #waiting = 0;
  /** Whether the last message was not taken: that is said once. */
  #isGone = false;
  /** A reload that is under way when the end is asked for must not look like a program that goes on. */
  #isStopping = false;

  constructor(to: Listening) {
    this.#to = to;
  }

  follow(standing: () => string): void {
    if (this.#isStopping) return;
    this.#standing = standing;
    this.#following ??= setInterval(() => {
      if (this.#waiting === 0 && this.#told !== this.#standing()) this.#tell(this.#status());
    }, FOLLOW_MS);
  }

  ready(): void {
    if (this.#isStopping) return;
    this.#tell("READY=1", `MAINPID=${Deno.pid}`, this.#status());
    if (this.#to.watchdogMs === undefined) return;
    this.#beat ??= setInterval(() => {
      // One that waits because the manager is busy is as good as two.
      if (this.#waiting === 0) this.#tell("WATCHDOG=1");
    }, this.#to.watchdogMs / 2);
  }

  reloading(): void {
    if (this.#isStopping) return;
    const monotonicMs = performance.now() + this.#monotonicAhead;
    this.#tell("RELOADING=1", `MONOTONIC_USEC=${Math.round(monotonicMs * 1000)}`);
  }

  stopping(): void {
    this.#isStopping = true;
    clearInterval(this.#following);
    this.#tell("STOPPING=1", "STATUS=finishes what is under way");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beat);
    clearInterval(this.#following);
    await within(LAST_WORDS_MS, this.#sent);
    this.#socket?.close();
  }

  #status(): string {
    this.#told = this.#standing();
    return statusField(this.#told);
  }

  /** One after the other: the manager must not see the end of a reload before its beginning. */
  #tell(...fields: readonly string[]): void {
    this.#waiting++;
    this.#sent = this.#sent.then(() => this.#send(fields.join("\n"))).finally(() =>
      this.#waiting--
    );
  }

  async #send(message: string): Promise<void> {
    try {
      this.#socket ??= openSocket();
      const path = systemName(this.#to.socket);
      await this.#socket.send(new TextEncoder().encode(message), { transport: "unixpacket", path });
      this.#isGone = false;
    } catch (error) {
      if (this.#isGone) return;
      this.#isGone = true;
      log.warning(
        `Cannot tell the service manager at ${this.#to.socket} how things stand: ${
          reasonOf(error)
        }\n` +
          "  hint: searches go on; if it ends leexport for being silent, let the unit reach that socket, or use Type=exec",
      );
    }
  }
}

/** An address in the abstract namespace needs no folder to write to, and leaves nothing behind. */
function openSocket(): Deno.DatagramConn {
  const path = systemName(`@leexport-${Deno.pid}-${crypto.randomUUID()}`);
  return Deno.listenDatagram({ transport: "unixpacket", path });
}

/** A name in the abstract namespace begins with NUL, which environment variables cannot hold. */
function systemName(socket: string): string {
  return socket.startsWith("@") ? `\0${socket.slice(1)}` : socket;
}

function statusField(text: string): string {
  return `STATUS=${redact(text).replaceAll(/\s*\n\s*/g, "; ").slice(0, LONGEST_STATUS)}`;
}

/**
 * How far CLOCK_MONOTONIC is ahead of `performance.now()`, which has the same pace and begins with the process. The
 * system only tells whole seconds, rounded up, and counts the time that the machine has slept. Too late does no harm: a
 * manager only takes a reload that began before its signal for another one.
 *
 * @see systemd.service(5), Type=notify-reload; sysinfo(2)
 */
function monotonicAheadMs(): number {
  return Deno.osUptime() * 1000 - performance.now();
}
