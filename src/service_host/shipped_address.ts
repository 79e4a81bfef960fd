import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Says by which address a module of `src/services` is imported: by the one that the runtime itself gives it. Spelt in
 * another way, as `pathToFileURL()` spells `~` and brackets, it would have what it imports loaded once more, and extend
 * another `Service` than the one that is known here.
 *
 * @param file Path of the module.
 */
export function shippedAddress(file: string): string {
  const folder = import.meta.resolve("../services/");
  return new URL(relative(fileURLToPath(folder), file), folder).href;
}
