import { dirname, resolve } from "node:path";
import { ConfigError, type Problem } from "../errors.ts";
import type { ProcessConfig } from "./config.ts";
import { deepFreeze } from "./frozen.ts";
import { expandAll } from "./ini/expand.ts";
import { readIni } from "./ini/read_ini.ts";
import { readConfigText } from "./load_config.ts";
import { ProblemList } from "./problem_list.ts";
import { readProcess } from "./read_process.ts";
import { referenceSources } from "./reference_sources.ts";
import { resolveReferences } from "./references.ts";

/** `[Leexport]` of a config file, as far as it can be used by this person. */
export interface LoadedProcess {
  readonly process: ProcessConfig;
  /** Whether the file holds a token, even if it cannot be had here: `${credential:…}` is for the service alone. */
  readonly hasToken: boolean;
  /** Why the token cannot be had. */
  readonly tokenProblems: readonly Problem[];
}

/**
 * Reads what it takes to find a running daemon, whatever is wrong with the rest of the file.
 *
 * @param file Path of the config file.
 * @throws {ConfigError} If the file cannot be read, or does not say where the status is served.
 */
export async function loadProcess(file: string): Promise<LoadedProcess> {
  const text = await readConfigText(file);
  if (typeof text !== "string") throw new ConfigError(`Cannot use ${file}`, [text]);
  const { root } = readIni(text);
  const used = expandAll(root);
  const section = root.section("Leexport");
  const folder = dirname(resolve(Deno.cwd(), file));
  const sources = referenceSources({ folder, env: (name) => Deno.env.get(name) });
  const references = await resolveReferences(section === undefined ? [] : [section], sources);
  const list = new ProblemList(file);
  const context = { problems: list, folder, references, forgiven: new Set<never>() };
  const process = deepFreeze(readProcess(section, { used, context }));
  const problemsOf = (key: string) => {
    const line = section?.value(key)?.textAt.line;
    return list.sorted().filter((problem) => problem.severity === "error" && problem.line === line);
  };
  const addressProblems = problemsOf("status_address");
  if (process.status.address.kind === "none" && addressProblems.length > 0) {
    throw new ConfigError(`Cannot use ${file}`, addressProblems);
  }
  const hasToken = section?.value("status_token") !== undefined;
  return { process, hasToken, tokenProblems: problemsOf("status_token") };
}
