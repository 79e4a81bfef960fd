/**
 * Warnings about what a config wants more often than it can have: queries that the log search API does not take in 15
 * minutes, pushes that a destination does not take. They hold for the average; nothing that waits or is caught up is in
 * them.
 *
 * @module
 */

import type { SearchConfig, ServiceConfig } from "./config.ts";
import type { Position } from "./ini/section.ts";
import { Pace } from "./pace.ts";
import type { ProblemList } from "./problem_list.ts";
import { queriesPerWindow, queryPace, USUAL_RATE_LIMIT } from "./query_demand.ts";

/**
 * Warns if searches ask more often than the API allows. Searches that ask the same question ask it once.
 *
 * @param options.rateLimit What the account is known to allow in 15 minutes; `undefined` = the usual number.
 * @param options.at The section `[Searches]`.
 */
export function noteQueryLimit(
  searches: readonly SearchConfig[],
  { rateLimit, at, problems }: {
    readonly rateLimit: number | undefined;
    readonly at: Position;
    readonly problems: ProblemList;
  },
): void {
  const pace = queryPace(searches);
  const queries = queriesPerWindow(pace);
  if (queries <= (rateLimit ?? USUAL_RATE_LIMIT)) return;
  const known = rateLimit === undefined
    ? `the usual limit is ${shown(USUAL_RATE_LIMIT)}`
    : `rate_limit is ${shown(rateLimit)}`;
  const message = `Cannot ask this often: ${askersOf(pace)} ${
    shown(queries)
  } queries per 15 minutes; ${known}`;
  const hint = "raise query_period, share the searches out among files with keys of their own, " +
    `or write rate_limit = ${queries} in [LE] if the account allows as many`;
  problems.warn(at, message, hint);
}

function askersOf({ size, periodSeconds }: Pace): string {
  const searches = size === 1 ? "1 search" : `${shown(size)} searches`;
  if (periodSeconds === undefined) return `${searches} ask`;
  return `${searches} every ${periodSeconds} s ${size === 1 ? "is" : "are"}`;
}

/**
 * Warns if searches push more often than a service's destination is known to take.
 *
 * @param options.services The services by name.
 * @param options.placeOf Where the file says something about a service.
 */
export function notePushLimits(
  searches: readonly SearchConfig[],
  { services, placeOf, problems }: {
    readonly services: ReadonlyMap<string, ServiceConfig>;
    readonly placeOf: (service: string) => Position;
    readonly problems: ProblemList;
  },
): void {
  for (const [name, pace] of pushPaces(searches)) {
    const limit = services.get(name)?.description.pushLimit;
    const times = limit === undefined ? 0 : pace.timesIn(limit.seconds);
    if (limit === undefined || times <= limit.pushes) continue;
    const message = `Cannot push this often: ${pushersOf(pace)} ${shown(times)} times in ` +
      `${limit.seconds} s; ${name} takes ${shown(limit.pushes)}`;
    const hint = "raise query_period of the searches, or take out destinations";
    problems.warn(placeOf(name), message, hint);
  }
}

/** By name of the service. */
function pushPaces(searches: readonly SearchConfig[]): ReadonlyMap<string, Pace> {
  const paces = new Map<string, Pace>();
  for (const { periodSeconds, destinations } of searches) {
    for (const { service } of destinations) {
      const pace = paces.get(service) ?? new Pace();
      pace.add(periodSeconds);
      paces.set(service, pace);
    }
  }
  return paces;
}

function pushersOf({ size }: Pace): string {
  return size === 1 ? "1 destination pushes" : `${shown(size)} destinations push`;
}

/** `18,000` */
function shown(number: number): string {
  return number.toLocaleString("en");
}
