import { join } from "node:path";

/** A package as it lies in Deno's cache. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** `name@version` of what it depends on. */
  readonly dependencies: readonly string[];
  /** Its folder. */
  readonly localPath: string;
}

/** A package that a module of the program names. */
export interface NpmImport {
  /** `name@version` */
  readonly id: string;
  /** What is imported of it, as its `exports` call it: `.`, `./body-limit`. */
  readonly subpath: string;
}

/** What modules of the program import from npm. */
export interface NpmGraph {
  /** By `name@version`. */
  readonly packages: ReadonlyMap<string, NpmPackage>;
  readonly imports: readonly NpmImport[];
}

/** What `deno info --json` says. */
interface ModuleInfo {
  readonly modules: readonly {
    readonly specifier: string;
    readonly npmPackage?: string;
    readonly error?: string;
  }[];
  readonly npmPackages: Readonly<Record<string, NpmPackage>>;
}

/**
 * Asks Deno what modules import from npm, directly or through other modules of the program.
 *
 * @param entries Paths below the root of the project.
 * @param options.root Folder of the project.
 * @throws {TypeError} If a module cannot be found.
 */
export async function npmGraph(
  entries: readonly string[],
  { root }: { readonly root: string },
): Promise<NpmGraph> {
  const packages = new Map<string, NpmPackage>();
  const imports: NpmImport[] = [];
  for (const entry of entries) {
    const { modules, npmPackages } = await moduleInfo(entry, root);
    for (const [id, npmPackage] of Object.entries(npmPackages)) packages.set(id, npmPackage);
    for (const { specifier, npmPackage: id, error } of modules) {
      if (error !== undefined) throw new TypeError(error);
      if (id !== undefined) imports.push({ id, subpath: subpathOf(specifier) });
    }
  }
  return { packages, imports };
}

async function moduleInfo(entry: string, root: string): Promise<ModuleInfo> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", join(root, entry)],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new TypeError(new TextDecoder().decode(stderr).trim());
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** `npm:/@scope/name@1.0.0/a/b` imports `./a/b`. */
function subpathOf(specifier: string): string {
  const path = /^npm:\/(?:@[^/]+\/)?[^/@][^/]*\/(?<path>.+)$/.exec(specifier)?.groups?.["path"];
  return path === undefined ? "." : `./${path}`;
}
