import { dirname, resolve as resolvePath } from "node:path";
import type { Problem } from "../errors.ts";
import { overlookAbsentKeys } from "./absent_keys.ts";
import { type LoadedConfig, type OpenCatalog, readConfig } from "./read_config.ts";
import { referenceSources } from "./reference_sources.ts";
import { whyUnreadable } from "./unreadable.ts";

/** What loading a config needs. */
export interface LoadOptions {
  readonly openCatalog: OpenCatalog;
  /** Finds an environment variable, for `${env:NAME}`; by default in the environment of this process. */
  readonly env?: (name: string) => string | undefined;
  /** `unneeded`: a key that is out of reach here is no problem; default `needed`. */
  readonly keys?: "needed" | "unneeded";
}

/**
 * Loads a config file, with the keys it refers to and the services it uses. No network.
 *
 * @param file Path of the file.
 * @returns The config, deeply frozen, or `undefined` if anything keeps it from being used; and all problems at once.
 * Never throws for what a person can do wrong.
 */
export async function loadConfig(
  file: string,
  { openCatalog, env = (name) => Deno.env.get(name), keys = "needed" }: LoadOptions,
): Promise<LoadedConfig> {
  const text = await readConfigText(file);
  if (typeof text !== "string") return { config: undefined, problems: [text] };
  const folder = dirname(resolvePath(Deno.cwd(), file));
  const sources = referenceSources({ folder, env });
  const resolve = keys === "needed" ? sources : overlookAbsentKeys(sources);
  return await readConfig(text, { file, folder, openCatalog, resolve });
}

/**
 * Reads the text of a config file.
 *
 * @param file Path of the file.
 * @returns The text, or why it cannot be read.
 */
export async function readConfigText(file: string): Promise<string | Problem> {
  try {
    const bytes = await Deno.readFile(file);
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const { found, hint } = whyUnreadable(error);
    const message = `Cannot read the config file: ${found}`;
    return { severity: "error", file, line: 1, column: 1, message, hint };
  }
}
