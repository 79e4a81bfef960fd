import type { IniError } from "./ini_error.ts";

/** A place in the file; both count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * How a value was written: bare, between quotes, between triple quotes (which may span lines), or as a list with at
 * least one unquoted comma. `broken` ones cannot be read; {@linkcode IniValue.error} says why.
 */
export type ValueStyle = "plain" | "quoted" | "triple" | "list" | "broken";

/** A comment behind a value. */
export interface InlineComment extends Position {
  /** From the `#` on. */
  readonly text: string;
  /** Whether something that is no blank stands right before the `#`. */
  readonly tight: boolean;
}

/** One `key = value`. */
export interface IniValue extends Position {
  readonly kind: "value";
  readonly name: string;
  readonly style: ValueStyle;
  /** What ConfigObj makes of it. */
  readonly value: string | readonly string[];
  /** The value as one text: what a list was typed as, otherwise the same as `value`. */
  readonly text: string;
  /** Where the first character of `text` stands. */
  readonly textAt: Position;
  /** Whether `text` differs from what the file holds, because `%(name)s` was replaced. */
  readonly expanded: boolean;
  readonly comment: InlineComment | undefined;
  /** Why the value is unusable: badly written, or a `%(name)s` that leads nowhere. */
  readonly error: IniError | undefined;
}

/** What a section holds under a name. */
export type IniMember = IniValue | IniSection;

/** A tree of strings, arrays of strings and further trees. */
export type IniTree = { [name: string]: string | string[] | IniTree };

/** A section of the file, or the whole file. */
export class IniSection implements Position {
  readonly kind = "section";
  /** `undefined` for the whole file. */
  readonly name: string | undefined;
  readonly parent: IniSection | undefined;
  /** Number of brackets; 0 for the whole file. */
  readonly depth: number;
  readonly line: number;
  readonly column: number;
  /** In the order of the file. */
  readonly members: Map<string, IniMember> = new Map();
  /** Whether a line inside could not be read at all, so that something may be missing for that reason. */
  damaged = false;

  constructor(
    at: Position & {
      readonly name?: string;
      readonly parent?: IniSection;
      readonly depth?: number;
    },
  ) {
    this.name = at.name;
    this.parent = at.parent;
    this.depth = at.depth ?? 0;
    this.line = at.line;
    this.column = at.column;
  }

  /** The section of that name; `undefined` if there is none, or a key of that name. */
  section(name: string): IniSection | undefined {
    const member = this.members.get(name);
    return member?.kind === "section" ? member : undefined;
  }

  /** The key of that name; `undefined` if there is none, or a section of that name. */
  value(name: string): IniValue | undefined {
    const member = this.members.get(name);
    return member?.kind === "value" ? member : undefined;
  }

  /** The plain tree: strings, arrays of strings, sections. Any name is an ordinary property, `__proto__` too. */
  toJSON(): IniTree {
    return Object.fromEntries(
      [...this.members].map(([name, member]) => [name, treeOf(member)]),
    );
  }
}

function treeOf(member: IniMember): IniTree[string] {
  if (member.kind === "section") return member.toJSON();
  return typeof member.value === "string" ? member.value : [...member.value];
}

/**
 * Finds where a character of a value's text stands in the file.
 *
 * @param offset Index into `value.text`, from 0 to its length.
 * @returns The place; the start of the value where `%(name)s` changed the text.
 */
export function positionIn(value: IniValue, offset: number): Position {
  if (value.expanded) return value.textAt;
  const before = value.text.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  if (lastBreak === -1) {
    return { line: value.textAt.line, column: value.textAt.column + before.length };
  }
  const breaks = before.split("\n").length - 1;
  return { line: value.textAt.line + breaks, column: before.length - lastBreak };
}
