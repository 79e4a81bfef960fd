import { join } from "node:path";
import type { Target } from "../../scripts/build/target.ts";
import { packFolder } from "../../scripts/release/archive.ts";
import { archiveNames } from "../../scripts/release/archive_names.ts";
import { writeChecksums } from "../../scripts/release/checksums.ts";

/** The target of this machine, as far as `install.sh` installs on it. */
export const HERE: Target = Deno.build.os === "darwin"
  ? `${Deno.build.arch}-apple-darwin`
  : `${Deno.build.arch}-unknown-linux-gnu`;

/** Files of an archive beside the executable. */
const DOCUMENTS = [
  "LICENSE",
  "README.md",
  "CHANGELOG.md",
  "completions/leexport.bash",
  "completions/_leexport",
  "completions/leexport.fish",
  "man/leexport.1",
  "man/leexport.ini.5",
  "leexport.service",
  "config.ini",
];

/**
 * Makes the folder `v<version>` of a release for this machine: an archive whose executable says its version, and
 * checksums.
 *
 * @param releases Folder of all releases.
 * @param options.padding Bytes by which the executable is longer.
 * @param options.without A file that the archive lacks.
 */
export async function publish(
  releases: string,
  { version, padding = 0, without }: {
    readonly version: string;
    readonly padding?: number;
    readonly without?: string;
  },
): Promise<void> {
  const { folder, archive, executable } = archiveNames(HERE, version);
  const parent = await Deno.makeTempDir({ prefix: "leexport-published-" });
  try {
    for (const name of DOCUMENTS) {
      if (name === without) continue;
      const path = join(parent, folder, name);
      await Deno.mkdir(join(path, ".."), { recursive: true });
      await Deno.writeTextFile(path, `${name} of ${version}\n`);
    }
    const script = `#!/bin/sh\necho leexport ${version}\nexit\n`;
    const bytes = new Uint8Array(script.length + padding).fill(35);
    bytes.set(new TextEncoder().encode(script));
    await Deno.writeFile(join(parent, folder, executable), bytes, { mode: 0o755 });
    const release = join(releases, `v${version}`);
    await Deno.mkdir(release, { recursive: true });
    await packFolder(folder, { parent, archive: join(release, archive), epoch: 1_800_000_000 });
    await writeChecksums(release);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}
