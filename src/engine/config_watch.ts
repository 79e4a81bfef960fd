import { basename, dirname } from "node:path";
import { getLog } from "../log.ts";

const log = getLog("engine");

/** A file changed by an editor changes several times within a moment. */
const SETTLE_MS = 200;
/** A change that the system does not report (a network disk) is seen after this long, and so is one of a secret's file. */
const REREAD_MS = 300_000;

/**
 * Calls back whenever a config file may have changed: soon after a change, and every 300 seconds.
 *
 * @param path Path of the file. Its folder is watched, because editors and mounts replace files.
 * @param onChange Called once for changes that come close together.
 * @returns Ends the watch when disposed of.
 */
export function watchConfig(path: string, onChange: () => void): Disposable {
  const name = basename(path);
  let settling: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(settling);
    settling = setTimeout(onChange, SETTLE_MS);
  };
  const reread = setInterval(onChange, REREAD_MS);
  const watcher = openWatcher(path);
  if (watcher !== undefined) {
    const listening = (async () => {
      for await (const { kind, paths } of watcher) {
        if (kind !== "access" && paths.some((changed) => concerns(basename(changed), name))) soon();
      }
    })();
    listening.catch((error) => warnOfBlindness(path, error));
  }
  return {
    [Symbol.dispose]() {
      watcher?.close();
      clearInterval(reread);
      clearTimeout(settling);
    },
  };
}

/** Container platforms swap a hidden link beside the file instead of the file. */
function concerns(changed: string, name: string): boolean {
  return changed === name || changed.startsWith("..");
}

function openWatcher(path: string): Deno.FsWatcher | undefined {
  try {
    return Deno.watchFs(dirname(path), { recursive: false });
  } catch (error) {
    warnOfBlindness(path, error);
    return undefined;
  }
}

function warnOfBlindness(path: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const instead = `it is read again every ${REREAD_MS / 1000} s and on SIGHUP`;
  log.warning(`Cannot watch ${path}: ${reason}; ${instead}`);
}
