/** A file or folder that the program uses. */
export interface UsedFile {
  readonly path: string;
  readonly holds: string;
}

/** What the program reads and writes, besides what options and the config name. */
export const FILES: readonly UsedFile[] = [
  { path: "config.ini", holds: "The file that `init` writes." },
  { path: "/etc/leexport/config.ini", holds: "The file that the unit for systemd names." },
  {
    path: "/var/lib/leexport/leexport.db",
    holds:
      "The store of root and of the unit; of other users, `leexport/leexport.db` in `$XDG_STATE_HOME`, " +
      "else in `~/.local/state`.",
  },
  {
    path: "/var/run/leexport.pid",
    holds:
      "The pid file of root's `start -d`; of other users, `leexport/leexport.pid` in the same place.",
  },
  {
    path: "/var/log/leexport.log",
    holds:
      "The log file of root's `start -d`; of other users, `leexport/leexport.log` in the same place. " +
      "`.1` to `.5` are those before it.",
  },
];
