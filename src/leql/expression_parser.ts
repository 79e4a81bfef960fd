import { expected, unclosed } from "./parse_errors.ts";
import type { Scanner, Token } from "./scanner.ts";
import type { Comparison, ComparisonOperator, Expression, Key, Span, Value } from "./statement.ts";
import { StatementError } from "./statement_error.ts";

const DEEPEST = 100;

interface OperatorMeaning {
  readonly operator: ComparisonOperator;
  readonly negated?: true;
  readonly ignoreCase?: true;
  /** Takes a list: whether any of its values must compare so, or all. */
  readonly list?: "any" | "all";
}

const SYMBOL_OPERATORS: ReadonlyMap<string, OperatorMeaning> = new Map([
  ["=", { operator: "=" }],
  ["!=", { operator: "=", negated: true }],
  [">", { operator: ">" }],
  [">=", { operator: ">=" }],
  ["<", { operator: "<" }],
  ["<=", { operator: "<=" }],
]);

const WORD_OPERATORS: ReadonlyMap<string, OperatorMeaning> = new Map([
  ["contains", { operator: "contains" }],
  ["icontains", { operator: "contains", ignoreCase: true }],
  ["starts-with", { operator: "starts-with" }],
  ["istarts-with", { operator: "starts-with", ignoreCase: true }],
  ["in", { operator: "=", list: "any" }],
  ["iin", { operator: "=", ignoreCase: true, list: "any" }],
  ["contains-any", { operator: "contains", list: "any" }],
  ["contains-all", { operator: "contains", list: "all" }],
  ["icontains-any", { operator: "contains", ignoreCase: true, list: "any" }],
  ["icontains-all", { operator: "contains", ignoreCase: true, list: "all" }],
  ["starts-with-any", { operator: "starts-with", list: "any" }],
  ["istarts-with-any", { operator: "starts-with", ignoreCase: true, list: "any" }],
]);

/**
 * Reads the terms of a `where`, up to what cannot belong to them. `NOT` binds tightest, then `AND` and terms side by
 * side, then `OR`.
 *
 * @param scanner Stands before the first term.
 * @param options.isEnd Says whether the scanner stands where the terms end, besides `)`, `,` and the end of the text.
 * @returns The terms; `undefined` if there are none.
 * @throws {StatementError} If they cannot be read.
 */
export function parseExpression(
  scanner: Scanner,
  { isEnd = () => false }: { readonly isEnd?: () => boolean } = {},
): Expression | undefined {
  return new ExpressionParser(scanner, isEnd).parse();
}

class ExpressionParser {
  readonly #scanner: Scanner;
  readonly #isEnd: () => boolean;
  #depth = 0;

  constructor(scanner: Scanner, isEnd: () => boolean) {
    this.#scanner = scanner;
    this.#isEnd = isEnd;
  }

  parse(): Expression | undefined {
    return this.#ends() ? undefined : this.#anyOf();
  }

