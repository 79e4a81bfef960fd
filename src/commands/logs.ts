import { loadLogSearch } from "../config/load_log_search.ts";
import { drawTable } from "../draw/table.ts";
import type { View } from "../draw/view.ts";
import { LogSearchError } from "../errors.ts";
import { LogSearchClient } from "../log_search/client.ts";
import type { KnownLog } from "../log_search/log_names.ts";

/** What `leexport logs` is asked. */
export interface LogsOptions {
  /** `json`: a list of `{ name, sets, key }`. */
  readonly format: "text" | "json";
  readonly view: View;
  /** Takes the result. */
  readonly write: (text: string) => void;
}

/**
 * Lists the logs of the account. Of the config file only `[LE]` is needed.
 *
 * @param configFile Path of the file.
 * @returns Exit code: 0.
 * @throws {ConfigError} If `[LE]` cannot be used.
 * @throws {LogSearchError} If the API does not list them.
 */
export async function logs(
  configFile: string,
  { format, view, write }: LogsOptions,
): Promise<number> {
  const logSearch = await loadLogSearch(configFile);
  const known = await listed(new LogSearchClient(logSearch), configFile);
  if (format === "json") {
    const shown = known.map(({ name, sets, id }) => ({ name, sets, key: id }));
    write(`${JSON.stringify(shown, null, 2)}\n`);
    return 0;
  }
  const rows = known.map(({ name, sets, id }) => [name, sets.join(", "), id]);
  const table = drawTable(rows, { heads: ["LOG", "SET", "KEY"], view });
  for (const line of known.length === 0 ? ["the account has no logs"] : table) write(`${line}\n`);
  return 0;
}

async function listed(client: LogSearchClient, file: string): Promise<readonly KnownLog[]> {
  try {
    return await client.listLogs({ signal: new AbortController().signal });
  } catch (error) {
    if (!(error instanceof LogSearchError)) throw error;
    throw error.after(`Cannot list the logs of ${file}`);
  }
}
