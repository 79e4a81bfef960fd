import { configToJson } from "../config/config_to_json.ts";
import { formatProblem } from "../config/format_problem.ts";
import { loadConfig } from "../config/load_config.ts";
import { openCatalog } from "../service_host/catalog.ts";

/**
 * Shows every problem of a config file, without any network.
 *
 * @param configFile Path of the file.
 * @param options.format `text` for people, `json` for programs: `{ ok, problems, config }`, secrets hidden.
 * @param options.write Takes the result.
 * @returns Exit code: 0 if the file can be used, 2 if not.
 */
export async function check(
  configFile: string,
  { format, write }: {
    readonly format: "text" | "json";
    readonly write: (text: string) => void;
  },
): Promise<number> {
  const { config, problems } = await loadConfig(configFile, { openCatalog });
  const ok = config !== undefined;
  if (format === "json") {
    const shown = ok ? configToJson(config) : null;
    write(`${JSON.stringify({ ok, problems, config: shown }, null, 2)}\n`);
    return ok ? 0 : 2;
  }
  for (const problem of problems) write(`${formatProblem(problem)}\n`);
  write(
    `${verdict(configFile, { searches: config?.searches.length, problems: problems.length })}\n`,
  );
  return ok ? 0 : 2;
}

function verdict(
  file: string,
  { searches, problems }: { readonly searches: number | undefined; readonly problems: number },
): string {
  if (searches === undefined) return `${file} cannot be used: ${count(problems, "problem")}`;
  const good = `${file} is good: ${searches === 1 ? "1 search" : `${searches} searches`}`;
  return problems === 0 ? good : `${good}, ${count(problems, "warning")}`;
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
