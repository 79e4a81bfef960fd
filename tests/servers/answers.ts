import { type Receiver, seriesAnswer } from "../../src/testing.ts";

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
  const slices = Array.from({ length: 10 }, (_, index) => index + 1);
  const answer: Record<string, unknown> = JSON.parse(seriesAnswer(slices, { from, to }));
  return Response.json({ ...answer, logs: query.logs, leql: query.leql });
}

/** The questions that an API received, oldest first. */
export function askedQueries(api: Receiver): readonly AskedQuery[] {
  return api.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
}
