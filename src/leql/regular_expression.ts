import type { Value } from "./statement.ts";
import { StatementError } from "./statement_error.ts";

/** Characters of an event or a value that a regular expression sees: what bounds its time. */
export const SEEN_CHARACTERS = 4096;

/** Brackets and everything that can be mistaken for one. */
const PIECE_REGEXP =
  /\\[^]|\[\^?\]?(?:\\[^]|\[:\w+:\]|[^\]\\])*\]|\(\?P?<[^>]*>|\(\?[^)]|\(|\)|[^]/g;
const NAMED_REGEXP = /^\(\?P?<([^>]*)>$/;
const LOOK_AROUND_REGEXP = /^\(\?<?[=!]/;
const INLINE_FLAGS_REGEXP = /^\(\?([imsxU]+)\)/;
const REPEAT_REGEXP = /^(?:[*+]|\{\d+,\})/;
const QUANTIFIER_REGEXP = /^(?:[*+?]|\{\d+(?:,\d*)?\})/;

/** What `[:name:]` stands for between brackets. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ["alnum", "A-Za-z0-9"],
  ["alpha", "A-Za-z"],
  ["digit", "0-9"],
  ["lower", "a-z"],
  ["punct", "!-\\/:-@\\[-`{-~"],
  ["space", "\\s"],
  ["upper", "A-Z"],
  ["word", "\\w"],
  ["xdigit", "0-9A-Fa-f"],
]);

/** A regular expression that can be read, and is not used because it could take for ever. */
export class SlowRegexError extends StatementError {}

/** A regular expression of a statement, ready to be used. */
export interface CompiledRegex {
  readonly pattern: RegExp;
  /** The names that it captures. */
  readonly names: readonly string[];
}

/**
 * Turns a regular expression of LEQL (`(?P<name>…)`, flags i, m, s, x, U) into one of this language. Refused is what
 * could take for ever: look-around, back-references, and a repetition inside of a repeated group (`(a+)+`).
 *
 * @param value A value of kind `regex`.
 * @returns The pattern and its names.
 * @throws {SlowRegexError} If it is refused.
 * @throws {StatementError} If it cannot be read.
 */
export function compileRegex(value: Value): CompiledRegex {
  const inline = INLINE_FLAGS_REGEXP.exec(value.text)?.[1] ?? "";
  const flags = value.flags + inline;
  const source = value.text.slice(inline === "" ? 0 : inline.length + 3);
  const { text, names } = new Translation(value, source, flags).run();
  const ignoreCase = value.ignoreCase || flags.includes("i");
  const known = `${ignoreCase ? "i" : ""}${flags.includes("m") ? "m" : ""}${
    flags.includes("s") ? "s" : ""
  }`;
  try {
    return { pattern: new RegExp(text, known), names };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, "") : String(error);
    throw unreadable(value, reason.charAt(0).toLowerCase() + reason.slice(1));
  }
}

class Translation {
  readonly #value: Value;
  readonly #source: string;
  readonly #extended: boolean;
  readonly #ungreedy: boolean;
  readonly #names: string[] = [];
  /** For each open group whether it holds a repetition without an end; the last is the innermost. */
  readonly #groups: { repeats: boolean }[] = [{ repeats: false }];
  #position = 0;

  constructor(value: Value, source: string, flags: string) {
    this.#value = value;
    this.#source = source;
    this.#extended = flags.includes("x");
    this.#ungreedy = flags.includes("U");
  }

  run(): { text: string; names: readonly string[] } {
    let text = "";
    for (let piece = this.#next(); piece !== undefined; piece = this.#next()) {
      text += this.#translated(piece);
    }
    return { text, names: this.#names };
  }

  #next(): string | undefined {
    PIECE_REGEXP.lastIndex = this.#position;
    const piece = PIECE_REGEXP.exec(this.#source)?.[0];
    this.#position += piece?.length ?? 0;
    return piece;
  }

  #translated(piece: string): string {
    if (this.#extended && /^\s$/.test(piece)) return "";
    if (this.#extended && piece === "#") return this.#skipComment();
    if (piece === ")") return piece + this.#quantifier({ of: this.#groups.pop() });
    if (piece.startsWith("(")) return this.#opened(piece);
    if (/^\\[1-9k]$/.test(piece)) throw slow(this.#value, "it refers back to a group");
    if (["^", "$", "|"].includes(piece)) return piece;
    if (piece.length > 1 && piece.startsWith("[")) {
      return this.#characterClass(piece) + this.#quantifier({ of: undefined });
    }
    return piece + this.#quantifier({ of: undefined });
  }

  /** A bracket that closes where a character is wanted is one, and names stand for characters. */
  #characterClass(piece: string): string {
    return piece.replace(/^\[(\^?)\]/, "[$1\\]").replace(/\[:(\w+):\]/g, (_, name: string) => {
      const characters = CLASSES.get(name);
      if (characters !== undefined) return characters;
      throw unreadable(this.#value, `there is no class [:${name}:]`);
    });
  }

  #opened(piece: string): string {
    this.#groups.push({ repeats: false });
    const name = NAMED_REGEXP.exec(piece)?.[1];
    if (name === undefined) {
      if (LOOK_AROUND_REGEXP.test(this.#source.slice(this.#position - piece.length))) {
        throw slow(this.#value, "it looks ahead or behind");
      }
      return piece;
    }
    this.#names.push(name);
    return `(?<${name}>`;
  }

  #quantifier({ of: group }: { of: { repeats: boolean } | undefined }): string {
    const rest = this.#source.slice(this.#position, this.#position + 20);
    const quantifier = QUANTIFIER_REGEXP.exec(rest)?.[0] ?? "";
    this.#position += quantifier.length;
    const repeats = REPEAT_REGEXP.test(quantifier);
    if (repeats && group?.repeats === true) {
      throw slow(
        this.#value,
        "it repeats a group that holds a repetition, which can take for ever",
      );
    }
    const outer = this.#groups.at(-1);
    if (outer !== undefined && (repeats || group?.repeats === true)) outer.repeats = true;
    if (quantifier === "" || !this.#ungreedy) return quantifier;
    if (this.#source[this.#position] !== "?") return `${quantifier}?`;
    this.#position++;
    return quantifier;
  }

  #skipComment(): string {
    const end = this.#source.indexOf("\n", this.#position);
    this.#position = end === -1 ? this.#source.length : end + 1;
    return "";
  }
}

function unreadable(value: Value, reason: string): StatementError {
  return new StatementError(`Cannot read the regular expression ${shown(value)}: ${reason}`, {
    offset: value.offset,
    length: value.length,
    hint: "correct the regular expression, or quote a text that is none",
  });
}

function slow(value: Value, reason: string): SlowRegexError {
  return new SlowRegexError(`Cannot use the regular expression ${shown(value)}: ${reason}`, {
    offset: value.offset,
    length: value.length,
    hint: "write a simpler regular expression",
  });
}

function shown({ text }: Value): string {
  return text.length > 60 ? `/${text.slice(0, 60)}…/` : `/${text}/`;
}
