import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = new URL("../../", import.meta.url);
/** Whatever starts the program as a process imports this, directly or not. */
const STARTER = new URL("scripts/program_command.ts", ROOT).href;

/** What `deno info --json` says, as far as it is needed. */
interface ModuleGraph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly { readonly code?: { readonly specifier?: string } }[];
  }[];
}

/**
 * Lists the test files that start the program as a process, so that none has to be listed by hand and none is forgotten.
 *
 * @returns Absolute paths, sorted.
 */
export async function endToEndFiles(): Promise<string[]> {
  const tests = await testFiles(fileURLToPath(new URL("tests/", ROOT)));
  const starting = importersOf(STARTER, await graphOf(tests));
  return tests.filter((path) => starting.has(pathToFileURL(path).href));
}

async function testFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) files.push(...await testFiles(path));
    else if (name.endsWith("_test.ts")) files.push(path);
  }
  return files.sort();
}

/** One graph of all files: one look instead of one for each. */
async function graphOf(files: readonly string[]): Promise<ModuleGraph> {
  const imports = files.map((path) => `import "${pathToFileURL(path).href}";`).join("\n");
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", `data:text/javascript,${encodeURIComponent(imports)}`],
    cwd: ROOT,
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot list the end-to-end tests: ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout));
}

/** All that imports a module, directly or by others. */
function importersOf(module: string, { modules }: ModuleGraph): ReadonlySet<string> {
  const found = new Set([module]);
  for (const target of found) {
    for (const { specifier, dependencies = [] } of modules) {
      if (dependencies.some(({ code }) => code?.specifier === target)) found.add(specifier);
    }
  }
  return found;
}
