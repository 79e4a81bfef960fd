/** What is limited apart from each other. */
export type LimitedKind = "queries" | "polls" | "management";

/** How many requests each kind may have in a window; `Infinity` for no limit. */
export type RateLimits = Readonly<Record<LimitedKind, number>> & {
  /** How long a window is, milliseconds. */
  readonly windowMs: number;
};

/** The limits of the real API: 15 minutes. */
export const REAL_LIMITS: RateLimits = {
  queries: 1500,
  polls: 10_000,
  management: 1500,
  windowMs: 900_000,
};

/** No limits, for measuring. */
export const NO_LIMITS: RateLimits = {
  queries: Infinity,
  polls: Infinity,
  management: Infinity,
  windowMs: 900_000,
};

/** How a request stands to its limit. */
export interface Allowance {
  readonly isExceeded: boolean;
  /** The `X-RateLimit-…` headers, and `Retry-After` where the limit is exceeded. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Counts requests in fixed windows. */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #windows = new Map<LimitedKind, { endsAt: number; used: number }>();

  constructor(limits: RateLimits) {
    this.#limits = limits;
  }

  /** Counts a request. */
  take(kind: LimitedKind, { now }: { readonly now: number }): Allowance {
    const limit = this.#limits[kind];
    if (limit === Infinity) return { isExceeded: false, headers: [] };
    let window = this.#windows.get(kind);
    if (window === undefined || window.endsAt <= now) {
      window = { endsAt: now + this.#limits.windowMs, used: 0 };
      this.#windows.set(kind, window);
    }
    window.used++;
    const isExceeded = window.used > limit;
    const reset = String(Math.ceil((window.endsAt - now) / 1000));
    const remaining = String(Math.max(0, limit - window.used));
    return {
      isExceeded,
      headers: [
        ...["X-RateLimit", "RateLimit"].flatMap((prefix) =>
          [
            [`${prefix}-Limit`, String(limit)],
            [`${prefix}-Remaining`, remaining],
            [`${prefix}-Reset`, reset],
          ] as const
        ),
        ...isExceeded ? [["Retry-After", reset] as const] : [],
      ],
    };
  }
}
