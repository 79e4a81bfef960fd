import type { Config } from "../config/config.ts";
import { configToJson } from "../config/config_to_json.ts";
import { formatProblem } from "../config/format_problem.ts";
import { loadConfig } from "../config/load_config.ts";
import { otherRegions } from "../config/region_address.ts";
import type { View } from "../draw/view.ts";
import type { Problem } from "../errors.ts";
import type { Finding } from "../probe/finding.ts";
import { openCatalog } from "../service_host/catalog.ts";

/** What `leexport check` was told. */
export interface CheckCommand {
  /** `text` for people; `json` for programs: `{ ok, problems, config, online }`, secrets hidden. */
  readonly format: "text" | "json";
  /** `online`: tries the API key, every log and every destination as well, without pushing. */
  readonly reach: "offline" | "online";
  readonly view: View;
  /** Takes the result. */
  readonly write: (text: string) => void;
}

/**
 * Shows every problem of a config file, and, if wanted, whether what it names can be reached.
 *
 * @param configFile Path of the file.
 * @returns Exit code: 0 if the file can be used, 1 if something that was tried failed, 2 if the file cannot be used.
 */
export async function check(configFile: string, command: CheckCommand): Promise<number> {
  const { format, reach, write } = command;
  const { config, problems } = await loadConfig(configFile, { openCatalog });
  const ok = config !== undefined;
  if (format === "text") {
    for (const problem of problems) write(`${formatProblem(problem)}\n`);
    write(`${verdict(configFile, { searches: config?.searches.length, problems })}\n`);
  }
  const online = ok && reach === "online" ? await tryOnline(config) : undefined;
  if (format === "json") {
    const shown = { ok, problems, config: ok ? configToJson(config) : null };
    const tried = reach === "online" ? { ...shown, online: online ?? null } : shown;
    write(`${JSON.stringify(tried, null, 2)}\n`);
  } else if (online !== undefined) {
    await draw(online, command);
  }
  if (!ok) return 2;
  return online?.some(({ outcome }) => outcome === "failed") ? 1 : 0;
}

async function tryOnline(config: Config): Promise<readonly Finding[]> {
  const { probe } = await import("../probe/probe.ts");
  return await probe(config, { regions: otherRegions(config.logSearch.url) });
}

async function draw(online: readonly Finding[], { view, write }: CheckCommand): Promise<void> {
  const { drawFindings } = await import("../draw/findings.ts");
  for (const line of ["", ...drawFindings(online, view), ""]) write(`${line}\n`);
  const failed = online.filter(({ outcome }) => outcome === "failed").length;
  const tried = online.filter(({ outcome }) => outcome !== "untried").length;
  const end = failed === 0 ? "all is well" : `${failed} failed`;
  write(`${tried} tried, ${end}; nothing was pushed\n`);
}

function verdict(
  file: string,
  { searches, problems }: {
    readonly searches: number | undefined;
    readonly problems: readonly Problem[];
  },
): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const found = [
    ...(errors > 0 ? [count(errors, "problem")] : []),
    ...(problems.length > errors ? [count(problems.length - errors, "warning")] : []),
  ].join(" and ");
  if (searches === undefined) return `${file} cannot be used: ${found}`;
  const good = `${file} is good: ${searches === 1 ? "1 search" : `${searches} searches`}`;
  return found === "" ? good : `${good}, ${found}`;
}

function count(number: number, what: string): string {
  return number === 1 ? `1 ${what}` : `${number} ${what}s`;
}
