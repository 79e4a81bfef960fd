/** What is left of a limit. Instants and times are milliseconds of `performance.now()`. */
export interface Supply {
  /** Requests in a whole window. */
  readonly limit: number;
  /** How long a window is. */
  readonly windowMs: number;
  /** Requests that may still go in the present window; `Infinity` while no limit is known. */
  left(now: number): number;
  /** When the present window ends; always later than `now`. */
  resetsAt(now: number): number;
}
