/** Built-in modules that compute and reach nothing: no file, no socket, no process. */
const BUILT_IN = new Set(
  [
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
  ]
    .map((name) => `node:${name}`),
);

/**
 * Lets everything that this Worker imports from now on be the module itself, `leexport`, or a built-in that only
 * computes. Holds for `import()` in evaluated text as well. Cannot be undone.
 *
 * @param moduleUrl Address of the module's text.
 * @param options.contractUrl Address of what `leexport` stands for; it must have been imported already.
 */
export async function limitImports(
  moduleUrl: string,
  { contractUrl }: { readonly contractUrl: string },
): Promise<void> {
  const { registerHooks } = await import("node:module");
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === "leexport") return { url: contractUrl, shortCircuit: true };
      if (specifier === moduleUrl) return { url: moduleUrl, shortCircuit: true };
      if (BUILT_IN.has(specifier)) return next(specifier, context);
      throw new TypeError(
        `Cannot import "${specifier}": a service module is one file; it may import "leexport" and of Node's modules ` +
          `those that only compute (${[...BUILT_IN].join(", ")})`,
      );
    },
    load(url, context, next) {
      if (url === moduleUrl || url === contractUrl || BUILT_IN.has(url)) return next(url, context);
      throw new TypeError(`Cannot load "${url}"`);
    },
  });
}
