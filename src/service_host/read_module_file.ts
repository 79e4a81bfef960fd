import { resolve, sep } from "node:path";

/** The largest module that is read, bytes. */
const LARGEST_MODULE = 1024 * 1024;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * Reads a user's module, if nobody but root and the user that runs the program could have written it.
 *
 * @param path Path of the file.
 * @param options.folder The services folder, without symbolic links; a link must not lead out of it.
 * @throws {TypeError} If a rule is broken; the text says which, without a full stop.
 */
export async function readModuleFile(
  path: string,
  { folder }: { readonly folder: string },
): Promise<string> {
  const real = await Deno.realPath(path).catch(() => undefined);
  if (real === undefined) throw new TypeError("it is a link that leads nowhere");
  if (!resolve(real).startsWith(folder + sep)) {
    throw new TypeError(`it is a link that leads out of the services folder, to ${real}`);
  }
  // Asked before it is opened: opening a pipe would wait for its writer.
  if (!(await Deno.lstat(real)).isFile) throw new TypeError("it is no regular file");
  using file = await Deno.open(real);
  const info = await file.stat();
  refuseForeign(info, real);
  if (info.size > LARGEST_MODULE) {
    throw new TypeError(`it is larger than 1 MiB: it has ${info.size} bytes`);
  }
  return new TextDecoder().decode(await readBytes(file, info.size));
}

/** Reads as many bytes as there were when the file was looked at, fewer if it has shrunk since. */
async function readBytes(file: Deno.FsFile, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const read = await file.read(bytes.subarray(length));
    if (read === null) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

/**
 * Refuses a file or folder that somebody else may have written. A system without owners and modes refuses nothing.
 *
 * @param path For the advice.
 * @throws {TypeError} If its owner is neither root nor the current user, or its group or others may write to it.
 */
export function refuseForeign({ uid, mode }: Deno.FileInfo, path: string): void {
  if (uid !== null && uid !== 0 && uid !== Deno.uid()) {
    throw new TypeError(
      `it belongs to user ${uid}, not to root or to the user ${Deno.uid()} that runs leexport`,
    );
  }
  if (mode !== null && (mode & WRITABLE_BY_OTHERS) !== 0) {
    const shown = (mode & 0o7777).toString(8).padStart(4, "0");
    throw new TypeError(
      `its group or others may write to it (mode ${shown}); run chmod go-w ${path}`,
    );
  }
}
