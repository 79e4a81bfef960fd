import { dirname, join } from "node:path";
import { LeexportError } from "../errors.ts";
import { whyUnwritable } from "./unwritable.ts";

/** Only its owner may read it: it holds a secret. */
const SECRET_MODE = 0o600;

/**
 * Writes a config and the files with secrets beside it. Nothing that is there is touched; after a failure nothing new
 * is there either.
 *
 * @param file Path of the config, which holds a secret of its own: the token of the status page.
 * @param options.folder Folder of the config.
 * @param options.secretFiles Name to text.
 * @throws {LeexportError} If one of the files exists, or cannot be written.
 */
export async function writeFiles(
  file: string,
  { text, folder, secretFiles }: {
    readonly text: string;
    readonly folder: string;
    readonly secretFiles: ReadonlyMap<string, string>;
  },
): Promise<void> {
  const created: string[] = [];
  const files = new Map(
    [...secretFiles].map(([name, secret]) => [join(folder, name), `${secret}\n`]),
  );
  files.set(file, text);
  try {
    for (const [path, content] of files) {
      await createFile(path);
      created.push(path);
      await fillFile(path, content);
    }
  } catch (error) {
    await Promise.all(created.map((path) => Deno.remove(path)));
    throw error;
  }
}

/**
 * Looks, before anybody is troubled with questions, whether a file could be new.
 *
 * @throws {LeexportError} If there is such a file, or no folder for it.
 */
export async function refuseExisting(file: string): Promise<void> {
  try {
    await Deno.stat(dirname(file));
  } catch (error) {
    throw cannotWrite(file, error);
  }
  try {
    await Deno.lstat(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw cannotWrite(file, error);
  }
  throw cannotWrite(file, new Deno.errors.AlreadyExists());
}

/** By itself, so that it is known which files are new: on a full disk, one can be created and not be written. */
async function createFile(path: string): Promise<void> {
  try {
    const file = await Deno.open(path, { write: true, createNew: true, mode: SECRET_MODE });
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

function cannotWrite(path: string, error: unknown): LeexportError {
  const { found, hint } = whyUnwritable(error);
  return new LeexportError(`Cannot write ${path}: ${found}`, { hint, cause: error });
}
