import { LeexportError } from "../errors.ts";
import { stopDaemon } from "../process/pid_file.ts";

/** A drain takes at most ten seconds, ending the sandboxes one more. */
const STOP_TIMEOUT_MS = 30_000;

/**
 * Ends the daemon in the background and waits until it has drained.
 *
 * @param pidFile Where its pid file is.
 * @param options.write Takes what is to be said to the person.
 * @returns Exit code 0.
 * @throws {LeexportError} If none runs, or it does not end.
 */
export async function stop(
  pidFile: string,
  { write }: { readonly write: (text: string) => void },
): Promise<number> {
  const result = await stopDaemon(pidFile, { timeoutMs: STOP_TIMEOUT_MS });
  if (result.kind === "none") {
    throw new LeexportError(`Cannot stop leexport: none runs in the background (no ${pidFile})`, {
      hint:
        "name its --pid-file if it was started with one; end one in the foreground with Ctrl-C, " +
        "or as its service manager does (systemctl stop leexport)",
    });
  }
  if (result.kind === "stale") {
    throw new LeexportError(
      `Cannot stop leexport: none runs in the background (removed ${pidFile}, left over from one that was killed)`,
    );
  }
  write(`leexport has stopped (process ${result.pid})\n`);
  return 0;
}
