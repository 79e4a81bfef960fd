import { parseQuantity } from "./quantity.ts";
import { compileRegex, SlowRegexError } from "./regular_expression.ts";
import type { AllOf, Comparison, Expression, KeysComparison, Value } from "./statement.ts";
import { StatementError } from "./statement_error.ts";
import type { StatementProblem } from "./statement_problem.ts";

/**
 * Says what may not be meant so in the terms of a `where`. All of it is warnings: the terms could be read.
 *
 * @param expression As parsed.
 * @returns The problems, in no particular order.
 */
export function expressionProblems(expression: Expression): readonly StatementProblem[] {
  switch (expression.kind) {
    case "and":
      return [...pathProblems(expression), ...expression.terms.flatMap(expressionProblems)];
    case "or":
      return expression.terms.flatMap(expressionProblems);
    case "not":
      return expressionProblems(expression.term);
    case "comparison":
      return comparisonProblems(expression);
    case "keys":
      return keysProblems(expression);
    case "text":
      return regexProblems(expression.value);
  }
}

/** `path=/api/products` is a regular expression and a keyword. */
function pathProblems({ terms }: AllOf): readonly StatementProblem[] {
  return terms.flatMap((term, index) => {
    const next = terms[index + 1];
    const value = lastValue(term);
    if (value?.kind !== "regex" || value.flags !== "") return [];
    if (next?.kind !== "text" || next.offset !== value.offset + value.length) return [];
    return [{
      severity: "warning" as const,
      offset: value.offset,
      length: next.offset + next.length - value.offset,
      message:
        `Cannot take "/${value.text}/${next.value.text}" as one value: it is read as the regular expression /${value.text}/ and the search term ${next.value.text}`,
      hint: "quote a value that starts with /",
    }];
  });
}

function lastValue(expression: Expression): Value | undefined {
  if (expression.kind === "text") return expression.value;
  return expression.kind === "comparison" ? expression.values.at(-1) : undefined;
}

function comparisonProblems(comparison: Comparison): readonly StatementProblem[] {
  const ordering = ["<", "<=", ">", ">="].includes(comparison.operator);
  return comparison.values.flatMap((value) => {
    if (value.kind === "regex") return regexProblems(value);
    if (!ordering || value.kind === "variable") return [];
    if (value.kind !== "ip" && parseQuantity(value.text) !== undefined) return [];
    return [{
      severity: "warning" as const,
      offset: value.offset,
      length: value.length,
      message:
        `Cannot be sure that ${comparison.operator} compares with "${value.text}": it is not a number`,
      hint: "compare with a number",
    }];
  });
}

function keysProblems({ right, negated }: KeysComparison): readonly StatementProblem[] {
  if (!/^-?\d/.test(right.text)) return [];
  const [written, meant] = negated ? ["!==", "!="] : ["==", "="];
  return [{
    severity: "warning",
    offset: right.offset,
    length: right.length,
    message: `Cannot be sure that "${right.text}" is a key: ${written} compares two keys`,
    hint: `write ${meant} to compare with a value`,
  }];
}

function regexProblems(value: Value): readonly StatementProblem[] {
  if (value.kind !== "regex") return [];
  try {
    compileRegex(value);
    return [];
  } catch (error) {
    if (error instanceof SlowRegexError) return [];
    if (!(error instanceof StatementError)) throw error;
    const { offset, length, message, hint } = error;
    return [{ severity: "warning", offset, length, message, hint }];
  }
}
