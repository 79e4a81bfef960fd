import { LogSearchClient, type LogSearchClientOptions } from "../../src/log_search/client.ts";
import type { Query } from "../../src/log_search/query.ts";
import { Secret } from "../../src/secret.ts";

/** A log key that needs no look-up. */
export const LOG = "0c2f8f6e-1111-4a3b-9c77-5d8f6a1b2c3d";

/** Some question. */
export const QUERY: Query = {
  logs: [LOG],
  statement: "where(status>=500) calculate(count)",
  from: 1_714_556_400_000,
  to: 1_714_560_000_000,
};

/** A signal that is never aborted. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

/**
 * A client whose pauses are a few milliseconds long. Its key is its own unless given, so that no test meets the gate
 * of another one.
 */
export function quickClient(
  { url }: { readonly url: string },
  { pacing = {}, ...options }: Partial<LogSearchClientOptions> = {},
): LogSearchClient {
  return new LogSearchClient({
    url,
    apiKey: new Secret(crypto.randomUUID()),
    pacing: {
      firstPollMs: 1,
      longestPollMs: 4,
      firstRetryMs: 1,
      longestRetryMs: 4,
      unstatedHoldMs: 20,
      shortestHoldMs: 1,
      releaseSpacingMs: 1,
      ...pacing,
    },
    ...options,
  });
}
