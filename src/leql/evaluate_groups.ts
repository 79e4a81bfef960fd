import type { GroupNode, GroupsAnswer, GroupValue } from "./answer.ts";
import { createCells } from "./cells.ts";
import { selectGroups } from "./group_selection.ts";
import type { MatchedRun, PreparedStatement } from "./prepared_statement.ts";
import type { Slices, Window } from "./slices.ts";
import { clauseOf } from "./statement.ts";
import { StatementError } from "./statement_error.ts";
import { holds } from "./ordering.ts";

const MOST_EXACT_GROUPS = 10_000;
const MOST_CELLS = 10_000_000;

interface Cut {
  readonly slices: Slices;
  readonly window: Window;
}

/**
 * Answers a statement with `groupby`: the value of each group that `having` lets through, sorted and limited, then the
 * values of those groups over time. A group above others (the first of two keys) is counted over all of its events.
 *
 * @param prepared The statement.
 * @param runs The matched events of the window.
 * @param cut How the window is cut.
 */
export function evaluateGroups(
  prepared: PreparedStatement,
  runs: readonly MatchedRun[],
  cut: Cut,
): Omit<GroupsAnswer, "matched"> {
  const found = totals(prepared, runs);
  const selected = selectGroups(prepared.statement, found);
  return {
    shape: "groups",
    granularity: cut.slices.granularity,
    groups: selected.map(({ path, value }) => ({ path, value })),
    tree: tree(prepared, runs, { ...cut, selected }),
    isExact: found.length <= MOST_EXACT_GROUPS,
  };
}

/** The groups of the window in the order of their first event. */
function totals(
  prepared: PreparedStatement,
  runs: readonly MatchedRun[],
): readonly GroupValue[] {
  const { measure, havingMeasure, paths } = prepared;
  const values = cellsOf(measure, paths.length);
  const havings = havingMeasure && cellsOf(havingMeasure, paths.length);
  const firstTimes = new Float64Array(paths.length).fill(Infinity);
  const seen: number[] = [];
  for (const { events: { times, groups, numbers, havingNumbers }, shift, first, end } of runs) {
    for (let index = first; index < end; index++) {
      const group = groups?.[index] ?? -1;
      if (group < 0) continue;
      const havingNumber = havingNumbers === undefined ? 1 : havingNumbers[index] ?? NaN;
      if (!Number.isNaN(havingNumber)) havings?.add(group, havingNumber);
      const number = numbers === undefined ? 1 : numbers[index] ?? NaN;
      if (Number.isNaN(number)) continue;
      values.add(group, number);
      const known = firstTimes[group] ?? Infinity;
      if (known === Infinity) seen.push(group);
      firstTimes[group] = Math.min(known, (times[index] ?? 0) + shift);
    }
  }
  const passes = havingTest(prepared);
  return seen.sort((a, b) => (firstTimes[a] ?? 0) - (firstTimes[b] ?? 0))
    .filter((group) => havings === undefined || passes(havings.value(group)))
    .map((group) => ({ path: paths[group] ?? [], value: values.value(group) }));
}

function havingTest({ statement }: PreparedStatement): (value: number | undefined) => boolean {
  const clause = clauseOf(statement, "having");
  if (clause === undefined) return () => true;
  const wanted = Number(clause.value.text);
  return (value) => value !== undefined && holds(clause.operator, value - wanted);
}

interface OpenNode {
  readonly place: number;
  readonly children: Map<string, OpenNode>;
}

function tree(
  prepared: PreparedStatement,
  runs: readonly MatchedRun[],
  { slices, window, selected }: Cut & { readonly selected: readonly GroupValue[] },
): readonly GroupNode[] {
  const roots = new Map<string, OpenNode>();
  let nodes = 0;
  for (const { path } of selected) {
    let level = roots;
    for (const label of path) {
      const node = level.get(label) ?? { place: nodes++, children: new Map() };
      level.set(label, node);
      level = node.children;
    }
  }
  if (nodes * slices.count > MOST_CELLS) throw tooMany(nodes, slices);
  const chains = prepared.paths.map((path) => chainOf(roots, path));
  const cells = cellsOf(prepared.measure, nodes * slices.count);
  const sums = cellsOf(prepared.measure, nodes);
  for (const { events: { times, groups, numbers }, shift, first, end } of runs) {
    const start = window.from - shift;
    for (let index = first; index < end; index++) {
      const chain = chains[groups?.[index] ?? -1];
      if (chain === undefined || chain.length === 0) continue;
      const number = numbers === undefined ? 1 : numbers[index] ?? NaN;
      if (Number.isNaN(number)) continue;
      const slice = Math.floor(((times[index] ?? 0) - start) / slices.granularity);
      const cell = Math.min(slice, slices.count - 1);
      for (const place of chain) {
        cells.add(place * slices.count + cell, number);
        sums.add(place, number);
      }
    }
  }
  const closed = (level: ReadonlyMap<string, OpenNode>): GroupNode[] =>
    [...level].map(([label, { place, children }]) => ({
      label,
      total: sums.value(place),
      series: Array.from(
        { length: slices.count },
        (_, slice) => cells.value(place * slices.count + slice),
      ),
      children: closed(children),
    }));
  return closed(roots);
}

/** The places of the nodes that a group's events count for: its own, and those above it. */
function chainOf(roots: ReadonlyMap<string, OpenNode>, path: readonly string[]): readonly number[] {
  const chain: number[] = [];
  let level = roots;
  for (const label of path) {
    const node = level.get(label);
    if (node === undefined) break;
    chain.push(node.place);
    level = node.children;
  }
  return chain;
}

function cellsOf({ name, percentile = 50 }: PreparedStatement["measure"], size: number) {
  return createCells(name, { size, percentile });
}

function tooMany(groups: number, slices: Slices): StatementError {
  return new StatementError(
    `Cannot calculate ${groups} groups in ${slices.count} slices: that is too many numbers`,
    { offset: 0, length: 0, hint: "write a lower limit or fewer slices" },
  );
}
