/**
 * A copy of this machine that a test may install packages on: a file system over `/` whose changes are kept in memory, in
 * processes of its own. It is gone when its last process ends.
 *
 * @module
 */

/** What such a machine is made with. */
export interface MachineOptions {
  /** A folder that the machine has at `/mnt`. */
  readonly folder: string;
  /** Whether it looks as if systemd ran; what it is asked for is then in `/tmp/asked`, and nothing is done. */
  readonly systemd: "absent" | "asked";
}

// It is to be like the machine of a person who has no leexport yet, and not like a container that leaves documents away and
// starts no services.
const MAKE = `
set -e
layers=/mnt
mount -t tmpfs tmpfs "$layers"
mkdir "$layers/upper" "$layers/work" "$layers/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$layers/root"
mount -t proc proc "$layers/root/proc"
mount --rbind /dev "$layers/root/dev"
mount --bind "$FOLDER" "$layers/root/mnt"
cd "$layers/root"
rm -rf etc/dpkg/dpkg.cfg.d usr/sbin/policy-rc.d var/lib/man-db/auto-update run/systemd/system
rm -rf etc/leexport etc/systemd/system/leexport* var/lib/leexport var/lib/private/leexport
if [ "$SYSTEMD" = asked ]; then
  mkdir -p run/systemd/system usr/local/bin
  printf '#!/bin/sh\\necho "$@" >>/tmp/asked\\n' >usr/local/bin/systemctl
  chmod 755 usr/local/bin/systemctl
fi
exec chroot . /bin/sh -e -c "$SCRIPT"
`;

/** How a script on such a machine ended. */
export interface Done {
  readonly code: number;
  /** Both outputs, in the order in which they were written. */
  readonly text: string;
}

/**
 * Runs a shell script on a copy of this machine; it ends at the first command that fails.
 *
 * @param script Begins as root, in `/`.
 */
export async function onMachine(
  script: string,
  { folder, systemd }: MachineOptions,
): Promise<Done> {
  const isolated = ["--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--net"];
  const { code, stdout } = await new Deno.Command("unshare", {
    args: [...isolated, "sh", "-c", `exec 2>&1; ${MAKE}`],
    clearEnv: true,
    env: {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      LC_ALL: "C",
      DEBIAN_FRONTEND: "noninteractive",
      FOLDER: folder,
      SYSTEMD: systemd,
      SCRIPT: script,
    },
    stdin: "null",
  }).output();
  return { code, text: new TextDecoder().decode(stdout) };
}

/** Why there can be no such machine; `undefined` if there can. */
export const NO_MACHINE: string | undefined = await reason();

async function reason(): Promise<string | undefined> {
  try {
    const { code, text } = await onMachine("dpkg --version && man --version", {
      folder: "/",
      systemd: "absent",
    });
    if (code === 0) return undefined;
    return `no machine can be copied (${text.trim()}); run the tests as root, with the Debian package man-db`;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return "unshare is not there (Debian package util-linux)";
  }
}
