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
  const state = userState(env);
  if (state === undefined) {
    throw new LeexportError("Cannot choose a place for the pid file: HOME is not set", {
      hint: "set HOME, or name the files with --pid-file and --log-file",
    });
  }
  return { pidFile: `${state}/leexport/leexport.pid`, logFile: `${state}/leexport/leexport.log` };
}

/** Where what must outlive the program is kept; `nowhere` if no folder can be chosen. */
export type StateFolder =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "nowhere"; readonly reason: string; readonly hint: string };

/**
 * Says where the store is, unless the config says otherwise.
 *
 * @param env Reads an environment variable.
 * @param options.uid The user's number; 0 is root, `null` where the system has none.
 * @returns What systemd gives (`StateDirectory=`), else `/var/lib/leexport` for root, else the user's XDG state folder.
 * @see systemd.exec(5), RuntimeDirectory=: several folders are separated by colons
 */
export function stateFolder(
  env: (name: string) => string | undefined,
  { uid }: { readonly uid: number | null },
): StateFolder {
  const given = env("STATE_DIRECTORY")?.split(":")[0] ?? "";
  if (given !== "") return { kind: "folder", path: given };
  if (uid === 0) return { kind: "folder", path: "/var/lib/leexport" };
  const state = userState(env);
  if (state !== undefined) return { kind: "folder", path: `${state}/leexport` };
  return {
    kind: "nowhere",
    reason: "no folder can be chosen, because HOME is not set",
    hint: "set HOME, or state_dir in [Leexport]",
  };
}

function userState(env: (name: string) => string | undefined): string | undefined {
  const home = env("HOME") ?? env("USERPROFILE");
  const state = env("XDG_STATE_HOME") ?? (home === undefined ? undefined : `${home}/.local/state`);
  return state === "" ? undefined : state;
}
