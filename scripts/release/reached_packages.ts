/**
 * Finds the npm packages that the executable reaches: those of everything that is embedded, not those of tests and
 * scripts.
 *
 * @module
 */

import { join } from "node:path";
import { LeexportError } from "../../src/errors.ts";
import { runTool } from "./tool.ts";

/** A package of the executable. */
export interface ReachedPackage {
  /** Such as `@clack/core`. */
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its `package.json`. */
  readonly license: string;
  /** `sha512-` and the checksum of its archive in Base64, as `deno.lock` has it. */
  readonly integrity: string;
  /** Names of its keys in {@linkcode ReachedPackages}. */
  readonly dependencies: readonly string[];
}

/** Packages by the name that `deno.lock` has for them, such as `@clack/core@1.6.0`. */
export type ReachedPackages = ReadonlyMap<string, ReachedPackage>;

interface ListedPackage {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
  readonly localPath: string;
}

interface ModuleInfo {
  readonly modules: readonly { readonly npmPackage?: string }[];
  readonly npmPackages: Readonly<Record<string, ListedPackage>>;
}

interface Lock {
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

/**
 * Finds the packages that modules import, and those that these depend on.
 *
 * @param root The repository.
 * @param entries The modules that are embedded for themselves: the program and its workers.
 * @throws {LeexportError} If a module cannot be read, or a package has no licence.
 */
export async function reachedPackages(
  root: string,
  entries: readonly string[],
): Promise<ReachedPackages> {
  const lock: Lock = JSON.parse(await Deno.readTextFile(join(root, "deno.lock")));
  const reached = new Map<string, ReachedPackage>();
  for (const entry of entries) {
    const { modules, npmPackages }: ModuleInfo = JSON.parse(
      await runTool(Deno.execPath(), ["info", "--json", entry], { cwd: root }),
    );
    const imported = modules.flatMap(({ npmPackage }) => npmPackage ?? []);
    for (const key of closure(imported, npmPackages)) {
      const listed = npmPackages[key];
      const integrity = lock.npm[key]?.integrity;
      if (listed === undefined || integrity === undefined) throw unknownPackage(key);
      const { name, version, dependencies, localPath } = listed;
      const license = await licenseOf(localPath, key);
      reached.set(key, { name, version, license, integrity, dependencies });
    }
  }
  return new Map([...reached].sort(([a], [b]) => a < b ? -1 : 1));
}

function closure(
  imported: readonly string[],
  packages: ModuleInfo["npmPackages"],
): ReadonlySet<string> {
  const found = new Set(imported);
  for (const key of found) packages[key]?.dependencies.forEach((name) => found.add(name));
  return found;
}

async function licenseOf(folder: string, key: string): Promise<string> {
  const { license } = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  if (typeof license === "string") return license;
  throw new LeexportError(`Cannot list ${key}: its package.json names no license`, {
    hint: "find out under which license it may be passed on",
  });
}

function unknownPackage(key: string): LeexportError {
  return new LeexportError(`Cannot list ${key}: deno.lock does not have it`, {
    hint: "run deno install --frozen=false",
  });
}
