import type { Answer, GroupNode } from "../leql/answer.ts";

/** Functions of no key show their values under this name. */
const NO_KEY = "global_timeseries";

/** What was asked for. */
export interface Measured {
  /** Name of the function: `count`, `average`. */
  readonly name: string;
  /** The key that it was calculated of. */
  readonly key: string | undefined;
  /** How many keys the groups were made by; of no concern without groups. */
  readonly groupKeys: number;
}

/**
 * Writes numbers as the API writes `statistics` today.
 *
 * @param answer The numbers.
 * @param measured What they are.
 * @param window Unix milliseconds.
 * @returns Plain data for JSON. A value of nothing is `{}`.
 */
export function answerJson(
  answer: Answer,
  { name, key, groupKeys }: Measured,
  { from, to }: { readonly from: number; readonly to: number },
): object {
  const cell = (value: number | undefined) => value === undefined ? {} : { [name]: value };
  const keyMember = key === undefined ? {} : { key };
  if (answer.shape === "groups") {
    const severalKeys = groupKeys > 1;
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
