import { getLog } from "../log.ts";
import type { Secret } from "../secret.ts";
import { USER_AGENT } from "../version.ts";
import { Address } from "./address.ts";
import { ApiClock } from "./api_time.ts";
import { ask } from "./ask.ts";
import type { HeaderPairs } from "./call.ts";
import { Exchange } from "./exchange.ts";
import { type Governor, governorOf } from "./governor.ts";
import { LogDirectory } from "./log_directory.ts";
import type { KnownLog } from "./log_names.ts";
import { PACING, type Pacing, type Random } from "./pacing.ts";
import { Patience } from "./patience.ts";
import type { LogSearch, Query, QueryAnswer, Turn } from "./query.ts";
import { type AskSharedOptions, SharedQueries } from "./shared_queries.ts";

const log = getLog("log_search");

/** Past this many queries that were warned about, the warnings begin anew. */
const MAX_WARNED = 10_000;

/** Who is asked, and how patiently. */
export interface LogSearchClientOptions {
  /** Base address of the API, for instance `https://eu.rest.logs.insight.rapid7.com`. */
  readonly url: string;
  readonly apiKey: Secret;
  /** Queries that this process may ask in 15 minutes, counted by itself. Default: only what the API says binds. */
  readonly rateLimit?: number | undefined;
  /**
   * Live queries on the key in 15 minutes, of all processes, as far as the config says: catch-up and backfill leave them.
   * Default: as many as have come of late.
   */
  readonly reservedPerWindow?: number | undefined;
  /** Default `leexport/<version>`. */
  readonly userAgent?: string;
  /** How long one query may take, its waits and restarts included, milliseconds. Default 120,000. */
  readonly deadlineMs?: number;
  /** How long one HTTP call may take, its body included, milliseconds. Default 30,000. */
  readonly callTimeoutMs?: number;
  /** Largest answer, after decompression. Default 32 MiB. */
  readonly maxBodyBytes?: number;
  /** Pauses and limits that differ from {@linkcode PACING}. */
  readonly pacing?: Partial<Pacing>;
  /** Unix milliseconds, for rate-limit resets that are dates. Default `Date.now`. */
  readonly now?: () => number;
  /** Spreads pauses. Default `Math.random`. */
  readonly random?: Random;
}

/**
 * Asks the log search API over the network. May be used by any number of searches at once; clients of the same address
 * and key share what the API says about its limits, and the last one that is made says what `rateLimit` is.
 *
 * Messages of its errors begin with the host and what it did (`eu.rest.logs.insight.rapid7.com answered 401
 * (Unauthorized)`), so that they read well behind `Cannot run search "errors": `. They hold no key and no whole address.
 */
export class LogSearchClient implements LogSearch {
  readonly #governor: Governor;
  readonly #shared: SharedQueries;
  readonly #ask: Omit<Parameters<typeof ask>[1], "patience" | "place">;
  readonly #directory: LogDirectory;
  readonly #deadlineMs: number;
  readonly #clock: ApiClock;
  readonly #warned = new Set<string>();

