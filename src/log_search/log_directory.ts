import { LogSearchError } from "../errors.ts";
import type { Address } from "./address.ts";
import { readObject } from "./answer.ts";
import { CallFailure } from "./call_failure.ts";
import type { Exchange, Exchanged } from "./exchange.ts";
import type { ApiReply, HeaderPairs } from "./call.ts";
import { type KnownLog, LogNames, readLogs, readLogsets } from "./log_names.ts";
import { Patience } from "./patience.ts";
import { describeRefusal, keyHint } from "./refusal.ts";
import { SharedTask } from "./shared_task.ts";

const KEY_REGEXP = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** How long a listing is used. */
const FRESH_MS = 300_000;
/** How old a listing must be before an unknown name has it asked for again. */
const RECENT_MS = 30_000;

/** Whether a text is a key of a log rather than its name. */
export function isLogKey(text: string): boolean {
  return KEY_REGEXP.test(text);
}

/** What the directory asks with. */
export interface LogDirectoryOptions {
  readonly address: Address;
  readonly exchange: Exchange;
  readonly getHeaders: HeaderPairs;
  readonly deadlineMs: number;
}

type ReadListing = (body: Record<string, unknown>) => KnownLog[] | undefined;

interface Listing {
  readonly names: LogNames;
  /** When it was asked for, as `performance.now()`. */
  readonly at: number;
}

/** Finds the keys of logs by their names. The listing is kept some minutes and asked for once, however many wait. */
export class LogDirectory {
  readonly #options: LogDirectoryOptions;
  #listing: Listing | undefined;
  #underWay: SharedTask<LogNames> | undefined;

  constructor(options: LogDirectoryOptions) {
    this.#options = options;
  }

  /**
   * Finds the keys of logs.
   *
   * @param logs Keys (returned as they are, without asking), names `Log`, or `Set/Log`.
   * @returns The keys, in the order asked.
   * @throws {LogSearchError} `stop` if a name is unknown or ambiguous; else as the listing failed.
   * @throws The signal's reason, if aborted.
   */
  async resolve(logs: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    signal.throwIfAborted();
    const names = logs.filter((log) => !isLogKey(log));
    if (names.length === 0) return logs;
    let known = await this.#list(signal, FRESH_MS);
    if (names.some((name) => known.find(name).kind === "unknown")) {
      known = await this.#list(signal, RECENT_MS);
    }
    const keys = new Map(names.map((name) => [name, this.#keyOf(name, known)]));
    return logs.map((log) => keys.get(log) ?? log);
  }

  /**
   * Lists the logs of the account.
   *
   * @returns Every log once, by name and sets.
   * @throws {LogSearchError} As the listing failed; with the `status` of a refusal.
   * @throws The signal's reason, if aborted.
   */
  async list(signal: AbortSignal): Promise<readonly KnownLog[]> {
    return (await this.#list(signal, FRESH_MS)).all;
  }

  #keyOf(name: string, known: LogNames): string {
    const named = known.find(name);
    if (named.kind === "found") return named.id;
    const { host } = this.#options.address;
    throw named.kind === "unknown"
      ? unknown(name, named.near, host)
      : ambiguous(name, named.logs, host);
  }

  async #list(signal: AbortSignal, freshMs: number): Promise<LogNames> {
    const kept = this.#listing;
    if (kept !== undefined && performance.now() - kept.at < freshMs) return kept.names;
    if (this.#underWay === undefined || this.#underWay.isOver) {
      this.#underWay = new SharedTask((shared) => this.#fetchNames(shared));
    }
    return await this.#underWay.join(signal);
  }

  async #fetchNames(signal: AbortSignal): Promise<LogNames> {
    const at = performance.now();
    const logs = await this.#fetch("/management/logs", { signal, read: readLogs });
    if (logs.kind === "refused") throw refused(logs.reply, this.#options.address.host);
    const known = [...logs.value];
    if (known.every(({ sets }) => sets.length === 0)) {
      const sets = await this.#fetch("/management/logsets", { signal, read: readLogsets });
      if (sets.kind === "answered") known.push(...sets.value);
    }
    const names = new LogNames(known);
    this.#listing = { names, at };
    return names;
  }

  #fetch(
    path: string,
    { signal, read }: { readonly signal: AbortSignal; readonly read: ReadListing },
  ): Promise<Exchanged<KnownLog[]>> {
    const { address, exchange, getHeaders, deadlineMs } = this.#options;
    return exchange.send({
      request: { method: "GET", url: address.to(path), headers: getHeaders },
      patience: new Patience({ signal, deadlineMs, host: address.host }),
      counts: "listings",
      read: (text) => {
        const logs = read(readObject(text));
        if (logs !== undefined) return logs;
        throw new CallFailure("unreadable", "answered without a list of logs");
      },
    });
  }
}

function unknown(name: string, near: string | undefined, host: string): LogSearchError {
  return new LogSearchError(`${host} knows no log "${name}"`, {
    failure: "stop",
    about: "logs",
    hint: near === undefined
      ? "write logs as names (Log or Set/Log) or as keys of this account"
      : `write ${near} if that is meant, else the key of the log`,
  });
}

function ambiguous(name: string, logs: readonly KnownLog[], host: string): LogSearchError {
  const each = logs.map(({ id, sets }) => `${id} in ${sets.join(", ") || "no set"}`).join("; ");
  return new LogSearchError(`${host} knows ${logs.length} logs "${name}": ${each}`, {
    failure: "stop",
    about: "logs",
    hint: "write Set/Log, or the key of the one that is meant",
  });
}

function refused(reply: ApiReply, host: string): LogSearchError {
  return new LogSearchError(`${host} ${describeRefusal(reply)} when asked for the names of logs`, {
    failure: "stop",
    status: reply.status,
    hint: keyHint(reply.status) ?? "write logs as keys: they need no look-up",
  });
}
