import type {
  Calculation,
  Clause,
  Expression,
  Key,
  Statement,
  Value,
} from "../../src/leql/statement.ts";

/** Writes a statement so that reading it again gives the same. Texts are put between quotes. */
export function printStatement(statement: Statement): string {
  return statement.clauses.map(printClause).join(" ");
}

function printClause(clause: Clause): string {
  switch (clause.kind) {
    case "from":
      return `from(${printExpression(clause.expression)})`;
    case "where": {
      const expression = clause.expression === undefined ? "" : printExpression(clause.expression);
      if (clause.bare) return expression;
      return `where(${expression}${clause.loose ? ", loose" : ""})`;
    }
    case "select":
      return `select(${
        clause.columns.map(({ key, alias }) =>
          printKey(key) + (alias === undefined ? "" : ` as ${printKey(alias)}`)
        ).join(", ")
      })`;
    case "groupby":
      return `groupby(${clause.keys.map(printKey).join(", ")})`;
    case "calculate":
      return `calculate(${printCalculation(clause.calculation)})`;
    case "having":
      return `having(${
        printCalculation(clause.calculation)
      } ${clause.operator} ${clause.value.text})`;
    case "sort":
      return `sort(${
        clause.orders.map(({ direction, by }) => direction + (by === "key" ? "#key" : "")).join(",")
      })`;
    case "limit":
      return `limit(${clause.counts.map(({ text }) => text).join(", ")})`;
    case "timeslice":
      return `timeslice(${clause.size.text})`;
  }
}

function printCalculation({ name, key, argument }: Calculation): string {
  return name + (argument === undefined ? "" : `(${argument.text})`) +
    (key === undefined ? "" : `:${printKey(key)}`);
}

/** Writes terms, each in parentheses. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "and":
    case "or":
      return expression.terms.map((term) => `(${printExpression(term)})`)
        .join(` ${expression.kind} `);
    case "not":
      return `NOT (${printExpression(expression.term)})`;
    case "keys": {
      const operator = expression.negated ? "!==" : "==";
      return `${printKey(expression.left)} ${operator} ${printKey(expression.right)}`;
    }
    case "text":
      return printValue(expression.value);
    case "comparison": {
      const { keys, quantifier, negated, operator, ignoreCase, values, match } = expression;
      const names = keys.map(printKey).join(", ");
      const left = quantifier === "all" ? `ALL(${names})` : names;
      const right = values.map(printValue).join(", ");
      const isList = values.length > 1 || match === "all";
      if (operator === "=" && !ignoreCase && !isList) {
        return `${left} ${negated ? "!=" : "="} ${right}`;
      }
      const not = negated ? "NOT " : "";
      const word = operator === "=" ? "IN" : operator.toUpperCase();
      const suffix = operator === "=" || !isList ? "" : `-${match.toUpperCase()}`;
      const list = operator === "=" || isList ? `[${right}]` : right;
      return `${left} ${not}${ignoreCase ? "I" : ""}${word}${suffix} ${list}`;
    }
  }
}

function printKey({ text }: Key): string {
  return text.startsWith("#") ? text : `"${text}"`;
}

function printValue({ kind, text, flags, ignoreCase }: Value): string {
  switch (kind) {
    case "word":
      return ignoreCase ? `NOCASE(${text})` : text;
    case "quoted":
      return ignoreCase ? `NOCASE("${text}")` : `"${text}"`;
    case "regex":
      return `/${text}/${flags}`;
    case "ip":
      return `IP(${text})`;
    case "variable":
      return `\${${text}}`;
  }
}
