/**
 * Finds the npm packages that the executable reaches: those of everything that is embedded, not those of tests and
 * scripts.
 *
 * @module
 */

import { join } from "node:path";
import { LeexportError } from "../../src/errors.ts";
import { embeddedModules } from "../build/embedded_modules.ts";
import { npmGraph } from "../build/module_graph.ts";

/** A package of the executable. */
export interface ReachedPackage {
  /** Such as `@clack/core`. */
  readonly name: string;
  readonly version: string;
  /** SPDX expression of its `package.json`. */
  readonly license: string;
  /** `sha512-` and the checksum of its archive in Base64, as `deno.lock` has it. */
  readonly integrity: string;
  /** Its names in {@linkcode ReachedPackages}. */
  readonly dependencies: readonly string[];
}

/** Packages by the name that `deno.lock` has for them, such as `@clack/core@1.6.0`. */
export type ReachedPackages = ReadonlyMap<string, ReachedPackage>;

interface Lock {
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

/**
 * Finds the packages that the embedded modules import, and those that these depend on.
 *
 * @param root Folder of the project.
 * @throws {LeexportError} If `deno.lock` lacks a package, or one has no license.
 */
export async function reachedPackages(root: string): Promise<ReachedPackages> {
  const lock: Lock = JSON.parse(await Deno.readTextFile(join(root, "deno.lock")));
  const { packages, imports } = await npmGraph(await embeddedModules(root), { root });
  const reached = new Map<string, ReachedPackage>();
  const ids = new Set(imports.map(({ id }) => id).sort());
  for (const id of ids) {
    const found = packages.get(id);
    const integrity = lock.npm[id]?.integrity;
    if (found === undefined || integrity === undefined) throw unknownPackage(id);
    const { name, version, dependencies, localPath } = found;
    const license = await licenseOf(localPath, id);
    reached.set(id, { name, version, license, integrity, dependencies });
    dependencies.forEach((dependency) => ids.add(dependency));
  }
  return reached;
}

async function licenseOf(folder: string, id: string): Promise<string> {
  const { license } = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
  if (typeof license === "string") return license;
  throw new LeexportError(`Cannot list ${id}: its package.json names no license`, {
    hint: "find out under which license it may be passed on",
  });
}

function unknownPackage(id: string): LeexportError {
  return new LeexportError(`Cannot list ${id}: deno.lock does not have it`, {
    hint: "run deno install --frozen=false",
  });
}
