import type { HttpDestination } from "./http_destination.ts";

/** What an asked question looks like. */
export interface AskedQuery {
  readonly logs: readonly string[];
  readonly leql: {
    readonly statement: string;
    readonly during: { readonly from: number; readonly to: number };
  };
}

/** A finished answer to any question: ten slices that count from 1 to 10. */
export function finishedAnswer(query: AskedQuery): Response {
  const { from, to } = query.leql.during;
  const slices = Array.from({ length: 10 }, (_, index) => ({ count: index + 1 }));
  return Response.json({
    logs: query.logs,
    leql: query.leql,
    statistics: {
      from,
      to,
      granularity: (to - from) / 10,
      type: "count",
      status: 200,
      stats: { global_timeseries: { count: 55 } },
      timeseries: { global_timeseries: slices },
      groups: [],
      groups_timeseries: [],
      count: 55,
    },
  });
}

/** The questions that an API received, oldest first. */
export function askedQueries(api: HttpDestination): readonly AskedQuery[] {
  return api.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
}
