import type { Config, SearchConfig } from "../config/config.ts";
import { formatProblem } from "../config/format_problem.ts";
import { searchNamed } from "../config/search_named.ts";
import type { DeliveryReport } from "../engine/delivery_report.ts";
import { openConfig } from "../engine/open_config.ts";
import { type PassResult, runPass } from "../engine/pass.ts";
import { deliverySentence, querySentence, runSentence } from "../engine/run_log.ts";
import { configureLog } from "../log.ts";
import { listenForInterruption } from "../process/interruption.ts";

/**
 * Runs all or the named searches once, and says how each went.
 *
 * @param configFile Path of the config file.
 * @param options.names Searches to run; empty = all.
 * @param options.write Takes the lines.
 * @returns Exit code: 0 if every destination took its payload or had none to take, 1 if any did not.
 * @throws {ConfigError} If the file cannot be used.
 * @throws {UsageError} If a name is unknown.
 */
export async function run(
  configFile: string,
  { names, write }: { readonly names: readonly string[]; readonly write: (text: string) => void },
): Promise<number> {
  const { config, warnings } = await openConfig(configFile);
  for (const warning of warnings) write(`${formatProblem(warning)}\n`);
  const searches = named(config, names);
  await configureLog({ level: config.process.logLevel, format: config.process.logFormat, write });
  using interruption = listenForInterruption();
  let failed = 0;
  await runPass(config, {
    searches,
    signal: interruption.signal,
    onResult(result) {
      const sentences = complaints(result, config);
      if (hasFailed(result)) failed++;
      for (const sentence of sentences) write(`${sentence}\n`);
      if ("deliveries" in result && sentences.length === 0) write(`${runSentence(result)}\n`);
    },
  });
  if (interruption.signal.aborted) write("interrupted: what was under way is given up\n");
  return failed === 0 && !interruption.signal.aborted ? 0 : 1;
}

function named(config: Config, names: readonly string[]): readonly SearchConfig[] {
  if (names.length === 0) return config.searches;
  return [...new Set(names)].map((name) => searchNamed(config, { name, verb: "run" }));
}

/** What becomes of a payload that no destination took before the command ends. */
const NOTHING_IS_KEPT =
  "run keeps nothing: run it again; leexport start keeps payloads and repeats the push";

/** An answer that does not fit a destination is told, but nothing has failed. */
function hasFailed(result: PassResult): boolean {
  return "failure" in result ||
    result.deliveries.some(({ outcome }) => outcome !== "accepted" && outcome !== "empty");
}

function complaints(result: PassResult, config: Config): readonly string[] {
  const { search } = result;
  if ("failure" in result) {
    const { failure } = result;
    return [querySentence(failure, { config, search, hint: failure.hint })];
  }
  return result.deliveries
    .filter(({ outcome }) => outcome !== "accepted")
    .map(({ nextTryMs: _given_up, ...delivery }) =>
      deliverySentence({ ...delivery, hint: hintOf(delivery) }, { config, search })
    );
}

function hintOf({ outcome, hint }: DeliveryReport): string | undefined {
  if (outcome !== "waiting") return hint;
  return hint === undefined ? NOTHING_IS_KEPT : `${hint}; ${NOTHING_IS_KEPT}`;
}
