import { dirname } from "node:path";

/**
 * Gives a new file of root's to the owner of the folder that it lies in. Root may repair the store of a service that runs
 * as another user; a file that stayed root's, that service could no longer open. SQLite does the same for its logs.
 *
 * @param path Of the file.
 */
export function giveToOwner(path: string): void {
  if (Deno.uid() !== 0) return;
  const { uid, gid } = Deno.statSync(dirname(path));
  if (uid === null || gid === null || uid === 0) return;
  try {
    Deno.chownSync(path, uid, gid);
  } catch (error) {
    // A container may take from root the right to give files away; then it is root who uses the store.
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
  }
}
