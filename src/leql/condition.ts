import { parseCidr } from "./cidr.ts";
import type { Column, EventTable } from "./event_table.ts";
import { compareQuantities, parseQuantity } from "./quantity.ts";
import { compileRegex, SEEN_CHARACTERS } from "./regular_expression.ts";
import type { Comparison, Expression, KeysComparison, Value } from "./statement.ts";
import { StatementError } from "./statement_error.ts";
import { holds } from "./ordering.ts";

/** Says of an event, by its place in its table, whether it holds. */
export type Condition = (event: number) => boolean;

/** Says of a text whether it holds. */
type TextTest = (text: string) => boolean;

/**
 * Binds the terms of a `where` to the events of a table.
 *
 * A key compares by its text, or as a number where both sides are one; `!=` and `NOT` hold for events that lack the
 * key, and `key = null` holds for them too. `key.*` is every key below. A word alone holds for events that have a key of
 * that name or the whole word in their text; a quoted text is sought as it stands, between the edges of words; a regular
 * expression anywhere, but in the first {@linkcode SEEN_CHARACTERS} characters only.
 *
 * @param expression As parsed.
 * @param table The events.
 * @param options.loose Ignores case and matches parts of values, as `where(…, loose)` does.
 * @returns The condition; it remembers what it has found out about a distinct value.
 * @throws {StatementError} If a regular expression, a network or a variable cannot be used.
 */
export function bindCondition(
  expression: Expression,
  table: EventTable,
  options: { readonly loose: boolean },
): Condition {
  switch (expression.kind) {
    case "and": {
      const terms = expression.terms.map((term) => bindCondition(term, table, options));
      return (event) => terms.every((term) => term(event));
    }
    case "or": {
      const terms = expression.terms.map((term) => bindCondition(term, table, options));
      return (event) => terms.some((term) => term(event));
    }
    case "not": {
      const term = bindCondition(expression.term, table, options);
      return (event) => !term(event);
    }
    case "comparison":
      return bindComparison(expression, table, options);
    case "keys":
      return bindKeysComparison(expression, table, options);
    case "text": {
      const { value } = expression;
      const test = textSearch(value, options);
      const codes = value.kind === "word" ? table.column(value.text)?.codes : undefined;
      return (event) => (codes?.[event] ?? 0) > 0 || test(table.texts[event] ?? "");
    }
  }
}

function bindComparison(
  comparison: Comparison,
  table: EventTable,
  options: { readonly loose: boolean },
): Condition {
  const { negated } = comparison;
  const test = valuesTest(comparison, options);
  const conditions = comparison.keys.map(({ text }): Condition => {
    const columns = columnsOf(table, text).map((column) => remembered(column, test));
    const whenMissing = comparison.operator === "=" && comparison.values.some(isNull);
    return (event) => {
      let isMissing = true;
      for (const { codes, holds } of columns) {
        const code = codes[event] ?? 0;
        if (code === 0) continue;
        isMissing = false;
        if (holds(code)) return !negated;
      }
      return (isMissing && whenMissing) !== negated;
    };
  });
  return comparison.quantifier === "all"
    ? (event) => conditions.every((condition) => condition(event))
    : (event) => conditions.some((condition) => condition(event));
}

/** The columns that a key names: one, or for `key.*` every one below it. */
function columnsOf(table: EventTable, key: string): readonly Column[] {
  const names = key.endsWith(".*")
    ? table.keys.filter((name) => name.startsWith(key.slice(0, -1)))
    : [key];
  return names.flatMap((name) => table.column(name) ?? []);
}

/** Tests each distinct value of a column at most once. */
function remembered(
  { codes, texts }: Column,
  test: TextTest,
): { codes: Int32Array; holds: (code: number) => boolean } {
  const known = new Int8Array(texts.length);
  const holds = (code: number) => {
    if (known[code] === 0) known[code] = test(texts[code] ?? "") ? 1 : -1;
    return known[code] === 1;
  };
  return { codes, holds };
}

function valuesTest(comparison: Comparison, { loose }: { readonly loose: boolean }): TextTest {
  const tests = comparison.values.map((value) =>
    valueTest(value, {
      operator: loose && comparison.operator === "=" ? "contains" : comparison.operator,
      ignoreCase: comparison.ignoreCase || value.ignoreCase || loose,
    })
  );
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return only;
  return comparison.match === "all"
    ? (text) => tests.every((test) => test(text))
    : (text) => tests.some((test) => test(text));
}

