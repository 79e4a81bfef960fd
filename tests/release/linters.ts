/**
 * Linters from PyPI, in the versions and with the checksums of `linters.txt`, installed once into the user's cache.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const LIST = fileURLToPath(new URL("./linters.txt", import.meta.url));

/** The linters, or why there are none. */
export type Linters =
  | { readonly bin: string; readonly missing?: undefined }
  | { readonly bin?: undefined; readonly missing: string };

/** Finds the linters, or installs them. Several processes may do so at once. */
export async function findLinters(): Promise<Linters> {
  const home = Deno.env.get("HOME") ?? "/tmp";
  const cache = join(Deno.env.get("XDG_CACHE_HOME") || `${home}/.cache`, "leexport");
  const version = createHash("sha256").update(await Deno.readTextFile(LIST)).digest("hex");
  const folder = join(cache, `linters-${version.slice(0, 12)}`);
  const bin = join(folder, "bin");
  if (await isDirectory(folder)) return { bin };
  try {
    await Deno.mkdir(cache, { recursive: true });
    await install(folder);
    return { bin };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = error.message.trim().split("\n").at(-1);
    return { missing: `linters cannot be installed from PyPI (package python3-venv): ${reason}` };
  }
}

/** Built aside and renamed whole, so that nobody finds half of it. */
async function install(folder: string): Promise<void> {
  const draft = await Deno.makeTempDir({ dir: join(folder, ".."), prefix: "linters-draft-" });
  try {
    await run("python3", ["-m", "venv", draft]);
    await run(join(draft, "bin/python"), [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--only-binary=:all:",
      "--require-hashes",
      "--requirement",
      LIST,
    ]);
    await Deno.rename(draft, folder).catch(async (error) => {
      if (!await isDirectory(folder)) throw error;
    });
  } finally {
    await Deno.remove(draft, { recursive: true }).catch(() => {});
  }
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

async function isDirectory(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}
