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

/** The one module that a Worker will import. */
export interface OnlyModule {
  /** Address that stacks will show. */
  readonly url: string;
  /** JavaScript. */
  readonly text: string;
  /** Address of what `leexport` stands for; it must have been imported already. */
  readonly contractUrl: string;
}

/**
 * Lets everything that this Worker imports from now on be one module, which comes as text, and what that may import.
 * Holds for `import()` in evaluated text as well. Cannot be undone.
 *
 * The text goes straight to the engine. Loaded from a `blob:` or a file, the runtime would first look through it for
 * further modules: a mere `import("npm:…")` in it would be fetched, and leave the whole process unable to start Workers if
 * the lock file is frozen.
 *
 * @param only The module.
 */
export async function limitImports({ url: only, text, contractUrl }: OnlyModule): Promise<void> {
  const { registerHooks } = await import("node:module");
  const builtIn = new Set(BUILT_IN);
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === only) return { url: only, shortCircuit: true };
      if (specifier === "leexport") return { url: contractUrl, shortCircuit: true };
      if (builtIn.has(specifier)) return next(specifier, context);
      throw new TypeError(`A service module may not import "${specifier}"`);
    },
    load(url, context, next) {
      if (url === only) return { format: "module", source: text, shortCircuit: true };
      if (url === contractUrl || builtIn.has(url)) return next(url, context);
      throw new TypeError(`A service module may not import "${url}"`);
    },
  });
}
