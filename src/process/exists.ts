/**
 * Says whether something has a name: a file, a folder, or a link, wherever that leads.
 *
 * @throws {Error} What the system says, if this process may not look there.
 */
export function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
