import { join } from "node:path";
import manifest from "../../deno.json" with { type: "json" };

/**
 * Lists the modules that are embedded for themselves: the program, and those that `compile` in `deno.json` names,
 * because nothing imports them by name.
 *
 * @param root Folder of the project.
 * @returns Paths below it.
 */
export async function embeddedModules(root: string): Promise<string[]> {
  const modules = ["main.ts"];
  for (const path of manifest.compile.include) {
    if (path.endsWith(".ts")) modules.push(path);
    else {
      for await (const { name } of Deno.readDir(join(root, path))) {
        if (name.endsWith(".ts")) modules.push(`${path}/${name}`);
      }
    }
  }
  return modules;
}
