import { isObject } from "./answer.ts";
import { suggest } from "../suggest.ts";

/** One log of the account. */
export interface KnownLog {
  /** Its key. */
  readonly id: string;
  readonly name: string;
  /** Names of the log sets that it is in. */
  readonly sets: readonly string[];
}

/** What a name stands for. */
export type Named =
  | { readonly kind: "found"; readonly id: string }
  | { readonly kind: "unknown"; readonly near: string | undefined }
  | { readonly kind: "ambiguous"; readonly logs: readonly KnownLog[] };

/** The names of an account's logs: `Log`, and `Set/Log` for each set that a log is in. */
export class LogNames {
  /** Every log once, by name and sets. */
  readonly all: readonly KnownLog[];
  readonly #logs = new Map<string, KnownLog[]>();

  /** @param logs As listed; a log may be there several times, with one of its sets each. */
  constructor(logs: Iterable<KnownLog>) {
    this.all = eachOnce(logs);
    for (const log of this.all) {
      this.#add(log.name, log);
      for (const set of log.sets) this.#add(`${set}/${log.name}`, log);
    }
  }

  #add(name: string, log: KnownLog): void {
    const logs = this.#logs.get(name);
    if (logs === undefined) this.#logs.set(name, [log]);
    else if (logs.every(({ id }) => id !== log.id)) logs.push(log);
  }

  /** @param name Exactly as the API writes it, capitals included. */
  find(name: string): Named {
    const logs = this.#logs.get(name) ?? [];
    const [first] = logs;
    if (first === undefined) return { kind: "unknown", near: suggest(name, this.#logs.keys()) };
    return logs.length === 1 ? { kind: "found", id: first.id } : { kind: "ambiguous", logs };
  }
}

function eachOnce(logs: Iterable<KnownLog>): readonly KnownLog[] {
  const byId = new Map<string, KnownLog>();
  for (const { id, name, sets } of logs) {
    const known = byId.get(id)?.sets ?? [];
    byId.set(id, { id, name, sets: [...new Set([...known, ...sets])] });
  }
  const key = ({ name, sets }: KnownLog) => `${name}\n${sets.join("\n")}`;
  return [...byId.values()].sort((a, b) => key(a).localeCompare(key(b), "en"));
}

/**
 * Reads the listing of logs.
 *
 * @param body JSON of `GET /management/logs`; logs without id or name are left out.
 * @returns `undefined` if it is no such listing.
 */
export function readLogs(body: Readonly<Record<string, unknown>>): KnownLog[] | undefined {
  if (!Array.isArray(body.logs)) return undefined;
  return body.logs.flatMap((log: unknown) => {
    if (!isNamed(log)) return [];
    const infos: readonly unknown[] = Array.isArray(log.logsets_info) ? log.logsets_info : [];
    return [{ id: log.id, name: log.name, sets: infos.filter(isNamed).map(({ name }) => name) }];
  });
}

/**
 * Reads the listing of log sets: the same logs, seen from their sets.
 *
 * @param body JSON of `GET /management/logsets`.
 * @returns `undefined` if it is no such listing.
 */
export function readLogsets(body: Readonly<Record<string, unknown>>): KnownLog[] | undefined {
  if (!Array.isArray(body.logsets)) return undefined;
  return body.logsets.filter(isNamed).flatMap((set) => {
    const infos: readonly unknown[] = Array.isArray(set.logs_info) ? set.logs_info : [];
    return infos.filter(isNamed).map(({ id, name }) => ({ id, name, sets: [set.name] }));
  });
}

interface Identified extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
}

function isNamed(value: unknown): value is Identified {
  return isObject(value) && typeof value.id === "string" && typeof value.name === "string";
}