  constructor(
    {
      url,
      apiKey,
      rateLimit,
      reservedPerWindow,
      userAgent = USER_AGENT,
      deadlineMs = 120_000,
      callTimeoutMs = 30_000,
      maxBodyBytes = 32 * 2 ** 20,
      pacing: changed = {},
      now = Date.now,
      random = Math.random,
    }: LogSearchClientOptions,
  ) {
    const address = new Address(url);
    const pacing = { ...PACING, ...changed };
    const governor = governorOf(address.origin, apiKey);
    governor.configure({ rateLimit, reservedPerWindow });
    const getHeaders: HeaderPairs = [
      ["x-api-key", apiKey.reveal()],
      ["user-agent", userAgent],
      ["accept", "application/json"],
    ];
    const postHeaders: HeaderPairs = [...getHeaders, ["content-type", "application/json"]];
    const settings = { address, governor, pacing, callTimeoutMs, maxBodyBytes, now, random };
    const exchange = new Exchange(settings);
    this.#governor = governor;
    this.#ask = { address, exchange, governor, pacing, random, postHeaders, getHeaders };
    this.#shared = new SharedQueries({
      governor,
      spacingMs: pacing.releaseSpacingMs,
      ask: (query, options) => this.#askOnce(query, options),
    });
    this.#directory = new LogDirectory({ address, exchange, getHeaders, deadlineMs });
    this.#deadlineMs = deadlineMs;
    this.#clock = new ApiClock({ address, userAgent, timeoutMs: callTimeoutMs });
  }

  /** Queries left in the API's present window, as its latest answer said; `undefined` before it has said so. */
  get remaining(): number | undefined {
    return this.#governor.remaining;
  }

  /**
   * Asks a statistics question and waits for its final answer. Those with a turn that ask the same at the same time are
   * answered together; without one it is asked on its own.
   *
   * @param query The question; its logs are keys.
   * @param options.signal Gives up when aborted, in every request and every wait.
   * @param options.turn How it waits until the API may be asked; that time does not count against the deadline. It waits
   * anew when it has to be posted again, after a 429 for instance. Without one it goes at once.
   * @returns The finished answer, as received.
   * @throws {LogSearchError} `stop` if the API refused the question (4xx) or answered without statistics; `retry` if
   * it did not answer in time, not usably, or (without a turn, or to a poll) too often with 429.
   * @throws The signal's reason, if aborted; while it waits for its turn also that of the turn's signal.
   * @see the API's description, `POST /query/logs`
   */
  query(
    query: Query,
    { signal, turn }: { readonly signal: AbortSignal; readonly turn?: Turn },
  ): Promise<QueryAnswer> {
    return turn === undefined
      ? this.#askOnce(query, { signal })
      : this.#shared.query(query, { signal, turn });
  }

  async #askOnce(
    query: Query,
    { signal, place }: Pick<AskSharedOptions, "signal"> & Partial<AskSharedOptions>,
  ): Promise<QueryAnswer> {
    const { host } = this.#ask.address;
    const patience = new Patience({ signal, deadlineMs: this.#deadlineMs, host });
    const { reply: { text, headers }, askedAt } = await ask(query, {
      ...this.#ask,
      patience,
      place,
    });
    if (headers.get("x-beyond-retention") === "true") this.#warnOfRetention(query, headers);
    return { body: text, askedAt };
  }

  /**
   * Finds the keys of logs.
   *
   * @param logs Keys (UUIDs; returned as they are, without asking), names `Log`, or `Set/Log`.
   * @param options.signal Gives up when aborted.
   * @returns The keys, in the order asked.
   * @throws {LogSearchError} `stop` if a name is unknown (a near one is in the hint) or ambiguous, or the API refused
   * the listing; `retry` as for {@linkcode LogSearchClient.query}.
   * @throws The signal's reason, if aborted.
   * @see the API's description, `GET /management/logs` and `GET /management/logsets`
   */
  async resolveLogs(
    logs: readonly string[],
    { signal }: { readonly signal: AbortSignal },
  ): Promise<readonly string[]> {
    return await this.#directory.resolve(logs, signal);
  }

  /**
   * Lists the logs of the account.
   *
   * @param options.signal Gives up when aborted.
   * @returns Every log once, by name and sets.
   * @throws {LogSearchError} `stop`, with its status, if the API refused the listing; `retry` as for
   * {@linkcode LogSearchClient.query}.
   * @throws The signal's reason, if aborted.
   */
  async listLogs({ signal }: { readonly signal: AbortSignal }): Promise<readonly KnownLog[]> {
    return await this.#directory.list(signal);
  }

  /** Asks the API what time it is; see {@linkcode LogSearch.time}. */
  async time({ signal }: { readonly signal: AbortSignal }): Promise<number | undefined> {
    return await this.#clock.time(signal);
  }

  #warnOfRetention({ logs, statement }: Query, headers: Headers): void {
    const query = `${logs.join(":")} ${statement}`;
    if (this.#warned.has(query)) return;
    if (this.#warned.size >= MAX_WARNED) this.#warned.clear();
    this.#warned.add(query);
    const said = headers.get("x-beyond-retention-message") ?? "older events are gone";
    const { host } = this.#ask.address;
    log.warning(
      `${host} does not keep all that ${statement} asks about: ${said}\n  hint: ask about less with query_range, or have the log kept for longer`,
      { host },
    );
  }
}
