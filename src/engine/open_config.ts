import type { Config } from "../config/config.ts";
import { loadConfig, type LoadOptions } from "../config/load_config.ts";
import { ConfigError, type Problem } from "../errors.ts";
import { openCatalog } from "../service_host/catalog.ts";

/** A config that can be used. */
export interface OpenedConfig {
  readonly config: Config;
  /** What is odd in the file, but does not keep it from being used. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads a config file and the services it uses.
 *
 * @param file Path of the file.
 * @param options.keys Whether the keys that the file refers to are needed; default `needed`.
 * @throws {ConfigError} With every problem, if the file cannot be used.
 */
export async function openConfig(
  file: string,
  { keys = "needed" }: Pick<LoadOptions, "keys"> = {},
): Promise<OpenedConfig> {
  const { config, problems } = await loadConfig(file, { openCatalog, keys });
  if (config === undefined) throw new ConfigError(`Cannot use ${file}`, problems);
  return { config, warnings: problems };
}
