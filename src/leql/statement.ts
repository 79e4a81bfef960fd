/**
 * A LEQL statement as read: its clauses in the order written. Every node knows its place in the text.
 *
 * @module
 */

import type { Ordering } from "./ordering.ts";

/** A place in the text of a statement. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** A statement: `where(…) groupby(…) calculate(…) …`, in any order. */
export interface Statement {
  readonly clauses: readonly Clause[];
}

/** One clause, by kind. */
export type Clause =
  | FromClause
  | SelectClause
  | WhereClause
  | GroupByClause
  | CalculateClause
  | HavingClause
  | SortClause
  | LimitClause
  | TimesliceClause;

/** The name of a clause. */
export type ClauseKind = Clause["kind"];

/** `from(logset = "Production")`: read, and not used by the simulator, which is told the logs. */
export interface FromClause extends Span {
  readonly kind: "from";
  readonly expression: Expression;
}

/** `select(key as name, …)`: what an event search shows. */
export interface SelectClause extends Span {
  readonly kind: "select";
  readonly columns: readonly { readonly key: Key; readonly alias: Key | undefined }[];
}

/** `where(…)`, or the same terms without a clause around them. */
export interface WhereClause extends Span {
  readonly kind: "where";
  /** `undefined` for `where()`. */
  readonly expression: Expression | undefined;
  /** `where(…, loose)`: ignore case, and match parts of values. */
  readonly loose: boolean;
  /** Terms that stand outside of any clause, as the web interface takes them. */
  readonly bare: boolean;
}

/** `groupby(key, …)`. */
export interface GroupByClause extends Span {
  readonly kind: "groupby";
  readonly keys: readonly Key[];
}

/** `calculate(function:key)`. */
export interface CalculateClause extends Span {
  readonly kind: "calculate";
  readonly calculation: Calculation;
}

/** `having(function:key > number)`. */
export interface HavingClause extends Span {
  readonly kind: "having";
  readonly calculation: Calculation;
  readonly operator: Ordering;
  readonly value: NumberText;
}

/** `sort(desc, asc#key)`. */
export interface SortClause extends Span {
  readonly kind: "sort";
  readonly orders: readonly SortOrder[];
}

/** One order of `sort`. */
export interface SortOrder extends Span {
  /** As written, lower case; `asc`, `ascending`, `desc`, `descending` and `dsc` are known. */
  readonly direction: string;
  readonly by: "value" | "key";
}

/** `limit(100, 20)`. */
export interface LimitClause extends Span {
  readonly kind: "limit";
  readonly counts: readonly NumberText[];
}

/** `timeslice(60)` or `timeslice(5m)`. */
export interface TimesliceClause extends Span {
  readonly kind: "timeslice";
  readonly size: NumberText;
}

/** A number, or a `${variable}`, where the grammar wants one, kept as written; whether it is one is for the lint to say. */
export interface NumberText extends Span {
  readonly text: string;
}

/** Whether a number is given by a variable, so that only the API knows it. */
export function isVariable({ text }: NumberText): boolean {
  return /^\$\{[^{}]*\}$/.test(text);
}

/** A key of an event, or a named capture, or `#log`. */
export interface Key extends Span {
  readonly text: string;
}

/** `count`, `sum:key`, `percentile(95):key`, … */
export interface Calculation extends Span {
  /** As written, lower case. */
  readonly name: string;
  readonly key: Key | undefined;
  /** The number of `percentile(95)`. */
  readonly argument: NumberText | undefined;
}

/** What is between the parentheses of `where`. */
export type Expression = AllOf | AnyOf | Not | Comparison | KeysComparison | TextSearch;

/** Terms that must all hold: joined by AND, or side by side. At least two. */
export interface AllOf extends Span {
  readonly kind: "and";
  readonly terms: readonly Expression[];
}

/** Terms of which one must hold. At least two. */
export interface AnyOf extends Span {
  readonly kind: "or";
  readonly terms: readonly Expression[];
}

/** A term that must not hold. */
export interface Not extends Span {
  readonly kind: "not";
  readonly term: Expression;
}

/** How a key's value is compared; `IN` is `=` with a list. */
export type ComparisonOperator = "=" | ">" | ">=" | "<" | "<=" | "contains" | "starts-with";

/** `key = value`, `k1,k2 CONTAINS value`, `ALL(k1,k2) NOT IN [v1, v2]`, … */
export interface Comparison extends Span {
  readonly kind: "comparison";
  readonly keys: readonly Key[];
  /** Whether `any` of the keys must compare so, or `all`. */
  readonly quantifier: "any" | "all";
  readonly operator: ComparisonOperator;
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  readonly values: readonly Value[];
  /** Whether `any` of the values must compare so, or `all`. */
  readonly match: "any" | "all";
}

/** `k1 == k2`, `k1 !== k2`. */
export interface KeysComparison extends Span {
  readonly kind: "keys";
  readonly left: Key;
  readonly right: Key;
  readonly negated: boolean;
}

/** A keyword, a quoted phrase or a regular expression, sought in the whole event. */
export interface TextSearch extends Span {
  readonly kind: "text";
  readonly value: Value;
}

/** A value as written. */
export interface Value extends Span {
  readonly kind: "word" | "quoted" | "regex" | "ip" | "variable";
  /** Without quotes, slashes, `IP(…)` or `${…}`. */
  readonly text: string;
  /** Letters after a regular expression; empty for everything else. */
  readonly flags: string;
  /** `NOCASE(…)`. */
  readonly ignoreCase: boolean;
}

/**
 * Finds the clause of a kind; the last one if it is repeated.
 *
 * @param statement A statement as parsed.
 * @param kind The name of the clause.
 * @returns The clause, or `undefined`.
 */
export function clauseOf<Kind extends ClauseKind>(
  statement: Statement,
  kind: Kind,
): Extract<Clause, { kind: Kind }> | undefined {
  return statement.clauses.findLast((clause): clause is Extract<Clause, { kind: Kind }> =>
    clause.kind === kind
  );
}
