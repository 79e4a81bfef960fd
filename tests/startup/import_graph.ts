/**
 * What modules import, as Deno itself resolves it (`deno info --json`): by declaration, which is loaded before the importing
 * module runs, or by `import()`, which is loaded when it is reached.
 *
 * @module
 */

const ROOT = new URL("../../", import.meta.url);

interface InfoModule {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly specifier: string;
    readonly code?: { readonly specifier?: string };
    readonly isDynamic?: boolean;
  }[];
}

interface Info {
  readonly modules: readonly InfoModule[];
}

/** Files are named from the folder of the project, packages `npm:hono`, built-ins `node:path`. */
export interface ImportGraph {
  readonly declared: ReadonlyMap<string, readonly string[]>;
  readonly onDemand: ReadonlyMap<string, readonly string[]>;
}

/** Reads the graph of all that some files reach. @param entries Files, from the folder of the project. */
export async function readImportGraph(entries: readonly string[]): Promise<ImportGraph> {
  const modules = (await Promise.all(entries.map(modulesOf))).flat();
  return { declared: edges(modules, "declared"), onDemand: edges(modules, "onDemand") };
}

async function modulesOf(entry: string): Promise<readonly InfoModule[]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--quiet", "--json", entry],
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  const { modules }: Info = JSON.parse(new TextDecoder().decode(stdout));
  return modules;
}

function edges(
  modules: readonly InfoModule[],
  kind: keyof ImportGraph,
): ReadonlyMap<string, readonly string[]> {
  return new Map(modules.map(({ specifier, dependencies = [] }) => {
    const targets = dependencies
      .filter(({ code, isDynamic = false }) =>
        code?.specifier !== undefined && isDynamic === (kind === "onDemand")
      )
      .map(({ code }) => nameOf(code?.specifier ?? ""));
    return [nameOf(specifier), targets];
  }));
}

function nameOf(specifier: string): string {
  if (specifier.startsWith(ROOT.href)) return specifier.slice(ROOT.href.length);
  const [, name] = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)/.exec(specifier) ?? [];
  return name === undefined ? specifier : `npm:${name}`;
}

/**
 * Follows what is loaded with some modules.
 *
 * @param entries The first is where the program begins; each further one must be imported on demand by what came before
 * it, unless it is a service, which is imported by its name.
 * @returns For each module, the way that leads to it.
 */
export function loadedWith(
  graph: ImportGraph,
  entries: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  for (const entry of entries) {
    if (!graph.declared.has(entry)) throw new Error(`there is no ${entry}`);
    const from = [...ways.keys()].find((name) => graph.onDemand.get(name)?.includes(entry));
    if (ways.size > 0 && from === undefined && !entry.startsWith("src/services/")) {
      throw new Error(`nothing that was loaded before imports ${entry} on demand`);
    }
    follow(entry, { way: ways.get(from ?? "") ?? [], ways, graph });
  }
  return ways;
}

function follow(
  first: string,
  { way, ways, graph }: {
    readonly way: readonly string[];
    readonly ways: Map<string, readonly string[]>;
    readonly graph: ImportGraph;
  },
): void {
  const queue: (readonly string[])[] = [[...way, first]];
  for (const way of queue) {
    const name = way.at(-1) ?? "";
    if (ways.has(name)) continue;
    ways.set(name, way);
    for (const target of graph.declared.get(name) ?? []) queue.push([...way, target]);
  }
}
