import type { LogCatalog, SimulatedLog, SimulatedLogSet } from "./log_catalog.ts";

const ACCOUNT = "00000000-0000-4000-8000-000000000000";

/**
 * Writes a log as `/management/logs` does.
 *
 * @param origin Where links lead.
 */
export function logJson({ id, name, set }: SimulatedLog, origin: string): object {
  return {
    id,
    name,
    tokens: [],
    structures: [],
    source_type: "token",
    token_seed: null,
    retention_period: "default",
    user_data: {},
    logsets_info: set === undefined ? [] : [{
      ...set,
      rrn: `rrn:logsearch:eu:${ACCOUNT}:logset:${set.id}`,
      links: [{ rel: "Self", href: `${origin}/management/logsets/${set.id}` }],
    }],
    links: [{ rel: "Related", href: `${origin}/query/logs/${id}` }],
    rrn: `rrn:logsearch:eu:${ACCOUNT}:log:${id}`,
  };
}

/**
 * Writes a log set as `/management/logsets` does.
 *
 * @param origin Where links lead.
 */
export function logSetJson({ id, name, logs }: SimulatedLogSet, origin: string): object {
  return {
    id,
    name,
    description: "",
    user_data: {},
    logs_info: logs.map((log) => ({
      id: log.id,
      name: log.name,
      rrn: `rrn:logsearch:eu:${ACCOUNT}:log:${log.id}`,
      links: [{ rel: "Self", href: `${origin}/management/logs/${log.id}` }],
    })),
    rrn: `rrn:logsearch:eu:${ACCOUNT}:logset:${id}`,
  };
}

/**
 * Answers `GET /management/…`.
 *
 * @param path For instance `logs` or `logsets/ID`.
 * @returns The body; `undefined` if there is nothing there.
 */
export function managementJson(
  path: string,
  { catalog, origin }: { readonly catalog: LogCatalog; readonly origin: string },
): object | undefined {
  const [kind = "", id, more] = path.split("/");
  if (more !== undefined) return undefined;
  if (kind === "logs" && id === undefined) {
    return { logs: catalog.logs.map((log) => logJson(log, origin)) };
  }
  if (kind === "logsets" && id === undefined) {
    return { logsets: catalog.sets.map((set) => logSetJson(set, origin)) };
  }
  const log = kind === "logs" ? catalog.log(id ?? "") : undefined;
  if (log !== undefined) return { log: logJson(log, origin) };
  const set = kind === "logsets" ? catalog.set(id ?? "") : undefined;
  return set === undefined ? undefined : { logset: logSetJson(set, origin) };
}
