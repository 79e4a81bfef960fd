/**
 * Says where this program lies: the executable, or Deno when it runs from source. Linux marks the path of a program whose
 * file was replaced while it runs, as an upgrade does; what lies there then is its successor.
 */
export function executablePath(): string {
  return Deno.execPath().replace(/ \(deleted\)$/, "");
}
