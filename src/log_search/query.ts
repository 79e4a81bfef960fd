/** What is asked of the API, once. */
export interface Query {
  /** Log keys, never names. */
  readonly logs: readonly string[];
  readonly statement: string;
  /** The window `[from, to)`, Unix milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** A finished answer. */
export interface QueryAnswer {
  /** The API's JSON as received; it holds `statistics`. */
  readonly body: string;
  /**
   * When the API took the query, by its own clock, Unix milliseconds in whole seconds; `undefined` if it did not say.
   * Events after that are not in the answer.
   */
  readonly askedAt: number | undefined;
}

/** Which queries go first when there are more than the API takes. */
export type QueryClass = "live" | "catch_up" | "backfill";

/** How a query waits until the API may be asked. */
export interface Turn {
  readonly class: QueryClass;
  /** When it was due, Unix milliseconds: of two queries of a class, the one due earlier goes first. */
  readonly due: number;
  /** Gives up waiting when aborted; a query that is under way goes on. */
  readonly signal: AbortSignal;
  /** How many searches ask this question about this window: the API is asked once for all of them. */
  readonly askers: number;
}

/** What can be asked; `LogSearchClient` is the one that asks over the network. */
export interface LogSearch {
  /**
   * Asks a statistics question and waits for its final answer.
   *
   * @param query The question.
   * @param options.signal Gives up when aborted, in every request and every wait.
   * @param options.turn How it waits for its turn; without one it goes at once.
   * @returns The finished answer.
   * @throws {LogSearchError} `failure` says whether asking again may help.
   * @throws The signal's reason, if aborted.
   */
  query(
    query: Query,
    options: { readonly signal: AbortSignal; readonly turn?: Turn },
  ): Promise<QueryAnswer>;

  /**
   * Finds the keys of logs.
   *
   * @param logs Log keys (returned as they are), names `Log`, or `Set/Log`.
   * @param options.signal Gives up when aborted.
   * @returns The keys, in the order asked.
   * @throws {LogSearchError} If a name is unknown or ambiguous, with near names in the hint; or as for a query.
   * @throws The signal's reason, if aborted.
   */
  resolveLogs(
    logs: readonly string[],
    options: { readonly signal: AbortSignal },
  ): Promise<readonly string[]>;

  /**
   * Asks the API what time it is.
   *
   * @param options.signal Gives up when aborted.
   * @returns Unix milliseconds in whole seconds; `undefined` if the API does not say.
   * @throws {LogSearchError} `retry` if it cannot be reached.
   * @throws The signal's reason, if aborted.
   */
  time(options: { readonly signal: AbortSignal }): Promise<number | undefined>;
}
