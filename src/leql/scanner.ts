import type { Span } from "./statement.ts";
import { StatementError } from "./statement_error.ts";

/** What a piece of a statement is. */
export type TokenKind = "word" | "quoted" | "regex" | "variable" | "symbol" | "end";

/** A piece of a statement. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** The symbol, or the text without quotes, slashes, `${}` and escapes. */
  readonly text: string;
  /** Letters after a regular expression; empty for everything else. */
  readonly flags: string;
}

const BLANKS_REGEXP = /\s*/y;
const SYMBOL_REGEXP = /!==|!=|==|>=|<=|[()[\],=<>]/y;
const VARIABLE_REGEXP = /\$\{[^{}]*\}/y;
/** Anything up to a blank, a quote, a bracket, a comma or an operator; a backslash takes the next character along. */
const WORD_REGEXP = /(?:\\[^]|!(?!=)|[^\s"'()[\],=<>!\\]|\\$)+/y;
/** The same up to a colon as well, for `sum:key`. */
const NAME_REGEXP = /(?:\\[^]|!(?!=)|[^\s"'()[\],=<>!\\:]|\\$)+/y;
const TAIL_REGEXP = /[\p{L}\p{N}_./-]*/uy;
const REGEX_FLAGS_REGEXP = /^[imsxU]*$/;
/** What may follow a closing quote: then a backslash before it is a backslash and no escape. */
const AFTER_QUOTE_REGEXP = /\s*(?:[,\])]|$)/y;

/**
 * Reads the pieces of a statement one after the other. A blank separates, a `/` at the start of a piece starts a
 * regular expression, quotes hold anything but themselves.
 */
export class Scanner {
  readonly text: string;
  #position = 0;
  #peeked: Token | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Where the next piece starts, blanks not counted; to come back to with {@linkcode Scanner.rewind}. */
  get position(): number {
    return this.peek().offset;
  }

  /** Goes back to a {@linkcode Scanner.position}. */
  rewind(position: number): void {
    this.#position = position;
    this.#peeked = undefined;
  }

  /** The next piece, which stays the next one. */
  peek(): Token {
    this.#peeked ??= this.#scan(WORD_REGEXP);
    return this.#peeked;
  }

  /** Takes the next piece. */
  take(): Token {
    const token = this.peek();
    this.#advance(token);
    return token;
  }

  /** Takes the next piece; a word ends at a colon. */
  takeName(): Token {
    this.#peeked = undefined;
    const token = this.#scan(NAME_REGEXP);
    this.#advance(token);
    return token;
  }

  /** Takes the colon that comes next, if one does. */
  takeColon(): Span | undefined {
    const { position } = this;
    if (this.text[position] !== ":") return undefined;
    this.rewind(position + 1);
    return { offset: position, length: 1 };
  }

  /** Takes the symbol if it comes next. */
  takeSymbol(symbol: string): Token | undefined {
    const token = this.peek();
    return token.kind === "symbol" && token.text === symbol ? this.take() : undefined;
  }

  /** Whether the next piece is a word with this text, in any case. */
  isWord(word: string): boolean {
    const token = this.peek();
    return token.kind === "word" && token.text.toLowerCase() === word;
  }

  /** Whether the next piece is this symbol. */
  isSymbol(symbol: string): boolean {
    const token = this.peek();
    return token.kind === "symbol" && token.text === symbol;
  }

  /** Where the last taken piece ended. */
  get end(): number {
    return this.#position;
  }

  #advance(token: Token): void {
    this.#position = token.offset + token.length;
    this.#peeked = undefined;
  }

  #scan(word: RegExp): Token {
    const offset = this.#position + (this.#match(BLANKS_REGEXP, this.#position)?.length ?? 0);
    const first = this.text[offset];
    if (first === undefined) return token("end", "", { offset, length: 0 });
    const symbol = this.#match(SYMBOL_REGEXP, offset);
    if (symbol !== undefined) return token("symbol", symbol, { offset, length: symbol.length });
    if (first === '"' || first === "'") return this.#quoted(offset, first);
    if (first === "/") return this.#regex(offset);
    const variable = this.#match(VARIABLE_REGEXP, offset);
    if (variable !== undefined) {
      return token("variable", variable.slice(2, -1), { offset, length: variable.length });
    }
    const raw = this.#match(word, offset) ?? first;
    return token("word", raw.replace(/\\([^])/g, "$1"), { offset, length: raw.length });
  }

  #quoted(offset: number, quote: string): Token {
    const triple = quote.repeat(3);
    const isTriple = this.text.startsWith(triple, offset);
    const fence = isTriple ? triple : quote;
    const start = offset + fence.length;
    const end = isTriple ? this.text.indexOf(triple, start) : this.#closingQuote(start, quote);
    if (end === -1) {
      throw new StatementError(`Cannot find the end of a quoted text: ${fence} is never closed`, {
        hint: "close the quotation mark, or put a text that holds one between the other kind",
        offset,
        length: this.text.length - offset,
      });
    }
    const inner = this.text.slice(start, end);
    return token("quoted", isTriple ? inner : inner.replaceAll(`\\${quote}`, quote), {
      offset,
      length: end + fence.length - offset,
    });
  }

  #closingQuote(start: number, quote: string): number {
    for (let at = this.text.indexOf(quote, start); at !== -1;) {
      const escaped = at > start && this.text[at - 1] === "\\";
      if (!escaped || this.#match(AFTER_QUOTE_REGEXP, at + 1) !== undefined) return at;
      at = this.text.indexOf(quote, at + 1);
    }
    return -1;
  }

  #regex(offset: number): Token {
    let end = offset + 1;
    while (end < this.text.length && this.text[end] !== "/") {
      end += this.text[end] === "\\" ? 2 : 1;
    }
    if (end >= this.text.length) {
      throw new StatementError("Cannot find the end of a regular expression: / is never closed", {
        hint: "close it with /, or quote a value that starts with /",
        offset,
        length: this.text.length - offset,
      });
    }
    const tail = this.#match(TAIL_REGEXP, end + 1) ?? "";
    const flags = REGEX_FLAGS_REGEXP.test(tail) ? tail : "";
    return {
      kind: "regex",
      text: this.text.slice(offset + 1, end),
      flags,
      offset,
      length: end + 1 + flags.length - offset,
    };
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.text)?.[0];
  }
}

function token(kind: TokenKind, text: string, span: Span): Token {
  return { kind, text, flags: "", ...span };
}
