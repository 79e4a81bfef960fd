import { createHash } from "node:crypto";
import { join } from "node:path";

/** The file that holds the checksums of its neighbours. */
export const CHECKSUMS = "SHA256SUMS";

/**
 * Writes `SHA256SUMS` for the files of a folder, as `sha256sum -c` reads it.
 *
 * @returns The names of the files, in the order of the lines.
 */
export async function writeChecksums(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name !== CHECKSUMS) names.push(name);
  }
  let lines = "";
  for (const name of names.sort()) lines += `${await sha256(join(folder, name))}  ${name}\n`;
  await Deno.writeTextFile(join(folder, CHECKSUMS), lines);
  return names;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  const file = await Deno.open(path);
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
