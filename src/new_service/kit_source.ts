/**
 * What users' modules and tests import, as text: `leexport` and `leexport/testing` with all that they import, types
 * included. No registry publishes it; the program itself holds it, whatever it runs from, and that is the version whose
 * sandbox the modules will meet.
 *
 * @module
 */

import { VERSION } from "../version.ts";

/** Paths in the folder of the kit, which is laid out as `src` is. */
export const ENTRIES = ["service.ts", "testing.ts"] as const;

/** As the formatter writes it; what stands in a comment does not begin a line. */
const IMPORT_REGEXP = /^(?:(?:import|export)\b.*|\} )from "(\.[^"]+)"/gm;
/** The version comes from a file that belongs to the program, not to the kit. */
const MANIFEST_REGEXP = /^import manifest from "[^"]*deno\.json" with \{ type: "json" \};$/m;

/**
 * Reads the kit.
 *
 * @returns Path below `src` to text. In the executable, these files must have been embedded.
 */
export async function readKit(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const waiting: string[] = [...ENTRIES];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const text = await readSource(path);
    files.set(path, text);
    for (const [, specifier = ""] of text.matchAll(IMPORT_REGEXP)) {
      waiting.push(new URL(specifier, `file:///${path}`).pathname.slice(1));
    }
  }
  return files;
}

async function readSource(path: string): Promise<string> {
  const text = await Deno.readTextFile(new URL(import.meta.resolve(`../${path}`)));
  return text.replace(MANIFEST_REGEXP, `const manifest = { version: "${VERSION}" };`);
}
