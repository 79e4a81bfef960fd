import type { Answer, GroupNode } from "../leql/answer.ts";
import type { PreparedStatement } from "../leql/prepared_statement.ts";
import { slicesOf, type Window } from "../leql/slices.ts";
import { clauseOf } from "../leql/statement.ts";

/** Functions of no key show their values under this name. */
const NO_KEY = "global_timeseries";

/**
 * Writes an answer as the API does today: `statistics` of a finished query.
 *
 * @param answer The numbers.
 * @param prepared The statement that they answer.
 * @param window Unix milliseconds.
 * @returns Plain data for JSON. A value of nothing is `{}`.
 */
export function statisticsJson(
  answer: Answer,
  { measure, statement }: PreparedStatement,
  { from, to }: Window,
): object {
  const { name, key } = measure;
  const cell = (value: number | undefined) => value === undefined ? {} : { [name]: value };
  const keyMember = key === undefined ? {} : { key };
  if (answer.shape === "groups") {
    const severalKeys = (clauseOf(statement, "groupby")?.keys.length ?? 1) > 1;
    return {
      cardinality: 0,
      granularity: severalKeys ? 0 : answer.granularity,
      from,
      to,
      type: name,
      stats: {},
      groups: answer.groups.map(({ path, value }) => ({
        [severalKeys ? `[${path.join(",")}]` : path[0] ?? ""]: cell(value),
      })),
      others: { series: [] },
      status: 200,
      timeseries: {},
      groups_timeseries: answer.tree.map((node) => nodeJson(node, cell)),
      all_exact_result: answer.isExact,
      ...keyMember,
    };
  }
  return {
    cardinality: 0,
    granularity: answer.granularity,
    from,
    to,
    type: name,
    stats: { [key ?? NO_KEY]: cell(answer.total) },
    groups: [],
    others: {},
    status: 200,
    timeseries: { [key ?? NO_KEY]: answer.series.map(cell) },
    groups_timeseries: [],
    all_exact_result: null,
    [name]: name === "count" ? answer.total : 0,
    ...keyMember,
  };
}

function nodeJson(node: GroupNode, cell: (value: number | undefined) => object): object {
  return {
    [node.label]: {
      groups_timeseries: node.children.map((child) => nodeJson(child, cell)),
      series: node.series.map(cell),
      totals: cell(node.total),
    },
  };
}

/**
 * Writes what the API shows as `partial` while a query runs: nothing but zeros.
 *
 * @param prepared The statement.
 * @param window Unix milliseconds.
 */
export function partialJson(prepared: PreparedStatement, window: Window): object {
  const { count, granularity } = slicesOf(prepared.statement, window);
  if (clauseOf(prepared.statement, "groupby") === undefined) {
    const series = new Array<number>(count).fill(0);
    const answer = { shape: "series", granularity, matched: 0, total: 0, series } as const;
    return statisticsJson(answer, prepared, window);
  }
  const answer = { shape: "groups", granularity, matched: 0, groups: [], tree: [], isExact: true };
  return { ...statisticsJson({ ...answer, shape: "groups" }, prepared, window), status: 204 };
}
