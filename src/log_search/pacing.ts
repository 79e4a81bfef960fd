/**
 * How fast the API is asked: pauses between polls, between tries after a failure, and after "too many requests". Pure
 * arithmetic; the clock and the dice are handed in.
 *
 * @module
 */
import { retryAfterMs } from "../retry_after.ts";

const LONGEST_HOLD_MS = 900_000;
const POLL_JITTER = 0.1;
const HOLD_JITTER = 0.1;
const LONGEST_HOLD_JITTER_MS = 5_000;

/** The pauses and limits of a client; {@linkcode PACING} holds the ones for the real API. */
export interface Pacing {
  /** Pause before the first poll of a query; each further one is twice as long. */
  readonly firstPollMs: number;
  /** Longest pause between polls; a `Self` link dies when it is not polled for 10 to 20 seconds. */
  readonly longestPollMs: number;
  /** Polls of one query, over all its restarts. */
  readonly maxPolls: number;
  /** How often a query whose `Self` link has expired is asked again from its beginning. */
  readonly maxRestarts: number;
  /** Pause after the first failed try of a request; each further one is twice as long. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** Tries of one request after its first one. */
  readonly maxRetries: number;
  /** How long all queries are held back when a 429 does not say. */
  readonly unstatedHoldMs: number;
  /** Shortest time that a 429 holds all queries back; doubled by each further 429 without an answer in between. */
  readonly shortestHoldMs: number;
  /** Mean time between two queries that are let go after they were held back. */
  readonly releaseSpacingMs: number;
}

/** The pacing for the real API: 0.5 s, 1 s, 2 s, 4 s, then 7.5 s, so that jitter and travel stay below 8 s. */
export const PACING: Pacing = {
  firstPollMs: 500,
  longestPollMs: 7_500,
  maxPolls: 100,
  maxRestarts: 2,
  firstRetryMs: 500,
  longestRetryMs: 5_000,
  maxRetries: 4,
  unstatedHoldMs: 30_000,
  shortestHoldMs: 250,
  releaseSpacingMs: 25,
};

/** Gives a number from 0 (included) to 1 (not included), as `Math.random` does. */
export type Random = () => number;

/**
 * Says how long to pause before a poll.
 *
 * @param poll Polls of this answer so far, from 0.
 * @param options.remainingMs Time until the query's deadline. A pause that would outlast it is shortened to half of
 * it, so that a query which is nearly done is still caught; unless less than two first pauses are left.
 * @param options.stretch By what the pause is longer because the key has few polls left; default 1.
 * @returns Milliseconds, at most `longestPollMs`.
 */
export function pollDelayMs(
  poll: number,
  { pacing, remainingMs, random, stretch = 1 }: {
    readonly pacing: Pacing;
    readonly remainingMs: number;
    readonly random: Random;
    readonly stretch?: number;
  },
): number {
  const wished = pacing.firstPollMs * 2 ** poll * stretch * (1 + POLL_JITTER * random());
  const delay = Math.min(wished, pacing.longestPollMs);
  const half = remainingMs / 2;
  return delay < remainingMs || half < pacing.firstPollMs ? delay : half;
}

/**
 * Says how long to pause after a failed try.
 *
 * @param failures Failed tries of this request so far, from 1.
 * @param options.askedMs What the server asked for in `Retry-After`; never undercut.
 * @returns Milliseconds: half to the whole of the doubled pause, at least `askedMs`.
 */
export function retryDelayMs(
  failures: number,
  { pacing, askedMs = 0, random }: {
    readonly pacing: Pacing;
    readonly askedMs?: number | undefined;
    readonly random: Random;
  },
): number {
  const whole = Math.min(pacing.firstRetryMs * 2 ** (failures - 1), pacing.longestRetryMs);
  return Math.max(askedMs, whole * (1 + random()) / 2);
}

/**
 * Reads from a 429 when the API takes queries again: `Retry-After`, then `X-RateLimit-Reset`, then `RateLimit-Reset`.
 *
 * @param headers The 429's headers. A reset counts seconds; above 1e9 it is a time in seconds, above 1e12 in
 * milliseconds.
 * @param options.now Unix milliseconds.
 * @returns Milliseconds from 0 to 900,000; `undefined` if no header says.
 */
export function resetMs(headers: Headers, { now }: { readonly now: number }): number | undefined {
  return retryAfterMs(headers, { now }) ?? untilResetMs(headers, { now });
}

/**
 * Reads when the API's window ends: `X-RateLimit-Reset`, then `RateLimit-Reset`.
 *
 * @param headers Those of any answer; a reset is read as {@linkcode resetMs} says.
 * @param options.now Unix milliseconds.
 * @returns Milliseconds from 0 to 900,000; `undefined` if no header says.
 */
export function untilResetMs(
  headers: Headers,
  { now }: { readonly now: number },
): number | undefined {
  for (const name of ["x-ratelimit-reset", "ratelimit-reset"]) {
    const text = headers.get(name)?.trim() ?? "";
    if (/^\d+(?:\.\d+)?$/.test(text)) return fromReset(Number(text), now);
  }
  return undefined;
}

function fromReset(value: number, now: number): number {
  if (value > 1e12) return clampHold(value - now);
  return clampHold(value > 1e9 ? value * 1000 - now : value * 1000);
}

function clampHold(ms: number): number {
  return Math.min(Math.max(ms, 0), LONGEST_HOLD_MS);
}

/**
 * Says how long a 429 holds all queries back.
 *
 * @param askedMs What {@linkcode resetMs} read.
 * @param options.closings How often in a row queries were held back before, without an answer in between.
 * @returns Milliseconds: what was asked, at least the growing minimum, plus up to a tenth (at most 5 s) of jitter.
 */
export function holdMs(
  askedMs: number | undefined,
  { pacing, closings, random }: {
    readonly pacing: Pacing;
    readonly closings: number;
    readonly random: Random;
  },
): number {
  const least = Math.min(pacing.shortestHoldMs * 2 ** closings, pacing.unstatedHoldMs);
  const hold = Math.max(clampHold(askedMs ?? pacing.unstatedHoldMs), least);
  const jitter = Math.min(
    Math.max(hold * HOLD_JITTER, pacing.shortestHoldMs),
    LONGEST_HOLD_JITTER_MS,
  );
  return hold + jitter * random();
}
