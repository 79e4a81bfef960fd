import { dirname, join, relative } from "node:path";
import type { Executable } from "../build/executable.ts";
import { lockPackages } from "./lock_packages.ts";
import { npmCache } from "./npm_cache.ts";
import { preloadModule } from "./preload_module.ts";
import { shellScript } from "./shell_script.ts";

/**
 * Lays out what is embedded in an executable so that the plain `deno` runs it, all in a folder beside the output:
 *
 *     leexport                   a shell script
 *     leexport-files/files/      the embedded files, with a config and a registry of their own
 *     leexport-files/deno_dir/   the embedded npm packages, as Deno keeps what it has downloaded
 *     leexport-files/deno.lock   which of them is meant where
 *     leexport-files/preload.js  says `Deno.build.standalone` and `Deno.execPath()`
 *
 * @param output Absolute path; what was there before is replaced.
 * @throws {Error} If the executable has something that the plain `deno` cannot imitate.
 */
export async function makeStandIn(executable: Executable, output: string): Promise<void> {
  const folder = `${output}-files`;
  const places = {
    denoDir: `${folder}/deno_dir`,
    files: `${folder}/files`,
    lock: `${folder}/deno.lock`,
    preload: `${folder}/preload.js`,
  };
  const script = shellScript(executable.metadata, places);
  const { files, ...npm } = npmCache(executable);
  await removeAll(folder);
  await writeTree(places.files, files);
  await writeTree(`${places.denoDir}/npm`, npm.packages);
  await writeTree(places.files, configFiles(executable, npm.registry));
  for (const [path, target] of executable.links) {
    const from = join(places.files, path);
    await Deno.symlink(relative(dirname(from), join(places.files, target)), from);
  }
  await lockPackages(executable.npmPackages, places);
  await Deno.writeTextFile(places.preload, preloadModule(output));
  await Deno.writeTextFile(output, script, { mode: 0o755 });
}

/** Stand for the project's own: the import map and the features that are embedded, and a registry that nobody serves. */
function configFiles({ metadata }: Executable, registry: string): ReadonlyMap<string, Uint8Array> {
  const map = metadata.workspace_resolver.import_map;
  const config = {
    ...(map === null ? {} : JSON.parse(map.json)),
    unstable: metadata.unstable_config.features,
  };
  const encoder = new TextEncoder();
  return new Map([
    ["stand_in.json", encoder.encode(JSON.stringify(config))],
    [".npmrc", encoder.encode(`registry=${registry}\n`)],
  ]);
}

async function writeTree(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    const to = join(folder, path);
    await Deno.mkdir(dirname(to), { recursive: true });
    await Deno.writeFile(to, bytes);
  }
}

async function removeAll(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
