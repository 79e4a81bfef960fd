import { LeexportError } from "../errors.ts";

/** The two files of a daemon in the background. */
export interface DaemonPaths {
  readonly pidFile: string;
  readonly logFile: string;
}

/**
 * Says where the files of a daemon in the background are, unless the command line says otherwise.
 *
 * @param env Reads an environment variable.
 * @param options.uid The user's number; 0 is root, `null` where the system has none.
 * @returns `/var/run` and `/var/log` for root, else the user's XDG state folder.
 * @throws {LeexportError} If neither `XDG_STATE_HOME` nor `HOME` is set.
 * @see XDG Base Directory Specification, 0.8
 */
export function daemonPaths(
  env: (name: string) => string | undefined,
  { uid }: { readonly uid: number | null },
): DaemonPaths {
  if (uid === 0) return { pidFile: "/var/run/leexport.pid", logFile: "/var/log/leexport.log" };
  const home = env("HOME") ?? env("USERPROFILE");
  const state = env("XDG_STATE_HOME") ?? (home === undefined ? undefined : `${home}/.local/state`);
  if (state === undefined || state === "") {
    throw new LeexportError("Cannot choose a place for the pid file: HOME is not set", {
      hint: "set HOME, or name the files with --pid-file and --log-file",
    });
  }
  return { pidFile: `${state}/leexport/leexport.pid`, logFile: `${state}/leexport/leexport.log` };
}
