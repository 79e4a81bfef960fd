/**
 * Finds the files of npm packages that the program can come to load: those that its modules import, and whatever these
 * import. Without it an executable would hold every build of a chart library, its tests and its types.
 *
 * Names are found in the text of a file, also in comments, so that rather too much is found than too little.
 *
 * @module
 */

import { dirname, join } from "node:path";
import type { NpmGraph, NpmPackage } from "./module_graph.ts";
import { type Naming, type PackageManifest, packageTarget } from "./package_target.ts";

const NAMED_REGEXP =
  /\b(?:from|import|(?<required>require))\s*\(?\s*(?:\/\*.*?\*\/\s*)?(["'])(?<name>[^"'\n]+)\2/g;

/** A file that declares so, as `import()` does not, is an ES module: only its comments speak of `require`. */
const ES_MODULE_REGEXP = /^\s*(?:import|export)\b(?!\s*[(.=:])/m;

/** Nothing is left of these when a program runs. */
const TYPES_REGEXP = /\.d\.[cm]?ts$/;

/** The folder of `lit-html` that is for servers; what a browser is sent has the same name a folder above. */
const FOR_SERVERS = "node/";

/**
 * Lists the files that can be loaded.
 *
 * @returns Paths, below the folders of the packages that hold them.
 * @throws {TypeError} If a module of the program imports what its package does not have.
 */
export async function reachedFiles(
  { packages, imports }: NpmGraph,
): Promise<ReadonlyMap<NpmPackage, ReadonlySet<string>>> {
  const reached = new Map<NpmPackage, Set<string>>();
  const left: { readonly holder: NpmPackage; readonly file: string }[] = [];
  const reach = async (holder: NpmPackage, path: string): Promise<boolean> => {
    if (TYPES_REGEXP.test(path)) return true;
    const file = await existing(holder, path);
    if (file === undefined) return false;
    const files = reached.get(holder) ?? new Set();
    reached.set(holder, files);
    if (!files.has(file)) left.push({ holder, file });
    files.add(file);
    return true;
  };
  const reachName = async (holder: NpmPackage, name: string, naming: Naming): Promise<boolean> => {
    const target = packageTarget(await manifestOf(holder), { name, naming });
    return target !== undefined && await reach(holder, target);
  };

  for (const { id, subpath } of imports) {
    const holder = packages.get(id);
    if (holder === undefined) throw new TypeError(`${id} is not in Deno's cache`);
    if (!await reachName(holder, subpath, "import")) throw new TypeError(`${id} has no ${subpath}`);
  }
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { holder, file } = next;
    if (file.startsWith(FOR_SERVERS)) await reach(holder, file.slice(FOR_SERVERS.length));
    for (const { name, naming } of await namesIn(join(holder.localPath, file))) {
      if (name.startsWith(".")) await reach(holder, join(dirname(file), name));
      else if (name.startsWith("#")) await reachName(holder, name, naming);
      else {
        const { owner, subpath } = splitName(name);
        const other = dependencyOf(holder, { name: owner, packages });
        if (other !== undefined) await reachName(other, subpath, naming);
      }
    }
  }
  return reached;
}

interface FileName {
  readonly name: string;
  readonly naming: Naming;
}

async function namesIn(file: string): Promise<readonly FileName[]> {
  if (!/\.[cm]?js$/.test(file)) return [];
  const text = await Deno.readTextFile(file);
  const names = [...text.matchAll(NAMED_REGEXP)].map(({ groups }): FileName => ({
    name: groups?.["name"] ?? "",
    naming: groups?.["required"] === undefined ? "import" : "require",
  }));
  return ES_MODULE_REGEXP.test(text) ? names.filter(({ naming }) => naming === "import") : names;
}

/** `@scope/name/a/b` is `./a/b` of `@scope/name`. */
function splitName(name: string): { readonly owner: string; readonly subpath: string } {
  const parts = name.split("/");
  const owner = parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
  const rest = name.slice(owner.length);
  return { owner, subpath: `.${rest}` };
}

function dependencyOf(
  holder: NpmPackage,
  { name, packages }: { readonly name: string; readonly packages: NpmGraph["packages"] },
): NpmPackage | undefined {
  if (name === holder.name) return holder;
  return holder.dependencies.map((id) => packages.get(id)).find((each) => each?.name === name);
}

async function manifestOf({ localPath }: NpmPackage): Promise<PackageManifest> {
  return JSON.parse(await Deno.readTextFile(join(localPath, "package.json")));
}

/** A name may lack its ending, or be that of a folder. */
async function existing({ localPath }: NpmPackage, path: string): Promise<string | undefined> {
  for (const ending of ["", ".js", ".json", ".cjs", ".mjs", "/index.js"]) {
    const file = join(path + ending);
    if (file.startsWith("..")) continue;
    try {
      if ((await Deno.stat(join(localPath, file))).isFile) return file;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
        throw error;
      }
    }
  }
}
