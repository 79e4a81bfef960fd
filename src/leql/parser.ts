import { suggest } from "../suggest.ts";
import { keyOf, parseExpression } from "./expression_parser.ts";
import { expected, unclosed } from "./parse_errors.ts";
import { Scanner, type Token } from "./scanner.ts";
import type {
  Calculation,
  Clause,
  ClauseKind,
  Key,
  NumberText,
  SortOrder,
  Span,
  Statement,
} from "./statement.ts";
import { StatementError } from "./statement_error.ts";
import type { Ordering } from "./ordering.ts";

/** The names of clauses, in the order in which a statement usually has them. */
export const CLAUSE_KINDS: readonly ClauseKind[] = [
  "from",
  "select",
  "where",
  "groupby",
  "calculate",
  "having",
  "sort",
  "limit",
  "timeslice",
];

const LONGEST_STATEMENT = 100_000;
const HAVING_OPERATORS: readonly string[] = ["=", "!=", ">", ">=", "<", "<="];
/** Words that may stand before a parenthesis without being a clause. */
const CALLS: readonly string[] = ["and", "or", "not", "all", "ip", "nocase"];

/**
 * Reads a LEQL statement. Clauses may stand in any order, be repeated and be glued together; terms outside of a clause
 * are taken as a `where`. Numbers and names of functions are kept as written, for the lint to judge.
 *
 * @param text The statement; may be empty.
 * @returns Its clauses in the order written.
 * @throws {StatementError} If it cannot be read; it says where.
 * @see docs.rapid7.com, "Components for Building a Query"
 */
export function parseStatement(text: string): Statement {
  if (text.length > LONGEST_STATEMENT) {
    throw new StatementError(
      `Cannot read the statement: it has ${text.length} characters, more than ${LONGEST_STATEMENT}`,
      { offset: LONGEST_STATEMENT, length: text.length - LONGEST_STATEMENT },
    );
  }
  const parser = new StatementParser(new Scanner(text));
  const clauses: Clause[] = [];
  for (let clause = parser.clause(); clause !== undefined; clause = parser.clause()) {
    clauses.push(clause);
  }
  return { clauses };
}

