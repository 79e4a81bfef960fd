import type { SearchConfig } from "../config/config.ts";
import { LogSearchError } from "../errors.ts";
import { isLogKey } from "../log_search/log_directory.ts";
import type { Finding } from "./finding.ts";
import type { Account } from "../log_search/account.ts";

const KEY_HINT = "write the key that a log's settings show, not its token, or Set/Log: " +
  "leexport logs lists them";

/**
 * Looks up every log that searches ask, each once.
 *
 * @param searches In the order of the config.
 * @param account Where they are looked up; `undefined` if no API lists its logs.
 * @returns In the order in which the config first names them.
 */
export async function tryLogs(
  searches: readonly SearchConfig[],
  account: Account | undefined,
): Promise<readonly Finding[]> {
  const lines = new Map<string, number>();
  for (const { logs, logsLine } of searches) {
    for (const log of logs) if (!lines.has(log)) lines.set(log, logsLine);
  }
  if (account === undefined) {
    const found = "the logs cannot be listed";
    return [...lines].map(([log, line]) => ({
      tried: `log ${log}`,
      outcome: "untried",
      found,
      line,
    }));
  }
  const names = new Map(account.logs.map(({ id, name }) => [id.toLowerCase(), name]));
  const findings: Finding[] = [];
  for (const [log, line] of lines) {
    const looked = isLogKey(log)
      ? lookUpKey(names.get(log.toLowerCase()))
      : await lookUpName(log, account);
    findings.push({ tried: `log ${log}`, line, ...looked });
  }
  return findings;
}

type Looked = Pick<Finding, "outcome" | "found" | "hint">;

function lookUpKey(name: string | undefined): Looked {
  return name === undefined
    ? { outcome: "failed", found: "the account has no log with this key", hint: KEY_HINT }
    : { outcome: "ok", found: name };
}

/** Asks nobody as a rule: the listing is kept. */
async function lookUpName(name: string, { client }: Account): Promise<Looked> {
  try {
    const [key = ""] = await client.resolveLogs([name], { signal: new AbortController().signal });
    return { outcome: "ok", found: key };
  } catch (error) {
    if (!(error instanceof LogSearchError)) throw error;
    return { outcome: "failed", found: error.message, hint: error.hint };
  }
}
