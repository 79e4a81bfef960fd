import { LeexportError } from "./errors.ts";

/**
 * Writes new files. Nothing that is there is touched; after a failure nothing new is there either.
 *
 * @param files Path to text.
 * @param options.mode Permissions of every file, whatever the umask lets through.
 * @param options.last What has to be done once they are written; if that fails, they are taken back.
 * @throws {LeexportError} If one of the files exists, or cannot be written.
 */
export async function createFiles(
  files: ReadonlyMap<string, string>,
  { mode, last }: { readonly mode: number; readonly last?: () => Promise<void> },
): Promise<void> {
  const created: string[] = [];
  try {
    for (const [path, content] of files) {
      await createFile(path, mode);
      created.push(path);
      await fillFile(path, content);
    }
    await last?.();
  } catch (error) {
    await Promise.all(created.map((path) => Deno.remove(path)));
    throw error;
  }
}

/** By itself, so that it is known which files are new: on a full disk, one can be created and not be written. */
async function createFile(path: string, mode: number): Promise<void> {
  try {
    const file = await Deno.open(path, { write: true, createNew: true, mode });
    file.close();
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

async function fillFile(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text, { create: false });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Makes the error of a file that cannot be written.
 *
 * @param error What creating or writing it threw.
 */
export function cannotWrite(path: string, error: unknown): LeexportError {
  const { found, hint } = whyUnwritable(error);
  return new LeexportError(`Cannot write ${path}: ${found}`, { hint, cause: error });
}

function whyUnwritable(error: unknown): { readonly found: string; readonly hint: string } {
  if (error instanceof Deno.errors.AlreadyExists) {
    return { found: "it is there already", hint: "name another file, or move that one away" };
  }
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
    return { found: "there is no such folder", hint: "make the folder first" };
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return { found: "this user may not write there", hint: "name a file in a folder of yours" };
  }
  const found = error instanceof Error ? error.message : String(error);
  return { found, hint: "name a file that can be written" };
}
