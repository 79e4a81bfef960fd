import type { GroupValue } from "./answer.ts";
import { clauseOf, type SortOrder, type Statement } from "./statement.ts";

const DEFAULT_LIMIT = 40;

type Order = (a: GroupValue, b: GroupValue) => number;

/**
 * Sorts and limits groups as a statement says.
 *
 * One order or one limit is about all groups; without them it is the largest first and 40. Several are about one key
 * each: the values of the first key are sorted (by the sum of their groups) and limited, then within each of them those
 * of the next.
 *
 * @param statement As parsed.
 * @param groups In the order of their first event, which decides between equals.
 * @returns The groups that are shown.
 */
export function selectGroups(
  statement: Statement,
  groups: readonly GroupValue[],
): readonly GroupValue[] {
  const orders = clauseOf(statement, "sort")?.orders ?? [];
  const limits = clauseOf(statement, "limit")?.counts.map(({ text }) => Number(text)) ?? [];
  if (orders.length <= 1 && limits.length <= 1) {
    return groups.toSorted(orderOf(orders[0])).slice(0, limits[0] ?? DEFAULT_LIMIT);
  }
  const selected = selectLevel(groups, { level: 0, orders, limits });
  if (orders.length > 1) return selected;
  return selected.toSorted(orderOf(orders[0]));
}

interface Levels {
  readonly level: number;
  readonly orders: readonly SortOrder[];
  readonly limits: readonly number[];
}

function selectLevel(
  groups: readonly GroupValue[],
  { level, orders, limits }: Levels,
): readonly GroupValue[] {
  const byLabel = Map.groupBy(groups, ({ path }) => path[level] ?? "");
  const order = orders[level] ?? (orders.length === 1 ? orders[0] : undefined);
  const limit = limits.length > 1 ? limits[level] ?? DEFAULT_LIMIT : Infinity;
  const chosen = [...byLabel].map(([label, members]) => ({ path: [label], value: sum(members) }))
    .sort(orderOf(order))
    .slice(0, limit);
  const selected = chosen.flatMap(({ path: [label = ""] }) => {
    const members = byLabel.get(label) ?? [];
    const isLast = members.every(({ path }) => path.length === level + 1);
    return isLast ? members : selectLevel(members, { level: level + 1, orders, limits });
  });
  const overall = limits.length > 1 || level > 0 ? Infinity : limits[0] ?? DEFAULT_LIMIT;
  return selected.slice(0, overall);
}

function sum(groups: readonly GroupValue[]): number {
  return groups.reduce((sum, { value }) => sum + (value ?? 0), 0);
}

/** The order of groups by their value, or by their labels one after the other. */
function orderOf(order: SortOrder | undefined): Order {
  const sign = order === undefined || order.direction.startsWith("d") ? -1 : 1;
  const compare = order?.by === "key" ? comparePaths : compareValues;
  return (a, b) => sign * compare(a, b);
}

function compareValues(a: GroupValue, b: GroupValue): number {
  return (a.value ?? 0) - (b.value ?? 0);
}

function comparePaths(a: GroupValue, b: GroupValue): number {
  for (const [index, label] of a.path.entries()) {
    const difference = compareLabels(label, b.path[index] ?? "");
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers by their size, before texts; texts by their characters. */
function compareLabels(a: string, b: string): number {
  const [numberA, numberB] = [a, b].map((text) => text.trim() === "" ? NaN : Number(text));
  if (numberA === undefined || numberB === undefined) return 0;
  const [isNumberA, isNumberB] = [!Number.isNaN(numberA), !Number.isNaN(numberB)];
  if (isNumberA && isNumberB) return numberA - numberB;
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
