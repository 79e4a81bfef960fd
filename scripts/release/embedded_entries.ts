import { join } from "node:path";

/**
 * Lists the modules that the build embeds for themselves, by the `compile` section of `deno.json`: the program, and
 * what is included because nothing imports it by name.
 *
 * @param root The repository.
 * @returns Paths from the repository.
 */
export async function embeddedEntries(root: string): Promise<readonly string[]> {
  const { exports, compile } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
  const entries: string[] = [exports];
  for (const path of compile?.include ?? []) entries.push(...await modulesAt(root, path));
  return entries;
}

async function modulesAt(root: string, path: string): Promise<string[]> {
  const { isFile } = await Deno.stat(join(root, path));
  if (isFile) return /\.(ts|js)$/.test(path) ? [path] : [];
  const found: string[] = [];
  for await (const { name } of Deno.readDir(join(root, path))) {
    found.push(...await modulesAt(root, `${path}/${name}`));
  }
  return found;
}