  #ends(): boolean {
    const token = this.#scanner.peek();
    return token.kind === "end" || [")", "]", ","].includes(symbolOf(token)) || this.#isEnd();
  }

  #anyOf(): Expression {
    const terms = [this.#allOf()];
    while (this.#scanner.isWord("or")) {
      this.#scanner.take();
      terms.push(this.#allOf());
    }
    return joined("or", terms);
  }

  #allOf(): Expression {
    const terms = [this.#term()];
    while (!this.#ends() && !this.#scanner.isWord("or")) {
      if (this.#scanner.isWord("and")) this.#scanner.take();
      terms.push(this.#term());
    }
    return joined("and", terms);
  }

  #term(): Expression {
    const token = this.#scanner.peek();
    if (this.#scanner.isWord("not")) {
      this.#scanner.take();
      return this.#nested(token, () => {
        const term = this.#term();
        return { kind: "not", term, ...spanFrom(token, term) };
      });
    }
    if (this.#scanner.isWord("where") && this.#isCall()) this.#scanner.take();
    if (this.#scanner.isSymbol("(")) return this.#nested(token, () => this.#parenthesized());
    if (this.#ends() || this.#scanner.isWord("and") || this.#scanner.isWord("or")) {
      throw expected("a search term", this.#scanner.peek());
    }
    return this.#comparison() ?? this.#textSearch();
  }

  #nested(token: Token, read: () => Expression): Expression {
    if (++this.#depth > DEEPEST) {
      throw new StatementError(
        `Cannot read the statement: it is nested more than ${DEEPEST} levels deep`,
        { ...spanOf(token), hint: "take parentheses away" },
      );
    }
    const expression = read();
    this.#depth--;
    return expression;
  }

  #parenthesized(): Expression {
    const open = this.#scanner.take();
    if (this.#ends()) throw expected("a search term", this.#scanner.peek());
    const expression = this.#anyOf();
    if (this.#scanner.takeSymbol(")") === undefined) throw unclosed("(", open, this.#scanner);
    return expression;
  }

  /** Whether the next word is directly followed by an opening parenthesis, blanks not counted. */
  #isCall(): boolean {
    const { position } = this.#scanner;
    this.#scanner.take();
    const isCall = this.#scanner.isSymbol("(");
    this.#scanner.rewind(position);
    return isCall;
  }

  #comparison(): Expression | undefined {
    const { position } = this.#scanner;
    const start = this.#scanner.peek();
    const keys = this.#keys();
    const compared = keys === undefined ? undefined : this.#compared(keys, start);
    if (compared === undefined) this.#scanner.rewind(position);
    return compared;
  }

  #keys(): Pick<Comparison, "keys" | "quantifier"> | undefined {
    if (this.#scanner.isWord("all") && this.#isCall()) {
      this.#scanner.take();
      const open = this.#scanner.take();
      const keys = this.#keyList();
      if (keys === undefined) throw expected("a key", this.#scanner.peek());
      if (this.#scanner.takeSymbol(")") === undefined) throw unclosed("(", open, this.#scanner);
      return { keys, quantifier: "all" };
    }
    const keys = this.#keyList();
    return keys === undefined ? undefined : { keys, quantifier: "any" };
  }

  #keyList(): readonly Key[] | undefined {
    const keys: Key[] = [];
    do {
      const token = this.#scanner.peek();
      if (token.kind !== "word" && token.kind !== "quoted") return undefined;
      keys.push(keyOf(this.#scanner.take()));
    } while (this.#scanner.takeSymbol(",") !== undefined);
    return keys;
  }

  #compared(
    keys: Pick<Comparison, "keys" | "quantifier">,
    start: Span,
  ): Expression | undefined {
    const not = this.#scanner.isWord("not") ? this.#scanner.take() : undefined;
    const token = this.#scanner.peek();
    const symbol = symbolOf(token);
    if (symbol === "==" || symbol === "!==") return this.#keysComparison(keys, start, not);
    const meaning = token.kind === "word"
      ? WORD_OPERATORS.get(token.text.toLowerCase())
      : SYMBOL_OPERATORS.get(symbol);
    if (meaning === undefined) return undefined;
    this.#scanner.take();
    const { operator, ignoreCase = false, list } = meaning;
    const values = list === undefined && !this.#scanner.isSymbol("[")
      ? [this.#value()]
      : this.#list(token);
    return {
      kind: "comparison",
      ...keys,
      operator,
      negated: (meaning.negated ?? false) !== (not !== undefined),
      ignoreCase,
      values,
      match: list ?? "any",
      ...this.#since(start),
    };
  }

  #keysComparison(
    { keys }: Pick<Comparison, "keys">,
    start: Span,
    not: Token | undefined,
  ): Expression {
    const operator = this.#scanner.take();
    const right = this.#scanner.take();
    const [left, second] = keys;
    if (right.kind !== "word" && right.kind !== "quoted") throw expected("a key", right);
    if (left === undefined || second !== undefined) {
      throw new StatementError(`Cannot compare several keys with one by ${operator.text}`, {
        ...spanOf(operator),
        hint: "write one comparison for each key",
      });
    }
    const negated = (operator.text === "!==") !== (not !== undefined);
    return { kind: "keys", left, right: keyOf(right), negated, ...this.#since(start) };
  }

  #list(operator: Token): readonly Value[] {
    const open = this.#scanner.takeSymbol("[");
    if (open === undefined) {
      throw expected(`a list in brackets after ${operator.text}`, this.#scanner.peek(), {
        hint: `write ${operator.text} [first, second]`,
      });
    }
    const values: Value[] = [];
    do values.push(this.#value()); while (this.#scanner.takeSymbol(",") !== undefined);
    if (this.#scanner.takeSymbol("]") === undefined) throw unclosed("[", open, this.#scanner);
    return values;
  }

  #value(): Value {
    const start = this.#scanner.peek();
    const wrapper = start.kind === "word" ? start.text.toLowerCase() : "";
    if ((wrapper === "nocase" || wrapper === "ip") && this.#isCall()) {
      this.#scanner.take();
      const open = this.#scanner.take();
      const inner = this.#plainValue();
      if (this.#scanner.takeSymbol(")") === undefined) throw unclosed("(", open, this.#scanner);
      const span = this.#since(start);
      return wrapper === "ip"
        ? { ...inner, kind: "ip", ...span }
        : { ...inner, ignoreCase: true, ...span };
    }
    return this.#plainValue();
  }

  #plainValue(): Value {
    const token = this.#scanner.peek();
    if (token.kind === "symbol" || token.kind === "end") throw expected("a value", token);
    return valueOf(this.#scanner.take(), token.kind);
  }

  #textSearch(): Expression {
    const token = this.#scanner.peek();
    if (token.kind === "symbol" || token.kind === "end") throw expected("a search term", token);
    const value = valueOf(this.#scanner.take(), token.kind);
    return { kind: "text", value, ...spanOf(token) };
  }

  #since(start: Span): Span {
    return { offset: start.offset, length: this.#scanner.end - start.offset };
  }
}

/** The key that a word or a quoted text names. */
export function keyOf({ text, offset, length }: Token): Key {
  return { text, offset, length };
}

function valueOf({ text, flags, offset, length }: Token, kind: Value["kind"]): Value {
  return { kind, text, flags, ignoreCase: false, offset, length };
}

function symbolOf(token: Token): string {
  return token.kind === "symbol" ? token.text : "";
}

function spanOf({ offset, length }: Span): Span {
  return { offset, length };
}

function spanFrom(first: Span, last: Span): Span {
  return { offset: first.offset, length: last.offset + last.length - first.offset };
}

function joined(kind: "and" | "or", terms: readonly Expression[]): Expression {
  const [first] = terms;
  if (first === undefined) throw new TypeError("an expression needs a term");
  return terms.length === 1 ? first : { kind, terms, ...spanFrom(first, terms.at(-1) ?? first) };
}
