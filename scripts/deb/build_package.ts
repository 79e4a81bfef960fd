import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LeexportError } from "../../src/errors.ts";
import { VERSION } from "../../src/version.ts";
import { sourceTime } from "../release/source_time.ts";
import { runTool } from "../release/tool.ts";
import { controlFile } from "./control.ts";
import { debianVersion } from "./debian_changelog.ts";
import { type Architecture, type Needs, readNeeds } from "./needed_packages.ts";
import { CONFIG, packageFiles } from "./package_files.ts";
import { packageName } from "./package_name.ts";
import { installedKib, listEntries, md5sums, writeFiles } from "./package_root.ts";

/** What a package is made of. */
export interface PackageSource {
  /** Path of the executable. */
  readonly binary: string;
  /** Folder that the package is written to; it is made. */
  readonly output: string;
  /** What the executable must be for; `undefined` takes any. */
  readonly architecture: Architecture | undefined;
}

const SOURCE = fileURLToPath(new URL("../../", import.meta.url));
/** For keys: nobody but root looks into it. */
const CREDENTIALS = "etc/leexport/credentials";

/**
 * Builds the Debian package. The same source and the same executable give the same bytes.
 *
 * @returns Path of the package.
 * @throws {LeexportError} If the executable is not for Debian or a tool fails.
 */
export async function buildPackage(
  { binary, output, architecture }: PackageSource,
): Promise<string> {
  const needs = await readNeeds(resolve(binary));
  if (architecture !== undefined && needs.architecture !== architecture) {
    throw new LeexportError(
      `Cannot package ${binary} for ${architecture}: it is for ${needs.architecture}`,
      { hint: `name an executable for ${architecture}, or leave out --architecture` },
    );
  }
  const version = debianVersion(VERSION);
  const epoch = await sourceTime(SOURCE);
  const file = resolve(output, packageName(VERSION, needs.architecture));
  const folder = await Deno.makeTempDir({ prefix: "leexport-deb-" });
  try {
    await fillRoot(folder, { binary, version, epoch, needs });
    await setModes(folder);
    await Deno.mkdir(output, { recursive: true });
    // dpkg-deb dates back to the epoch what is younger, which is all of it.
    // Left to itself, that of Ubuntu packs by zstd, which dpkg of Debian 11 cannot unpack.
    await runTool("dpkg-deb", ["--root-owner-group", "-Zxz", "--build", folder, file], {
      env: { SOURCE_DATE_EPOCH: String(epoch) },
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return file;
}

interface Filling {
  readonly binary: string;
  readonly version: string;
  readonly epoch: number;
  readonly needs: Needs;
}

async function fillRoot(
  folder: string,
  { binary, version, epoch, needs }: Filling,
): Promise<void> {
  await Deno.mkdir(join(folder, CREDENTIALS), { recursive: true });
  await Deno.mkdir(join(folder, "usr/bin"), { recursive: true });
  await Deno.copyFile(binary, join(folder, "usr/bin/leexport"));
  await Deno.chmod(join(folder, "usr/bin/leexport"), 0o755);
  const files = await packageFiles({ version, epoch });
  await writeFiles(folder, files);
  const entries = (await listEntries(folder)).filter(({ path }) => !path.startsWith("DEBIAN"));
  const unchanged = entries.filter(({ path }) => path !== CONFIG);
  await writeFiles(folder, [
    { path: "DEBIAN/md5sums", text: await md5sums(folder, unchanged) },
    {
      path: "DEBIAN/control",
      text: controlFile({ ...needs, version, installedKib: installedKib(entries) }),
    },
  ]);
}

/** The mask of this process may have taken from the modes that folders were made with. */
async function setModes(folder: string): Promise<void> {
  await Deno.chmod(folder, 0o755);
  for (const { path, kind } of await listEntries(folder)) {
    if (kind === "folder") await Deno.chmod(join(folder, path), 0o755);
  }
  await Deno.chmod(join(folder, CREDENTIALS), 0o700);
}
