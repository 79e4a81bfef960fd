import { join } from "node:path";
import type { NpmGraph, NpmPackage } from "./module_graph.ts";
import { reachedFiles } from "./reached_files.ts";

/** Where a package says who may use it; the executable hands it on, so these go with it. */
const LICENCE_REGEXP = /^(?:licen[cs]e|notice|copyright)/i;

/**
 * Lists what of the npm packages an executable does without, a folder that is left out whole as one path.
 *
 * @returns Absolute paths.
 * @throws {TypeError} As {@linkcode reachedFiles} does.
 */
export async function unreachedPaths(graph: NpmGraph): Promise<string[]> {
  const reached = await reachedFiles(graph);
  const paths: string[] = [];
  for (const npmPackage of graph.packages.values()) {
    if (!await isCached(npmPackage)) continue;
    const files = reached.get(npmPackage) ?? new Set<string>();
    await leaveOut(npmPackage.localPath, { below: "", files, paths });
  }
  return paths;
}

/** What is for other systems is named by the lock file, but not there. */
async function isCached({ localPath }: NpmPackage): Promise<boolean> {
  try {
    return (await Deno.stat(localPath)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function leaveOut(
  folder: string,
  { below, files, paths }: {
    /** Path of the folder below that of the package, with a slash at its end. */
    readonly below: string;
    readonly files: ReadonlySet<string>;
    /** Added to. */
    readonly paths: string[];
  },
): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    const here = below + name;
    if (below === "" && (name === "package.json" || LICENCE_REGEXP.test(name))) continue;
    if (!isDirectory && !isNeeded(here, files)) paths.push(path);
    if (!isDirectory) continue;
    const isHollow = ![...files].some((file) => file.startsWith(`${here}/`));
    if (isHollow) paths.push(path);
    else await leaveOut(path, { below: `${here}/`, files, paths });
  }
}

/** A folder's own `package.json` says how its files are to be read. */
function isNeeded(path: string, files: ReadonlySet<string>): boolean {
  return files.has(path) || path.endsWith("/package.json");
}
