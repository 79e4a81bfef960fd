import { join } from "node:path";
import type { BrokenModule, ModuleSource } from "../service_description.ts";
import { FILE_NAME_RULE, type ModuleName, moduleName } from "./module_name.ts";
import { readModuleFile, refuseForeign } from "./read_module_file.ts";
import { stripTypes } from "../strip_types.ts";

/** A user's module that has been read and kept every rule so far. */
export interface UserModule extends ModuleName {
  /** Path of the file. */
  readonly file: string;
  readonly source: ModuleSource;
}

/** What a services folder holds. */
export interface UserModules {
  readonly modules: readonly UserModule[];
  readonly broken: readonly BrokenModule[];
}

/** Not declarations, and not what `deno test` takes for a test: it may lie beside its module. */
const MODULE_REGEXP = /(?<!\.d|(?:^|[._])test)\.(?:ts|js)$/;

/**
 * Reads the modules of a services folder, each once. Files that are neither `.ts` nor `.js` are left alone, and so are
 * tests and folders.
 *
 * @param folder Path of the folder.
 * @param options.taken Names that shipped services have: a user's module cannot take the place of one.
 */
export async function readUserModules(
  folder: string,
  { taken }: { readonly taken: ReadonlySet<string> },
): Promise<UserModules> {
  const modules: UserModule[] = [];
  const broken: BrokenModule[] = [];
  const names = new Map([...taken].map((name) => [name, "a shipped service"]));
  const listing = await list(folder);
  if (typeof listing === "string") return { modules, broken: [{ file: folder, reason: listing }] };
  for (const name of listing.names) {
    const file = join(folder, name);
    try {
      const module = await readModule(file, { name, folder: listing.real, names });
      names.set(module.name, name);
      modules.push(module);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      broken.push({ file, reason: error.message });
    }
  }
  return { modules, broken };
}

/** The names of the modules in a folder, sorted; or what is wrong with the folder. */
async function list(
  folder: string,
): Promise<string | { readonly real: string; readonly names: readonly string[] }> {
  try {
    refuseForeign(await Deno.stat(folder), folder);
    const entries = await Array.fromAsync(Deno.readDir(folder));
    const files = entries.filter(({ name, isDirectory }) =>
      !isDirectory && MODULE_REGEXP.test(name)
    );
    return { real: await Deno.realPath(folder), names: files.map(({ name }) => name).sort() };
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    if (error instanceof Deno.errors.NotFound) return "there is no such folder";
    if (error instanceof Deno.errors.NotADirectory) return "it is no folder";
    return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function readModule(
  file: string,
  { name, folder, names }: {
    readonly name: string;
    readonly folder: string;
    readonly names: ReadonlyMap<string, string>;
  },
): Promise<UserModule> {
  const named = moduleName(name);
  if (named === undefined) throw new TypeError(`it is not named ${FILE_NAME_RULE}`);
  const owner = names.get(named.name);
  if (owner !== undefined) {
    throw new TypeError(`the name "${named.name}" belongs to ${owner}; give the file another name`);
  }
  const text = await read(file, { folder });
  const source = name.endsWith(".ts")
    ? await stripTypes(text)
    : { text, language: "javascript" } as const;
  return { ...named, file, source };
}

async function read(file: string, options: { readonly folder: string }): Promise<string> {
  try {
    return await readModuleFile(file, options);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    throw new TypeError(
      `it cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
