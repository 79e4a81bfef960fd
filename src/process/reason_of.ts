/**
 * Words why a file cannot be used, without the runtime's advice about its own flags.
 *
 * @param error What an operation on a file threw.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotFound) return "there is no such file or folder";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.NotADirectory) return "a part of its path is no folder";
  if (error instanceof Deno.errors.NotCapable) {
    return "the program may not use devices and system files";
  }
  return error instanceof Error ? error.message : String(error);
}
