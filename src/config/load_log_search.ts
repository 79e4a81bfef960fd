import { dirname, resolve } from "node:path";
import { ConfigError, type Problem } from "../errors.ts";
import type { LogSearchConfig } from "./config.ts";
import { expandAll } from "./ini/expand.ts";
import { readIni } from "./ini/read_ini.ts";
import { readConfigText } from "./load_config.ts";
import { ProblemList } from "./problem_list.ts";
import { readLogSearch } from "./read_log_search.ts";
import { referenceSources } from "./reference_sources.ts";
import { resolveReferences } from "./references.ts";
import type { ReadContext } from "./written_value.ts";

/**
 * Loads `[LE]` of a config file alone: whoever looks for a log or tries a statement need not have written a search yet.
 *
 * @param file Path of the file.
 * @throws {ConfigError} With what keeps the API from being asked.
 */
export async function loadLogSearch(
  file: string,
  { env = (name) => Deno.env.get(name) }: {
    readonly env?: (name: string) => string | undefined;
  } = {},
): Promise<LogSearchConfig> {
  const text = await readConfigText(file);
  if (typeof text !== "string") throw unusable(file, [text]);
  const { root, errors, wellNested } = readIni(text);
  const problems = new ProblemList(file);
  const section = root.section("LE");
  const isWhole = wellNested && section?.damaged === false;
  if (isWhole) {
    const used = expandAll(root);
    const folder = dirname(resolve(Deno.cwd(), file));
    const references = await resolveReferences([section], referenceSources({ folder, env }));
    const forgiven: ReadContext["forgiven"] = new Set();
    const context = { problems, folder, references, forgiven };
    const read = readLogSearch(section, { used, context });
    if (read !== undefined && !problems.hasErrors) return read;
  } else if (section === undefined && wellNested) {
    problems.error(root, "Cannot ask the log search: there is no section [LE]", "add [LE]");
  }
  if (!problems.hasErrors) {
    for (const error of errors) problems.error(error, error.message, error.hint);
  }
  throw unusable(file, problems.sorted());
}

function unusable(file: string, problems: readonly Problem[]): ConfigError {
  return new ConfigError(`Cannot use ${file}`, problems);
}
