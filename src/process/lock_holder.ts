import { readPid } from "./lock_file.ts";

/**
 * Finds out which process holds a file that `holdFile` takes. For a moment the file is locked for that; `holdFile` knows.
 *
 * @returns The number of the process; `undefined` if nobody holds it, or this user may not know.
 */
export function lockHolder(path: string): number | undefined {
  try {
    using file = Deno.openSync(path);
    const pid = readPid(file);
    return pid === undefined || file.tryLockSync(false) ? undefined : pid;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof Deno.errors.PermissionDenied) return undefined;
    throw error;
  }
}
