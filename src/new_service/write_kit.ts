import { basename, dirname, join } from "node:path";
import { cannotWrite } from "../create_files.ts";
import { LeexportError } from "../errors.ts";
import { VERSION } from "../version.ts";
import { KIT_FOLDER } from "./deno_config.ts";
import { readKit } from "./kit_source.ts";

/** What the folder is known by. */
const MARK = "# Part of leexport";
const MARK_FILE = "README.md";
const README = `${MARK}

The files in this folder belong to leexport ${VERSION}: what services and their tests import as
"leexport" and "leexport/testing". Do not change them: \`leexport new-service --update\`, and each new
service, writes the folder anew with the files of the program that is run.
`;

/**
 * Whether a folder is one that this program writes, or would be: one that is mapped to somewhere else is left alone.
 *
 * @param folder Path of the folder.
 */
export function isKitFolder(folder: string): boolean {
  return basename(folder) === KIT_FOLDER;
}

/**
 * Makes sure that a folder is free for the kit, or holds it.
 *
 * @throws {LeexportError} If somebody else's files are there.
 */
export async function refuseForeignFolder(folder: string): Promise<void> {
  const mark = await Deno.readTextFile(join(folder, MARK_FILE)).catch(() => "");
  if (mark.startsWith(MARK)) return;
  try {
    await Deno.lstat(folder);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw cannotWrite(folder, error);
  }
  throw new LeexportError(`Cannot write ${folder}: it is there already, and not leexport's`, {
    hint: "move it away, or write the service to another folder with --directory",
  });
}

/**
 * Writes the kit of this program in place of what the folder holds, which stays if that fails.
 *
 * @param folder Path of the folder.
 * @throws {LeexportError} If somebody else's files are there, or it cannot be written.
 */
export async function writeKit(folder: string): Promise<void> {
  await refuseForeignFolder(folder);
  const files = [[MARK_FILE, README] as const, ...await readKit()];
  const fresh = `${folder}.${crypto.randomUUID()}`;
  try {
    for (const [path, text] of files) {
      const file = join(fresh, path);
      await Deno.mkdir(dirname(file), { recursive: true });
      await Deno.writeTextFile(file, text);
    }
    await removeFolder(folder);
    await Deno.rename(fresh, folder);
  } catch (error) {
    await removeFolder(fresh).catch(() => {});
    throw cannotWrite(folder, error);
  }
}

async function removeFolder(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
