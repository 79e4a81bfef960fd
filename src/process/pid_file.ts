/**
 * The pid file says that a daemon runs, and which process it is. What counts is the lock on the file, which the system
 * lets go of however the daemon ends; the number inside is for people and for `stop`. So a file that nobody holds is
 * stale, whoever has its number by now, and the process of that number is left alone.
 *
 * @module
 */

import { dirname } from "node:path";
import { LeexportError } from "../errors.ts";
import { reasonOf } from "./reason_of.ts";

/** The file while this process holds it. */
export interface HeldPidFile extends Disposable {
  readonly path: string;
}

/**
 * Takes the pid file for this process.
 *
 * @param path Where it is; missing folders are made.
 * @returns The file, removed when disposed of.
 * @throws {LeexportError} If another daemon holds it, or it cannot be written.
 */
export function holdPidFile(path: string): HeldPidFile {
  for (;;) {
    const file = openPidFile(path);
    if (!file.tryLockSync(true)) {
      const pid = readPid(file);
      file.close();
      const which = pid === undefined ? "" : ` as process ${pid}`;
      throw new LeexportError(`Cannot start: leexport already runs${which} (${path})`, {
        hint: "run leexport stop first",
      });
    }
    // Between opening and locking, the former owner may have removed the file: its lock then guards nothing.
    if (sameFile(file, path)) return holdLocked(file, path);
    file.close();
  }
}

function openPidFile(path: string): Deno.FsFile {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    return Deno.openSync(path, { read: true, write: true, create: true, mode: 0o644 });
  } catch (error) {
    throw new LeexportError(`Cannot write pid file ${path}: ${reasonOf(error)}`, {
      hint: "name another place with --pid-file",
      cause: error,
    });
  }
}

function holdLocked(file: Deno.FsFile, path: string): HeldPidFile {
  try {
    refuseOtherContent(file, path);
    writePid(file, path);
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    path,
    [Symbol.dispose]() {
      if (sameFile(file, path)) Deno.removeSync(path);
      file.close();
    },
  };
}

/** Whoever names a config or a log as pid file by mistake must not lose it. */
function refuseOtherContent(file: Deno.FsFile, path: string): void {
  if (readPid(file) !== undefined || file.statSync().size === 0) return;
  throw new LeexportError(`Cannot use ${path} as pid file: it holds something else`, {
    hint: "name another place with --pid-file, or remove the file",
  });
}

function writePid(file: Deno.FsFile, path: string): void {
  try {
    file.truncateSync(0);
    file.seekSync(0, Deno.SeekMode.Start);
    file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch (error) {
    Deno.removeSync(path);
    throw new LeexportError(`Cannot write pid file ${path}: ${reasonOf(error)}`, {
      hint: "name another place with --pid-file",
      cause: error,
    });
  }
}

/** How {@linkcode stopDaemon} ended. */
export type StopResult =
  | { readonly kind: "stopped"; readonly pid: number }
  | { readonly kind: "none" }
  | { readonly kind: "stale" };

/**
 * Asks the daemon that holds a pid file to end, and waits until it has.
 *
 * @param path Where the pid file is.
 * @param options.timeoutMs How long to wait for the end.
 * @returns What was found; a stale file is removed.
 * @throws {LeexportError} If the daemon may not be signalled or does not end in time.
 */
export async function stopDaemon(
  path: string,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<StopResult> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path, { read: true, write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { kind: "none" };
    throw new LeexportError(`Cannot read pid file ${path}: ${reasonOf(error)}`, {
      hint: "name the pid file itself, and stop the daemon as the user who started it",
      cause: error,
    });
  }
  if (file.tryLockSync(true)) {
    using _file = file;
    refuseOtherContent(file, path);
    await Deno.remove(path);
    return { kind: "stale" };
  }
  const pid = readPid(file);
  if (pid === undefined) {
    file.close();
    throw new LeexportError(`Cannot stop leexport: ${path} holds no number of a process`, {
      hint: "try again if it has only just been started, else end the process by hand",
    });
  }
  signal(pid);
  await lockWithin(file, { timeoutMs, pid });
  file.close();
  return { kind: "stopped", pid };
}

function signal(pid: number): void {
  try {
    Deno.kill(pid, "SIGTERM");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw new LeexportError(`Cannot stop process ${pid}: ${reasonOf(error)}`, {
      hint: "stop it as the user who started it",
      cause: error,
    });
  }
}

/** The lock becomes free when the daemon ends, so waiting for it needs no polling. */
async function lockWithin(
  file: Deno.FsFile,
  { timeoutMs, pid }: { readonly timeoutMs: number; readonly pid: number },
): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(
      new LeexportError(
        `Cannot see the end of process ${pid}: it still runs after ${timeoutMs / 1000} s`,
        {
          hint: `look at its log; kill ${pid} if it hangs`,
        },
      ),
    );
  }, timeoutMs);
  try {
    await Promise.race([file.lock(true), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** A number that is none, or 0 or 1, would signal half the machine. */
function readPid(file: Deno.FsFile): number | undefined {
  const bytes = new Uint8Array(32);
  file.seekSync(0, Deno.SeekMode.Start);
  const read = file.readSync(bytes) ?? 0;
  const text = new TextDecoder().decode(bytes.subarray(0, read)).trim();
  return /^\d{1,10}$/.test(text) && Number(text) > 1 ? Number(text) : undefined;
}

function sameFile(file: Deno.FsFile, path: string): boolean {
  try {
    const [held, found] = [file.statSync(), Deno.statSync(path)];
    return held.ino === found.ino && held.dev === found.dev;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
