import type { Calculation } from "./statement.ts";

/** What a function of `calculate` needs besides its name. */
export interface FunctionRule {
  /** The name that answers carry. */
  readonly name: FunctionName;
  readonly key: "required" | "optional";
  /** Whether it takes a number in parentheses. */
  readonly argument: "required" | "none";
}

/** The functions of `calculate`, by the name that answers carry. */
export type FunctionName =
  | "count"
  | "bytes"
  | "sum"
  | "average"
  | "min"
  | "max"
  | "unique"
  | "median"
  | "standarddeviation"
  | "percentile";

const RULES: ReadonlyMap<string, FunctionRule> = new Map<string, FunctionRule>([
  ["count", { name: "count", key: "optional", argument: "none" }],
  ["bytes", { name: "bytes", key: "optional", argument: "none" }],
  ["sum", { name: "sum", key: "required", argument: "none" }],
  ["average", { name: "average", key: "required", argument: "none" }],
  ["min", { name: "min", key: "required", argument: "none" }],
  ["max", { name: "max", key: "required", argument: "none" }],
  ["unique", { name: "unique", key: "required", argument: "none" }],
  ["median", { name: "median", key: "required", argument: "none" }],
  ["standarddeviation", { name: "standarddeviation", key: "required", argument: "none" }],
  ["sd", { name: "standarddeviation", key: "required", argument: "none" }],
  ["percentile", { name: "percentile", key: "required", argument: "required" }],
  ["pctl", { name: "percentile", key: "required", argument: "required" }],
]);

/** The names that `calculate` takes. */
export const FUNCTION_NAMES: readonly string[] = [...RULES.keys()];

/**
 * Finds what a function needs.
 *
 * @param calculation As parsed.
 * @returns Its rule; `undefined` if there is no such function.
 */
export function ruleOf(calculation: Calculation): FunctionRule | undefined {
  return RULES.get(calculation.name);
}
