import { dirname, join } from "node:path";
import { cannotWrite, createFiles } from "../create_files.ts";

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
  const files = new Map(
    [...secretFiles].map(([name, secret]) => [join(folder, name), `${secret}\n`]),
  );
  files.set(file, text);
  await createFiles(files, { mode: SECRET_MODE });
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
