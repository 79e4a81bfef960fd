import { createHash } from "node:crypto";
import { join } from "node:path";
import { LeexportError } from "../../src/errors.ts";

/** GitHub puts `.` in the place of any other character, and the file would not be found by the name that is listed. */
const KEPT_NAME_REGEXP = /^[\w.+-]+$/;

/** The file that holds the checksums of its neighbours. */
export const CHECKSUMS = "SHA256SUMS";

/**
 * Writes `SHA256SUMS` for the files of a folder, as `sha256sum -c` reads it.
 *
 * @returns The names of the files, in the order of the lines.
 * @throws {LeexportError} If a file would have another name in a release.
 */
export async function writeChecksums(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name !== CHECKSUMS) names.push(name);
  }
  names.forEach(assertKept);
  let lines = "";
  for (const name of names.sort()) lines += `${await sha256(join(folder, name))}  ${name}\n`;
  await Deno.writeTextFile(join(folder, CHECKSUMS), lines);
  return names;
}

function assertKept(name: string): void {
  if (KEPT_NAME_REGEXP.test(name)) return;
  throw new LeexportError(`Cannot list "${name}": a release would rename it`, {
    hint: "name it with letters, digits and . _ + - only",
  });
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  const file = await Deno.open(path);
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