class StatementParser {
  readonly #scanner: Scanner;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** The next clause; `undefined` at the end. */
  clause(): Clause | undefined {
    const start = this.#scanner.peek();
    if (start.kind === "end") return undefined;
    const name = this.#calledWord();
    if (name === undefined || CALLS.includes(name)) return this.#bareTerms(start);
    const kind = clauseKind(name);
    if (kind === undefined) throw unknownClause(start);
    this.#scanner.take();
    const open = this.#scanner.take();
    const read = this.#body(kind);
    if (this.#scanner.takeSymbol(")") === undefined) throw unclosed("(", open, this.#scanner);
    return read({ offset: start.offset, length: this.#scanner.end - start.offset });
  }

  /** The next word in lower case, if a parenthesis follows it. */
  #calledWord(): string | undefined {
    const { position } = this.#scanner;
    const word = this.#scanner.take();
    const isCall = word.kind === "word" && this.#scanner.isSymbol("(");
    this.#scanner.rewind(position);
    return isCall ? word.text.toLowerCase() : undefined;
  }

  #bareTerms(start: Token): Clause {
    const isEnd = () => {
      if (this.#scanner.peek().kind !== "word") return false;
      const name = this.#calledWord();
      return name !== undefined && !CALLS.includes(name);
    };
    const expression = parseExpression(this.#scanner, { isEnd });
    if (expression === undefined || this.#scanner.position === start.offset) {
      throw new StatementError(`Cannot read the statement: "${start.text}" closes nothing`, {
        offset: start.offset,
        length: start.length,
        hint: `take "${start.text}" away`,
      });
    }
    const { offset, length } = expression;
    return { kind: "where", expression, loose: false, bare: true, offset, length };
  }

  #body(kind: ClauseKind): (span: Span) => Clause {
    switch (kind) {
      case "from": {
        const expression = parseExpression(this.#scanner);
        if (expression === undefined) throw expected("a log set", this.#scanner.peek());
        return (span) => ({ kind, expression, ...span });
      }
      case "where":
        return this.#where();
      case "select": {
        const columns = this.#commaSeparated(() => this.#selected());
        return (span) => ({ kind, columns, ...span });
      }
      case "groupby": {
        const keys = this.#commaSeparated(() => this.#key());
        return (span) => ({ kind, keys, ...span });
      }
      case "calculate": {
        const calculation = this.#calculation();
        return (span) => ({ kind, calculation, ...span });
      }
      case "having":
        return this.#having();
      case "sort": {
        const orders = this.#commaSeparated(() => this.#order());
        return (span) => ({ kind, orders, ...span });
      }
      case "limit": {
        const counts = this.#commaSeparated(() => this.#number());
        return (span) => ({ kind, counts, ...span });
      }
      case "timeslice": {
        const size = this.#number();
        return (span) => ({ kind, size, ...span });
      }
    }
  }

  #where(): (span: Span) => Clause {
    const expression = parseExpression(this.#scanner);
    const comma = this.#scanner.takeSymbol(",");
    const loose = comma !== undefined;
    if (loose && !this.#scanner.isWord("loose")) {
      throw expected("the word loose after a comma", this.#scanner.peek(), {
        hint: "join terms with AND or OR, and write lists in brackets",
      });
    }
    if (loose) this.#scanner.take();
    return (span) => ({ kind: "where", expression, loose, bare: false, ...span });
  }

  #having(): (span: Span) => Clause {
    const calculation = this.#calculation();
    const token = this.#scanner.take();
    const operator = HAVING_OPERATORS.find((operator): operator is Ordering =>
      token.kind === "symbol" && operator === token.text
    );
    if (operator === undefined) throw expected("a comparison such as >", token);
    const value = this.#number();
    return (span) => ({ kind: "having", calculation, operator, value, ...span });
  }

  #commaSeparated<Item>(read: () => Item): readonly Item[] {
    const items = [read()];
    while (this.#scanner.takeSymbol(",") !== undefined) items.push(read());
    return items;
  }

  #key(): Key {
    const token = this.#scanner.peek();
    if (token.kind !== "word" && token.kind !== "quoted") throw expected("a key", token);
    return keyOf(this.#scanner.take());
  }

  #selected(): { key: Key; alias: Key | undefined } {
    const key = this.#key();
    if (!this.#scanner.isWord("as")) return { key, alias: undefined };
    this.#scanner.take();
    return { key, alias: this.#key() };
  }

  #number(): NumberText {
    const token = this.#scanner.peek();
    if (token.kind === "symbol" || token.kind === "regex" || token.kind === "end") {
      throw expected("a number", token);
    }
    const { text, offset, length } = this.#scanner.take();
    return { text: token.kind === "variable" ? `\${${text}}` : text, offset, length };
  }

  #order(): SortOrder {
    const word = this.#key();
    const [direction = "", inner] = word.text.toLowerCase().split("#");
    const next = this.#scanner.peek();
    const apart = inner === undefined && next.kind === "word";
    if (apart) this.#scanner.take();
    const by = inner === undefined && !apart ? "value" : "key";
    return { direction, by, offset: word.offset, length: this.#scanner.end - word.offset };
  }

  #calculation(): Calculation {
    const name = this.#scanner.takeName();
    if (name.kind !== "word" || name.text === "") {
      throw expected("a function such as count", name);
    }
    const inParentheses = this.#argument();
    const colon = this.#scanner.takeColon();
    const key = colon === undefined ? inParentheses?.key : this.#key();
    return {
      name: name.text.toLowerCase(),
      key,
      argument: inParentheses?.number,
      offset: name.offset,
      length: this.#scanner.end - name.offset,
    };
  }

  /** `(95)`, or the older `(95:key)`. */
  #argument(): { number: NumberText; key: Key | undefined } | undefined {
    const open = this.#scanner.takeSymbol("(");
    if (open === undefined) return undefined;
    const number = this.#scanner.takeName();
    if (number.kind !== "word") throw expected("a number", number);
    const key = this.#scanner.takeColon() === undefined ? undefined : this.#key();
    if (this.#scanner.takeSymbol(")") === undefined) throw unclosed("(", open, this.#scanner);
    return { number: keyOf(number), key };
  }
}

function clauseKind(name: string): ClauseKind | undefined {
  if (name === "group_by") return "groupby";
  return CLAUSE_KINDS.find((kind) => kind === name);
}

function unknownClause(token: Token): StatementError {
  const near = suggest(token.text, CLAUSE_KINDS);
  return new StatementError(`Cannot read the statement: there is no clause "${token.text}"`, {
    offset: token.offset,
    length: token.length,
    hint: near === undefined
      ? `write one of ${CLAUSE_KINDS.join(", ")}`
      : `did you mean ${near}(…)`,
  });
}
