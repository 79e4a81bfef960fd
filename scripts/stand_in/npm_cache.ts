import type { Executable } from "../build/executable.ts";

/** Embedded files, those of npm packages apart. */
export interface NpmCache {
  /** Those of the program, by their paths. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Those of packages and what a registry would tell of them, by their paths below the `npm` folder of `DENO_DIR`. */
  readonly packages: ReadonlyMap<string, Uint8Array>;
  /** Address of the registry under which Deno looks for them. */
  readonly registry: string;
}

/** Where `deno compile` puts packages that are not in a `node_modules` folder. */
const EMBEDDED_PACKAGES = ".deno_compile_node_modules/";
const MANIFEST_REGEXP = /^localhost\/((?:@[^/]+\/)?[^/]+)\/([^/]+)\/package\.json$/;
/** What of a package's manifest decides which other packages it needs. */
const NEEDS = [
  "dependencies",
  "optionalDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
] as const;
/** Never fetched: with `--cached-only` only what lies in the cache counts. */
const NO_TARBALL = { tarball: "http://localhost/none.tgz", shasum: "0".repeat(40) };

/** Tells the embedded packages from the program, and makes of them a cache that knows no other package. */
export function npmCache({ files }: Executable): NpmCache {
  const program = new Map<string, Uint8Array>();
  const packages = new Map<string, Uint8Array>();
  const versions = new Map<string, Record<string, unknown>>();
  for (const [path, bytes] of files) {
    if (!path.startsWith(EMBEDDED_PACKAGES)) {
      program.set(path, bytes);
      continue;
    }
    const inCache = path.slice(EMBEDDED_PACKAGES.length);
    packages.set(inCache, bytes);
    const [, name, version] = MANIFEST_REGEXP.exec(inCache) ?? [];
    if (name === undefined || version === undefined) continue;
    versions.set(name, { ...versions.get(name), [version]: versionFacts(version, bytes) });
  }
  for (const [name, known] of versions) {
    const facts = { name, versions: known, "dist-tags": { latest: Object.keys(known).at(-1) } };
    packages.set(
      `localhost/${name}/registry.json`,
      new TextEncoder().encode(JSON.stringify(facts)),
    );
  }
  return { files: program, packages, registry: "http://localhost/" };
}

function versionFacts(version: string, manifest: Uint8Array): Record<string, unknown> {
  const text: Record<string, unknown> = JSON.parse(new TextDecoder().decode(manifest));
  const needs = NEEDS.filter((key) => text[key] !== undefined).map((key) => [key, text[key]]);
  return { version, ...Object.fromEntries(needs), dist: NO_TARBALL };
}
