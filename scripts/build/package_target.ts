/** How a file names another: the conditions of a package's `exports` differ. */
export type Naming = "import" | "require";

/** The part of `package.json` that says which file stands for a name. */
export interface PackageManifest {
  readonly main?: string;
  readonly exports?: ExportTarget;
  /** For names that begin with `#`, for the package itself. */
  readonly imports?: Readonly<Record<string, ExportTarget>>;
}

/** A file, the first of several, or one for each condition; at the top, one for each name. */
type ExportTarget =
  | string
  | null
  | readonly ExportTarget[]
  | { readonly [conditionOrName: string]: ExportTarget };

/**
 * Finds the file that stands for a name of a package.
 *
 * @param name `.`, `./a/b`, or `#a` for the package itself.
 * @returns Path below the package's folder, not yet looked for; `undefined` if the package has no such name, or only
 * types for it.
 * @see Node.js, "Modules: Packages"
 */
export function packageTarget(
  { main, exports, imports }: PackageManifest,
  { name, naming }: { readonly name: string; readonly naming: Naming },
): string | undefined {
  if (name.startsWith("#")) return targetIn(imports ?? {}, { name, naming });
  if (exports === undefined) return name === "." ? main ?? "index.js" : name;
  return targetIn(isByName(exports) ? exports : { ".": exports }, { name, naming });
}

function isByName(exports: ExportTarget): exports is Readonly<Record<string, ExportTarget>> {
  return typeof exports === "object" && exports !== null && !Array.isArray(exports) &&
    Object.keys(exports).every((key) => key.startsWith("."));
}

function targetIn(
  targets: Readonly<Record<string, ExportTarget>>,
  { name, naming }: { readonly name: string; readonly naming: Naming },
): string | undefined {
  const exact = targets[name];
  if (exact !== undefined) return choose(exact, naming);
  for (const [pattern, target] of Object.entries(targets)) {
    const [before = "", after] = pattern.endsWith("/") ? [pattern, ""] : pattern.split("*");
    if (after === undefined || !name.startsWith(before) || !name.endsWith(after)) continue;
    const middle = name.slice(before.length, name.length - after.length);
    const chosen = choose(target, naming);
    return chosen?.endsWith("/") ? chosen + middle : chosen?.replaceAll("*", middle);
  }
}

/** The first condition that holds counts. */
function choose(target: ExportTarget, naming: Naming): string | undefined {
  if (target === null || typeof target === "string") return target ?? undefined;
  if (Array.isArray(target)) return target.map((each) => choose(each, naming)).find(Boolean);
  for (const [condition, under] of Object.entries(target)) {
    if (!["deno", "node", "default", naming].includes(condition)) continue;
    const chosen = choose(under, naming);
    if (chosen !== undefined) return chosen;
  }
}
