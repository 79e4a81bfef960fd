import { isAbsolute, join, relative, resolve } from "node:path";
import { createFiles } from "../create_files.ts";
import { UsageError } from "../errors.ts";
import {
  denoConfigText,
  findKitPlace,
  KIT_FOLDER,
  KIT_IMPORTS,
  type KitPlace,
} from "../new_service/deno_config.ts";
import { nameService, type NewServiceNames } from "../new_service/name_service.ts";
import { nextSteps } from "../new_service/next_steps.ts";
import { serviceText } from "../new_service/service_text.ts";
import { testText } from "../new_service/test_text.ts";
import { isKitFolder, refuseForeignFolder, writeKit } from "../new_service/write_kit.ts";
import { TYPED_NAME } from "../process/self.ts";
import { listShippedModules } from "../service_host/shipped_modules.ts";

/** What `leexport new-service` was told. */
export interface NewServiceOptions {
  /** Folder of the services. */
  readonly directory: string;
  /** Takes text for the person. */
  readonly write: (text: string) => void;
}

/** Nobody but the owner may write to a module, or it is not loaded; a umask may let the group. */
const MODULE_MODE = 0o644;

/**
 * Writes a service and its test, and what Deno needs to check and run them. No file that is there is overwritten, but the
 * folder `leexport` is always that of this program.
 *
 * @param words What the service is called: "My Application".
 * @returns Exit code 0.
 * @throws {UsageError} If no service can be called so, or the directory is the folder `leexport`.
 * @throws {LeexportError} If a file is there already, or cannot be written.
 */
export async function newService(
  words: string,
  { directory, write }: NewServiceOptions,
): Promise<number> {
  const taken = (await listShippedModules()).map(({ name }) => name);
  const names = nameService(words, { taken });
  const place = await findKitPlace(directory);
  const kit = kitFolderOf(place, directory);
  if (kit !== undefined) {
    refuseKitFolder(kit, directory);
    await refuseForeignFolder(kit);
  }
  const files = filesOf(names, { directory, place });
  const last = async () => {
    if (kit !== undefined) await writeKit(kit);
  };
  await createFiles(files, { mode: MODULE_MODE, last });
  write(`Wrote ${listed([...files.keys(), ...kit === undefined ? [] : [shown(kit)]])}\n`);
  if (place.kind === "lacking") write(`\n${importsToAdd(place.file)}`);
  write(nextSteps(names, { directory, program: TYPED_NAME }));
  return 0;
}

/**
 * Writes the folder `leexport` anew, with the files of this program.
 *
 * @returns Exit code 0.
 * @throws {UsageError} If no service of the folder uses it.
 * @throws {LeexportError} If it cannot be written.
 */
export async function updateKit({ directory, write }: NewServiceOptions): Promise<number> {
  const place = await findKitPlace(directory);
  if (place.kind !== "mapped" || !isKitFolder(place.folder)) {
    throw new UsageError(`Cannot update ${join(directory, KIT_FOLDER)}: no deno.json names it`, {
      hint: "name the folder of your services with --directory",
    });
  }
  await writeKit(place.folder);
  write(`Wrote ${shown(place.folder)} anew\n`);
  return 0;
}

function kitFolderOf(place: KitPlace, directory: string): string | undefined {
  if (place.kind !== "mapped") return join(resolve(directory), KIT_FOLDER);
  return isKitFolder(place.folder) ? place.folder : undefined;
}

/** What is written there would be gone at once. */
function refuseKitFolder(kit: string, directory: string): void {
  if (isAbove(relative(kit, resolve(directory)))) return;
  throw new UsageError(`Cannot write a service into ${kit}: that folder is always written anew`, {
    hint: "write it beside that folder; --directory names another one",
  });
}

function filesOf(
  names: NewServiceNames,
  { directory, place }: { readonly directory: string; readonly place: KitPlace },
): ReadonlyMap<string, string> {
  const files = new Map([
    [join(directory, names.file), serviceText(names)],
    [join(directory, names.testFile), testText(names)],
  ]);
  if (place.kind === "unknown") files.set(join(directory, "deno.json"), denoConfigText());
  return files;
}

function shown(folder: string): string {
  const below = relative(Deno.cwd(), folder);
  return `${below === "" || isAbove(below) ? folder : below}/`;
}

/** Whether a relative path leads out of where it begins; on Windows, perhaps to another drive. */
function isAbove(path: string): boolean {
  return path === ".." || /^\.\.[\\/]/.test(path) || isAbsolute(path);
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function importsToAdd(file: string): string {
  const lines = Object.entries(KIT_IMPORTS).map(([name, path]) => `    "${name}": "${path}"`);
  return `Add to the imports of ${file}:\n\n${lines.join(",\n")}\n`;
}
