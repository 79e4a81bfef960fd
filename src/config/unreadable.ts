/**
 * Says why a file cannot be read as text, and what to do.
 *
 * @param error What reading or decoding it threw.
 * @returns `found` goes on after "Cannot read …: ".
 */
export function whyUnreadable(error: unknown): { readonly found: string; readonly hint: string } {
  if (error instanceof Deno.errors.NotFound) {
    return { found: "there is no such file", hint: "correct its path" };
  }
  if (error instanceof Deno.errors.IsADirectory) {
    return { found: "it is a folder", hint: "name the file inside it" };
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return { found: "this user may not read it", hint: "change its owner or its mode" };
  }
  if (error instanceof TypeError) {
    return { found: "it is not UTF-8 text", hint: "save it as UTF-8" };
  }
  const found = error instanceof Error ? error.message : String(error);
  return { found, hint: "make it readable" };
}
