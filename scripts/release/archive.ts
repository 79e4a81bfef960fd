/**
 * Archives that are the same, byte for byte, whenever their files are: names are sorted, every file has the same time,
 * no owner and a plain mode. With executables that are the same, too, everybody can build a release anew and compare;
 * the release workflow does what that takes.
 *
 * @module
 */

import { join } from "node:path";
import { runTool } from "./tool.ts";

/** The first moment that a zip can tell, in Unix seconds: 1980-01-01. */
const ZIP_EPOCH = 315_532_800;

/** What to pack. */
export interface Packing {
  /** Where the folder is. */
  readonly parent: string;
  /** The archive to write; one that ends in `.zip` is a zip, any other a compressed tar. */
  readonly archive: string;
  /** The time of every file, Unix seconds. */
  readonly epoch: number;
}

/**
 * Packs a folder. Needs GNU tar and gzip, or zip.
 *
 * @param folder Its name in `parent` and in the archive.
 * @throws {LeexportError} If a tool is missing or fails.
 */
export async function packFolder(folder: string, packing: Packing): Promise<void> {
  await Deno.remove(packing.archive).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  if (packing.archive.endsWith(".zip")) await zip(folder, packing);
  else await tar(folder, packing);
}

async function tar(folder: string, { parent, archive, epoch }: Packing): Promise<void> {
  await runTool("tar", [
    "--create",
    "--format=ustar",
    "--sort=name",
    `--mtime=@${epoch}`,
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "--mode=u=rwX,go=rX",
    "--use-compress-program=gzip -9 -n",
    `--file=${archive}`,
    `--directory=${parent}`,
    folder,
  ]);
}

async function zip(folder: string, { parent, archive, epoch }: Packing): Promise<void> {
  const names: string[] = [];
  const time = Math.max(epoch, ZIP_EPOCH);
  for await (const name of filesIn(parent, folder)) {
    const path = join(parent, name);
    const { mode } = await Deno.stat(path);
    if (mode !== null) await Deno.chmod(path, mode & 0o100 ? 0o755 : 0o644);
    await Deno.utime(path, time, time);
    names.push(name);
  }
  // zip keeps local times, so that the time zone would count.
  await runTool("zip", ["-q", "-X", "-D", "-9", archive, "-@"], {
    cwd: parent,
    env: { TZ: "UTC" },
    input: names.sort().join("\n"),
  });
}

async function* filesIn(parent: string, folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(join(parent, folder))) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* filesIn(parent, path);
    else yield path;
  }
}