interface ValueTestOptions {
  readonly operator: Comparison["operator"];
  readonly ignoreCase: boolean;
}

function valueTest(value: Value, { operator, ignoreCase }: ValueTestOptions): TextTest {
  refuseVariable(value);
  if (value.kind === "regex") return regexTest({ ...value, ignoreCase });
  if (value.kind === "ip") return networkTest(value);
  const wanted = folded(value.text, { ignoreCase });
  switch (operator) {
    case "contains":
      return (text) => folded(text, { ignoreCase }).includes(wanted);
    case "starts-with":
      return (text) => folded(text, { ignoreCase }).startsWith(wanted);
    case "=":
      return equality(value, { wanted, ignoreCase });
    default:
      return ordering(value, operator);
  }
}

function equality(
  value: Value,
  { wanted, ignoreCase }: { readonly wanted: string; readonly ignoreCase: boolean },
): TextTest {
  const quantity = value.kind === "word" ? parseQuantity(value.text) : undefined;
  return (text) => {
    if (folded(text, { ignoreCase }) === wanted) return true;
    const other = quantity === undefined ? undefined : parseQuantity(text);
    return quantity !== undefined && other !== undefined &&
      compareQuantities(other, quantity) === 0;
  };
}

function ordering(value: Value, operator: ">" | ">=" | "<" | "<="): TextTest {
  const wanted = parseQuantity(value.text);
  if (wanted === undefined) return () => false;
  return (text) => {
    const quantity = parseQuantity(text);
    const difference = quantity === undefined ? undefined : compareQuantities(quantity, wanted);
    return difference !== undefined && holds(operator, difference);
  };
}

function networkTest(value: Value): TextTest {
  const contains = parseCidr(value.text);
  if (contains === undefined) {
    throw new StatementError(
      `Cannot read the network "${value.text}": it is not like 10.0.0.0/8`,
      { offset: value.offset, length: value.length, hint: "write IP(10.0.0.0/8)" },
    );
  }
  return contains;
}

function regexTest(value: Value): TextTest {
  const { pattern } = compileRegex(value);
  return (text) => pattern.test(text.slice(0, SEEN_CHARACTERS));
}

function textSearch(value: Value, { loose }: { readonly loose: boolean }): TextTest {
  refuseVariable(value);
  if (value.kind === "regex") return regexTest({ ...value, ignoreCase: loose });
  if (loose) {
    const wanted = value.text.toLowerCase();
    return (text) => text.toLowerCase().includes(wanted);
  }
  const [before, after] = [isWordEdge(value.text.at(0)), isWordEdge(value.text.at(-1))];
  return (text) => {
    for (let at = text.indexOf(value.text); at !== -1; at = text.indexOf(value.text, at + 1)) {
      const startsWord = !before || !isWordEdge(text[at - 1]);
      if (startsWord && !(after && isWordEdge(text[at + value.text.length]))) return true;
      if (value.text === "") return true;
    }
    return false;
  };
}

function isWordEdge(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

function bindKeysComparison(
  { left, right, negated }: KeysComparison,
  table: EventTable,
  { loose }: { readonly loose: boolean },
): Condition {
  const [a, b] = [table.column(left.text), table.column(right.text)];
  return (event) => {
    const [codeA = 0, codeB = 0] = [a?.codes[event], b?.codes[event]];
    if (codeA === 0 || codeB === 0) return negated;
    const [textA = "", textB = ""] = [a?.texts[codeA], b?.texts[codeB]];
    const [numberA = NaN, numberB = NaN] = [a?.numbers[codeA], b?.numbers[codeB]];
    const same = folded(textA, { ignoreCase: loose }) === folded(textB, { ignoreCase: loose });
    return (same || numberA === numberB) !== negated;
  };
}

function folded(text: string, { ignoreCase }: { readonly ignoreCase: boolean }): string {
  return ignoreCase ? text.toLowerCase() : text;
}

function isNull({ kind, text }: Value): boolean {
  return kind === "word" && text.toLowerCase() === "null";
}

function refuseVariable(value: Value): void {
  if (value.kind === "variable") throw unknownVariable(value);
}

/** An error for a `${variable}`, whose value only the API knows. */
export function unknownVariable(
  { text, offset, length }: Pick<Value, "text" | "offset" | "length">,
): StatementError {
  return new StatementError(`Cannot find the variable "${text}": there are none here`, {
    offset,
    length,
    hint: "write its value into the statement",
  });
}
