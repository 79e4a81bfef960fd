/** Built-in modules that compute and reach nothing: no file, no socket, no process. */
const BUILT_IN = [
  "assert",
  "assert/strict",
  "buffer",
  "crypto",
  "events",
  "path",
  "querystring",
  "string_decoder",
  "url",
  "zlib",
].map((name) => `node:${name}`);

/** What a user's module may import, for messages. */
export const IMPORT_RULE = `"leexport", ${BUILT_IN.slice(0, -1).join(", ")} and ${BUILT_IN.at(-1)}`;

/** The exports of a module. */
export type Exports = Readonly<Record<string, unknown>>;

/** A user's module. */
export interface ModuleText {
  /** Address that stacks will show. */
  readonly url: string;
  /** JavaScript. */
  readonly text: string;
  /** What it gets when it imports `leexport`. */
  readonly contract: Exports;
}

/** A module whose grammar is right. */
export interface CompiledModule {
  /**
   * Finds what the module imports. From then on this Worker imports nothing else.
   *
   * @throws {TypeError} If it imports what it may not.
   * @throws {SyntaxError} If what it imports lacks a name.
   */
  link(): Promise<void>;
  /**
   * Runs the module, once it is linked.
   *
   * @returns What it exports.
   * @throws {unknown} What the module throws.
   */
  evaluate(): Promise<Exports>;
}

/**
 * Makes a module of its text that can import what {@linkcode IMPORT_RULE} says, and nothing else: neither by declaration
 * nor by `import()`, nor by `import()` in evaluated text.
 *
 * The text goes straight to the engine. Loaded from a `blob:` or a file, the runtime would first look through it for
 * further modules: a mere `import("npm:…")` in it would be fetched, and leave the whole process unable to start Workers if
 * the lock file is frozen. Hooks alone would not do: a declaration that imports a built-in which is loaded already
 * passes them by.
 *
 * @param module The module.
 * @throws {SyntaxError} If its grammar is wrong; where, the engine does not say.
 */
export async function compileText({ url, text, contract }: ModuleText): Promise<CompiledModule> {
  const { SourceTextModule, SyntheticModule } = await import("node:vm");
  const supply = async (specifier: string) => {
    const exports = await supplied(specifier, contract);
    return new SyntheticModule(Object.keys(exports), function () {
      for (const name of Object.keys(exports)) this.setExport(name, exports[name]);
    });
  };
  const module = new SourceTextModule(text, {
    identifier: url,
    importModuleDynamically: async (specifier: string) => {
      const imported = await supply(specifier);
      await imported.link(supply);
      await imported.evaluate();
      return imported;
    },
  });
  return {
    async link() {
      await refuseEvaluatedImports();
      await module.link(supply);
    },
    async evaluate() {
      await module.evaluate();
      return { ...module.namespace };
    },
  };
}

/**
 * Keeps the runtime itself from loading anything for this Worker from now on. It does so for text that is evaluated,
 * which has no tie to the module it stands in. In the executable it would read any file then, whatever is permitted.
 *
 * @param options.but An address that may still be imported.
 */
export async function refuseEvaluatedImports(
  { but }: { readonly but?: string } = {},
): Promise<void> {
  const { registerHooks } = await import("node:module");
  registerHooks({
    resolve(specifier, context, next) {
      if (BUILT_IN.includes(specifier) || specifier === but) return next(specifier, context);
      throw refused(specifier);
    },
  });
}

async function supplied(specifier: string, contract: Exports): Promise<Exports> {
  if (specifier === "leexport") return contract;
  if (BUILT_IN.includes(specifier)) return await import(specifier);
  throw refused(specifier);
}

function refused(specifier: string): TypeError {
  return new TypeError(`A service module may not import "${specifier}"`);
}
