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
}

/** What can be asked; `LogSearchClient` is the one that asks over the network. */
export interface LogSearch {
  /**
   * Asks a statistics question and waits for its final answer.
   *
   * @param query The question.
   * @param options.signal Gives up when aborted, in every request and every wait.
   * @returns The finished answer.
   * @throws {LogSearchError} `failure` says whether asking again may help.
   * @throws The signal's reason, if aborted.
   */
  query(query: Query, options: { readonly signal: AbortSignal }): Promise<QueryAnswer>;

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
}
