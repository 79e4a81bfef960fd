import { explainLine, explainValue } from "./explain.ts";
import { lexHeader } from "./header.ts";
import { IniError } from "./ini_error.ts";
import { type KeyLine, lexKeyLine } from "./key_line.ts";
import { Lines } from "./lines.ts";
import { type IniMember, IniSection, type IniValue, type Position } from "./section.ts";
import { isSpace, skipSpace } from "./space.ts";
import { tripleQuote, tripleQuoteEnd } from "./triple_quotes.ts";
import { lexValue } from "./value.ts";

/** After so many errors reading stops: the file is something else. */
const MOST_ERRORS = 1000;

/** A file as far as it could be read. */
export interface IniDocument {
  readonly root: IniSection;
  /** In the order in which they were met; the first is the one that ConfigObj names. */
  readonly errors: readonly IniError[];
  /** Whether every line is in the section it was meant for; only then does something missing mean something. */
  readonly wellNested: boolean;
}

/**
 * Reads a whole file and goes on behind what cannot be read, so that all errors are known at once. `%(name)s` is left
 * as it is.
 *
 * @param text The file, with or without a byte order mark.
 */
export function readIni(text: string): IniDocument {
  return new Reader(text.startsWith("\ufeff") ? text.slice(1) : text).read();
}

type Read = Omit<IniValue, "kind" | "name" | "line" | "column" | "expanded">;

class Reader {
  readonly #lines: Lines;
  readonly #root = new IniSection({ line: 1, column: 1 });
  readonly #errors: IniError[] = [];
  #section: IniSection = this.#root;
  #wellNested = true;

  constructor(text: string) {
    this.#lines = new Lines(text);
  }

  read(): IniDocument {
    while (this.#errors.length < MOST_ERRORS && this.#lines.advance()) {
      const line = this.#lines.current;
      const start = skipSpace(line, 0);
      if (start < line.length && line[start] !== "#") this.#readLine(line, start);
    }
    const wellNested = this.#wellNested && this.#errors.length < MOST_ERRORS;
    return { root: this.#root, errors: this.#errors, wellNested };
  }

  #readLine(line: string, start: number): void {
    if (line[start] === "[" && this.#readHeader(line)) return;
    const key = lexKeyLine(line);
    if (key !== undefined) return this.#readKey(line, key);
    this.#section.damaged = true;
    this.#fail({ line: this.#lines.number, column: start + 1 }, explainLine(line.slice(start)));
  }

  #readHeader(line: string): boolean {
    const header = lexHeader(line);
    if (header === undefined) return false;
    const at = { line: this.#lines.number, column: header.start + 1 };
    const { name, opened: depth } = header;
    let parent = this.#section;
    while (parent.depth >= depth) parent = parent.parent!;
    const section = new IniSection({ ...at, name, parent, depth });
    this.#section = section;
    if (depth !== header.closed) {
      this.#failNesting(at, {
        found: `${depth} opening but ${header.closed} closing brackets`,
        hint: "write as many brackets behind the name as before it",
      });
    } else if (depth !== parent.depth + 1) {
      this.#failNesting(at, {
        found: `${depth} brackets inside a section of ${parent.depth}`,
        hint: `write ${parent.depth + 1} on each side, or open the section between them first`,
      });
    } else {
      this.#add(section, { to: parent, name, at });
    }
    return true;
  }

  #readKey(line: string, key: KeyLine): void {
    const at = { line: this.#lines.number, column: key.start + 1 };
    const text = line.slice(key.valueStart);
    const valueAt = { line: at.line, column: key.valueStart + 1 };
    const quote = tripleQuote(text);
    const read = quote === undefined
      ? this.#readPlain(text, valueAt)
      : this.#readTriple(text, { quote, at: valueAt });
    const { name } = key;
    const value: IniValue = { kind: "value", name, ...at, ...read, expanded: false };
    this.#add(value, { to: this.#section, name, at: { ...at, line: this.#lines.number } });
  }

  #readPlain(text: string, at: Position): Read {
    const lexed = lexValue(text);
    if (lexed === undefined) {
      const { offset, ...why } = explainValue(text);
      const error = this.#fail({ ...at, column: at.column + offset }, why);
      return { style: "broken", value: "", text, textAt: at, comment: undefined, error };
    }
    const { style, value, end } = lexed;
    const quoted = style === "quoted";
    return {
      style,
      value,
      text: typeof value === "string" ? value : text.slice(0, end),
      textAt: quoted ? { ...at, column: at.column + 1 } : at,
      comment: this.#comment(text, { end, column: at.column }),
      error: undefined,
    };
  }

  #readTriple(text: string, { quote, at }: { quote: string; at: Position }): Read {
    const textAt = { ...at, column: at.column + 3 };
    let end = tripleQuoteEnd(text, quote, 3);
    let line = text;
    let content = text.slice(3, end);
    let column = at.column;
    while (end === undefined) {
      if (!this.#lines.advance()) {
        this.#wellNested = false;
        const hint = `end it with ${quote}`;
        return this.#broken(text, at, { found: `${quote} is never closed`, hint });
      }
      line = this.#lines.current;
      column = 1;
      end = tripleQuoteEnd(line, quote, 0);
      content += `\n${line.slice(0, end)}`;
    }
    if (end === -1) {
      const hint = "leave only a # comment behind it, or use the other triple quote";
      return this.#broken(text, at, { found: `text follows the closing ${quote}`, hint });
    }
    const comment = this.#comment(line, { end: end + 3, column });
    return { style: "triple", value: content, text: content, textAt, comment, error: undefined };
  }

  #broken(text: string, at: Position, why: { found: string; hint: string }): Read {
    const error = this.#fail(at, why);
    return { style: "broken", value: "", text, textAt: at, comment: undefined, error };
  }

  #comment(
    text: string,
    { end, column }: { end: number; column: number },
  ): IniValue["comment"] {
    const hash = text.indexOf("#", end);
    if (hash === -1) return undefined;
    const tight = hash > 0 && !isSpace(text.charCodeAt(hash - 1));
    return { line: this.#lines.number, column: column + hash, text: text.slice(hash), tight };
  }

  #add(
    member: IniMember,
    { to, name, at }: { to: IniSection; name: string; at: Position },
  ): void {
    const first = to.members.get(name);
    if (first === undefined) {
      to.members.set(name, member);
      return;
    }
    const kind = member.kind === "section" ? `section "${name}"` : `key "${name}"`;
    const other = first.kind === member.kind ? "it" : `a ${first.kind} of that name`;
    this.#fail(at, {
      verb: `add ${kind}`,
      found: `${other} already begins at line ${first.line}`,
      hint: "give one of the two another name, or remove it",
    });
  }

  #failNesting(at: Position, why: { found: string; hint: string }): void {
    this.#wellNested = false;
    this.#fail(at, { verb: "place this section", ...why });
  }

  #fail(
    at: Position,
    { verb = "read this value", found, hint }: { verb?: string; found: string; hint?: string },
  ): IniError {
    const error = new IniError(`Cannot ${verb}: ${found}`, { ...at, hint });
    this.#errors.push(error);
    return error;
  }
}
