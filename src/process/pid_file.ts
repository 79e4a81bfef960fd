/**
 * The pid file says that a daemon runs, and which process it is. What counts is the lock on the file; the number inside is
 * for people and for `stop`. So a file that nobody holds is stale, and the process of its number is left alone.
 *
 * @module
 */

import { LeexportError } from "../errors.ts";
import { type HeldFile, holdFile, type HoldResult, isForeign, readPid } from "./lock_file.ts";
import { reasonOf } from "./reason_of.ts";

/**
 * Takes the pid file for this process.
 *
 * @param path Where it is; missing folders are made.
 * @returns The file, removed when disposed of.
 * @throws {LeexportError} If another daemon holds it, or it cannot be written.
 */
export function holdPidFile(path: string): HeldFile {
  const result = tryHold(path);
  if (result.kind === "held") return result.file;
  if (result.kind === "foreign") throw holdsSomethingElse(path);
  const which = result.pid === undefined ? "" : ` as process ${result.pid}`;
  throw new LeexportError(`Cannot start: leexport already runs${which} (${path})`, {
    hint: "run leexport stop first",
  });
}

function tryHold(path: string): HoldResult {
  try {
    return holdFile(path);
  } catch (error) {
    throw new LeexportError(`Cannot write pid file ${path}: ${reasonOf(error)}`, {
      hint: "name another place with --pid-file",
      cause: error,
    });
  }
}

/** Whoever names a config or a log as pid file by mistake must not lose it. */
function holdsSomethingElse(path: string): LeexportError {
  return new LeexportError(`Cannot use ${path} as pid file: it holds something else`, {
    hint: "name another place with --pid-file, or remove the file",
  });
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
    if (isForeign(file)) throw holdsSomethingElse(path);
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
