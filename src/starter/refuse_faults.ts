import { resolve } from "node:path";
import { type OpenCatalog, readConfig } from "../config/read_config.ts";
import { referenceSources } from "../config/reference_sources.ts";
import type { Resolve } from "../config/references.ts";
import { UsageError } from "../errors.ts";

/** Stands for what is not there yet: it would do as a key and as an address. */
const UNSET = "https://not-set-yet.invalid";

/** What a starter file is checked with. */
export interface FaultOptions {
  /** Path at which it is going to be. */
  readonly file: string;
  readonly folder: string;
  readonly openCatalog: OpenCatalog;
  /** Files beside the config that are going to be written: name to text. */
  readonly secretFiles: ReadonlyMap<string, string>;
}

/**
 * Reads a starter file before it is written, so that what is written is always good. Environment variables need not be
 * set yet.
 *
 * @throws {UsageError} With the first thing that is wrong.
 */
export async function refuseFaults(text: string, options: FaultOptions): Promise<void> {
  const { file, folder, openCatalog } = options;
  const { config, problems } = await readConfig(text, {
    file,
    folder: resolve(folder),
    openCatalog,
    resolve: resolveEarly(options),
  });
  if (config !== undefined) return;
  const problem = problems.find(({ severity }) => severity === "error");
  throw new UsageError(problem?.message ?? `Cannot write ${file}: it would not be usable`, {
    hint: problem?.hint?.replace(/ at line \d+/, ""),
  });
}

function resolveEarly({ folder, secretFiles }: FaultOptions): Resolve {
  const sources = referenceSources({
    folder: resolve(folder),
    env: (name) => Deno.env.get(name) || UNSET,
  });
  return async (reference) => {
    const text = reference.kind === "file" ? secretFiles.get(reference.name) : undefined;
    if (text !== undefined) return { text };
    return reference.kind === "credential" ? { text: UNSET } : await sources(reference);
  };
}
