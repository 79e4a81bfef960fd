/** What this process has sent to log search APIs since it started. */
export interface RequestCounts {
  readonly queries: number;
  readonly polls: number;
  /** Listings of logs. */
  readonly listings: number;
  /** How many of all these were answered 429. */
  readonly tooMany: number;
}

const counts = { queries: 0, polls: 0, listings: 0, tooMany: 0 };

/** Counts a request that is sent, or that was answered 429. */
export function countRequest(kind: keyof RequestCounts): void {
  counts[kind]++;
}

/** The counts as they are now; they only grow. */
export function requestCounts(): RequestCounts {
  return counts;
}
