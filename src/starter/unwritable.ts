/**
 * Says why a new file cannot be written, and what to do.
 *
 * @param error What creating it threw.
 * @returns `found` goes on after "Cannot write …: ".
 */
export function whyUnwritable(error: unknown): { readonly found: string; readonly hint: string } {
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
